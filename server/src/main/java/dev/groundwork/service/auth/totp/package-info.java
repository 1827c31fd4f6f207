/**
 * Codes of authenticator apps: secrets, the QR code that an app reads, and checking a code. Keeps
 * nothing and never shows a secret but to who asks for it.
 */
@NullMarked
package dev.groundwork.service.auth.totp;

import org.jspecify.annotations.NullMarked;
