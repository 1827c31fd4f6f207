/** What signing in costs, and what it costs others. */
@NullMarked
package dev.groundwork.bench.signin;

import org.jspecify.annotations.NullMarked;
