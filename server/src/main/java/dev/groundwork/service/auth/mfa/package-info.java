/**
 * Second factors: codes of an application, codes by phone, and security keys. Routes: {@code
 * /factors}. Tables: {@code mfa_factors}, {@code mfa_challenges}. A session that a factor was
 * proved in is one level higher.
 */
@NullMarked
package dev.groundwork.service.auth.mfa;

import org.jspecify.annotations.NullMarked;
