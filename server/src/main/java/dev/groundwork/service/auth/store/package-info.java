/**
 * The tables of the schema {@code auth}: rows in and out, in a transaction of the caller. Decides
 * nothing.
 */
@NullMarked
package dev.groundwork.service.auth.store;

import org.jspecify.annotations.NullMarked;
