/**
 * Passwords: hashes them, compares them with stored hashes of many origins, and says which are too
 * weak. Hashing runs on a few threads of its own, so that many sign-ins at once leave processors
 * for everything else.
 *
 * <p>Problem codes: {@code GWPWD}. Never logs, keeps or repeats a password or a hash.
 */
@NullMarked
package dev.groundwork.service.auth.password;

import org.jspecify.annotations.NullMarked;
