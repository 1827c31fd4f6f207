/** What every benchmark needs: options, figures, printed columns. */
@NullMarked
package dev.groundwork.bench.base;

import org.jspecify.annotations.NullMarked;
