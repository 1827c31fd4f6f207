/**
 * Captchas: asks the service that showed one whether it was solved. Never logs or repeats a secret
 * or a token.
 */
@NullMarked
package dev.groundwork.service.auth.captcha;

import org.jspecify.annotations.NullMarked;
