/** The rooms: each serves one part of the API, and none knows another. */
@NullMarked
package dev.groundwork.service;

import org.jspecify.annotations.NullMarked;
