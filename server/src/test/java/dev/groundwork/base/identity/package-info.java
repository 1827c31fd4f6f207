/** Tests of who is calling. */
@NullMarked
package dev.groundwork.base.identity;

import org.jspecify.annotations.NullMarked;
