/**
 * Clients of a server of this machine that cost little beside what they measure; they know HTTP
 * only.
 */
@NullMarked
package dev.groundwork.bench.load;

import org.jspecify.annotations.NullMarked;
