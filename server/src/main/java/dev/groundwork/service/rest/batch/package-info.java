/**
 * Batches: a list of requests with one outcome. Reads the document, fills in references to earlier
 * results, and writes the answer; what a single request means, the stages of every request say. As
 * pure as they are.
 */
@NullMarked
package dev.groundwork.service.rest.batch;

import org.jspecify.annotations.NullMarked;
