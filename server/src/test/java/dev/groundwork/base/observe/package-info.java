/** Tests of logs and metrics. */
@NullMarked
package dev.groundwork.base.observe;

import org.jspecify.annotations.NullMarked;
