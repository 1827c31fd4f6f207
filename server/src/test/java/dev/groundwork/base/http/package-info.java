/** Tests of the HTTP server, over real sockets. */
@NullMarked
package dev.groundwork.base.http;

import org.jspecify.annotations.NullMarked;
