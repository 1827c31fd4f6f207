/**
 * Pages: serves the files of the project's {@code web} folder at the root of the API's port, so
 * that a page and its API have the same origin.
 *
 * <p>Routes: everything that no other room takes. Problem codes: {@code PAGE404}, {@code PAGE405}.
 * Never serves a file outside of the folder, nor one whose name begins with a dot, and never
 * writes.
 */
@NullMarked
package dev.groundwork.service.pages;

import org.jspecify.annotations.NullMarked;
