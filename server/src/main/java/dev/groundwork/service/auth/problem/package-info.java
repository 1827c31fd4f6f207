/** What can go wrong when people sign in. Knows nothing of HTTP or the database. */
@NullMarked
package dev.groundwork.service.auth.problem;

import org.jspecify.annotations.NullMarked;
