/**
 * What the server itself does with a request before the database gets it: time and memory of each
 * stage, by JMH. Needs no database. Never shipped.
 */
@NullMarked
package dev.groundwork.bench.stages;

import org.jspecify.annotations.NullMarked;
