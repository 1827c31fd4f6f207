/**
 * An OAuth 2.1 server: other applications sign people in here, after each person has agreed. Codes
 * come only with a challenge (PKCE, S256), go only to addresses that the application has
 * registered, exactly, and are good once; secrets and codes are kept as hashes.
 */
@NullMarked
package dev.groundwork.service.auth.authority;

import org.jspecify.annotations.NullMarked;
