/** Requests of the protocol as values, and who is behind them. */
@NullMarked
package dev.groundwork.service.auth.web;

import org.jspecify.annotations.NullMarked;
