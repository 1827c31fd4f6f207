/**
 * The PostgREST API over tables, views and functions. A request flows through {@code parse}
 * (words), {@code plan} (meaning), {@code query} (SQL) and {@code reply} (status, headers, body);
 * all four are pure.
 */
@NullMarked
package dev.groundwork.service.rest;

import org.jspecify.annotations.NullMarked;
