/**
 * What happens, as events: code reports an {@link dev.groundwork.base.observe.Event}; logs and
 * metrics decide what to show.
 */
@NullMarked
package dev.groundwork.base.observe;

import org.jspecify.annotations.NullMarked;
