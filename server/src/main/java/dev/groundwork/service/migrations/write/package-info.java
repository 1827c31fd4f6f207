/** Writes migrations and schemas as files of SQL, and compares databases with them. */
@NullMarked
package dev.groundwork.service.migrations.write;

import org.jspecify.annotations.NullMarked;
