/** Draws small charts of lines as SVG that can be read on white and on dark pages. */
@NullMarked
package dev.groundwork.bench.plot;

import org.jspecify.annotations.NullMarked;
