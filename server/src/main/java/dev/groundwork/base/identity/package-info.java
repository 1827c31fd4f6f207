/**
 * Who is calling: a bearer token or key becomes a {@link dev.groundwork.base.identity.Caller}, a
 * database role with claims.
 */
@NullMarked
package dev.groundwork.base.identity;

import org.jspecify.annotations.NullMarked;
