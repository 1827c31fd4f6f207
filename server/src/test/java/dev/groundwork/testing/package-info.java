/** Fixtures that tests of every package use: a real PostgreSQL and databases on it. */
@NullMarked
package dev.groundwork.testing;

import org.jspecify.annotations.NullMarked;
