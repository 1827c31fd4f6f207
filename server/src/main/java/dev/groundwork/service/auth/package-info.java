/**
 * Sign-in: people, sessions and tokens, by the protocol that supabase-js and its siblings speak.
 *
 * <p>Routes: everything below {@code /auth/v1}. Tables: the schema {@code auth}. Settings: {@code
 * auth.*}. Problem codes: those of {@link dev.groundwork.service.auth.problem.AuthCode}. It never
 * tells whether somebody is known, and never keeps a password, a code or a token as it was given.
 */
@NullMarked
package dev.groundwork.service.auth;

import org.jspecify.annotations.NullMarked;
