/** How throughput and latency change while clients, rows, levels and tables become more. */
@NullMarked
package dev.groundwork.bench.growth;

import org.jspecify.annotations.NullMarked;
