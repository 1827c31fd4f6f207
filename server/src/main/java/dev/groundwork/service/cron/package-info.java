/**
 * Room: commands that run by the clock, as the extension pg_cron has them. Owns the schema {@code
 * cron}. Runs each command as the user who scheduled it and never with more rights; of several
 * nodes one does it at a time.
 */
@NullMarked
package dev.groundwork.service.cron;

import org.jspecify.annotations.NullMarked;
