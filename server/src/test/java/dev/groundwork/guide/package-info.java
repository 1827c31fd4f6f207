/** Runs the requests in the guide against the hiring board. */
@NullMarked
package dev.groundwork.guide;

import org.jspecify.annotations.NullMarked;
