/**
 * Words: a raw request becomes a {@link dev.groundwork.service.rest.parse.Request}, as the client
 * wrote it, without knowing any schema. Values are kept apart from the shape, so that requests that
 * differ only in values share a plan.
 */
@NullMarked
package dev.groundwork.service.rest.parse;

import org.jspecify.annotations.NullMarked;
