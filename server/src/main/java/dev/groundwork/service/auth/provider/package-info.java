/**
 * Signing in with accounts of other providers: OpenID Connect, and the OAuth 2 of those that have
 * none. A person who comes from a provider is known by the provider's own id alone; a mail address
 * counts only when the provider has verified it.
 */
@NullMarked
package dev.groundwork.service.auth.provider;

import org.jspecify.annotations.NullMarked;
