/**
 * Passkeys: people sign in with a key that their device keeps. Routes: {@code /passkeys} and {@code
 * /admin/users/{id}/passkeys}. Tables: {@code webauthn_credentials}, {@code webauthn_challenges}. A
 * challenge is answered once, whatever comes of it.
 */
@NullMarked
package dev.groundwork.service.auth.passkey;

import org.jspecify.annotations.NullMarked;
