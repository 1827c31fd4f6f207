/**
 * Hooks: functions of the project, in the database or behind a URL, that take part in sign-in. A
 * call has a time limit and a size limit and always gives an outcome; it never throws what the
 * other side did wrong.
 *
 * <p>Problem codes: {@code GWHOOK}. Never logs or repeats what it sends: links and codes are in it.
 */
@NullMarked
package dev.groundwork.service.auth.hook;

import org.jspecify.annotations.NullMarked;
