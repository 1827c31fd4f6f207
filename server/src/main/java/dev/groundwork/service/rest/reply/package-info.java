/**
 * Answers: what the database gave becomes status, headers and body, as the plan and the preferences
 * ask for.
 */
@NullMarked
package dev.groundwork.service.rest.reply;

import org.jspecify.annotations.NullMarked;
