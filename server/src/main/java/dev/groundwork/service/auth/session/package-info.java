/** Sessions and their tokens: begun, renewed, ended. */
@NullMarked
package dev.groundwork.service.auth.session;

import org.jspecify.annotations.NullMarked;
