/**
 * The command line: one class a command. It reads arguments, files and the environment, hands
 * settings to a {@link dev.groundwork.cli.Backend}, and tells people what happened. It knows no
 * server and no room.
 */
@NullMarked
package dev.groundwork.cli;

import org.jspecify.annotations.NullMarked;
