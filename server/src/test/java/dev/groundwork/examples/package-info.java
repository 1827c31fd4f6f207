/** The examples, whole and over HTTP. */
@NullMarked
package dev.groundwork.examples;

import org.jspecify.annotations.NullMarked;
