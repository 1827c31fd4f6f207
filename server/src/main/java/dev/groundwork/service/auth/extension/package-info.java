/** The application's own say in sign-in: what its hooks are asked, and what their answers mean. */
@NullMarked
package dev.groundwork.service.auth.extension;

import org.jspecify.annotations.NullMarked;
