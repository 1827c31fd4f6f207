/** How fast single works are beside PostgreSQL itself, in one table. */
@NullMarked
package dev.groundwork.bench.speed;

import org.jspecify.annotations.NullMarked;
