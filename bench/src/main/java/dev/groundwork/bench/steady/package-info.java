/** Whether the server stays upright: far beyond its limits, over time, at rest. */
@NullMarked
package dev.groundwork.bench.steady;

import org.jspecify.annotations.NullMarked;
