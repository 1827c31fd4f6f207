/**
 * WebAuthn on the server's side: what browsers are asked, and whether the answer holds. Knows
 * nothing of HTTP or the database.
 */
@NullMarked
package dev.groundwork.service.auth.webauthn;

import org.jspecify.annotations.NullMarked;
