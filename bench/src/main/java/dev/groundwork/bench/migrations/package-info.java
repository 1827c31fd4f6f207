/** What changes of a large table do to those who use it meanwhile. */
@NullMarked
package dev.groundwork.bench.migrations;

import org.jspecify.annotations.NullMarked;
