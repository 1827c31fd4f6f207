/** Work on text that several parts need: JSON strings, and names that somebody may have meant. */
@NullMarked
package dev.groundwork.base.text;

import org.jspecify.annotations.NullMarked;
