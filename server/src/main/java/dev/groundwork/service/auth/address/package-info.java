/**
 * Addresses that strangers give: e-mail addresses, phone numbers, and where a browser shall be sent
 * in the end. Each is checked once and then a value of its own type.
 *
 * <p>Problem codes: {@code GWADDR}.
 */
@NullMarked
package dev.groundwork.service.auth.address;

import org.jspecify.annotations.NullMarked;
