/**
 * The program: arguments go to the command line, {@code Server} builds the ground floor and opens
 * the rooms, by hand.
 */
@NullMarked
package dev.groundwork;

import org.jspecify.annotations.NullMarked;
