/**
 * HTTP: the server, the way from a path to a room, request and reply as plain values, and the one
 * place that writes error bodies. The HTTP library's types stay in here and in the rooms' routes.
 */
@NullMarked
package dev.groundwork.base.http;

import org.jspecify.annotations.NullMarked;
