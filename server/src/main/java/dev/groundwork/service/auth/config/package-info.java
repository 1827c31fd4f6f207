/** What the room is told by the settings. */
@NullMarked
package dev.groundwork.service.auth.config;

import org.jspecify.annotations.NullMarked;
