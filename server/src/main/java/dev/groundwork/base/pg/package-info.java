/**
 * PostgreSQL: the embedded server, the pool, running a {@link dev.groundwork.base.sql.Script},
 * notifications, migrations, and the mapping of its errors. The only package, with {@code
 * base.schema}, that sees the driver.
 */
@NullMarked
package dev.groundwork.base.pg;

import org.jspecify.annotations.NullMarked;
