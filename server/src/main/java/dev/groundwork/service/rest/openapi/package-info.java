/**
 * The OpenAPI 2.0 document that the root of the REST API answers with: what a role may use of one
 * schema, its columns, functions and their descriptions. Reads only the schema cache and what the
 * database says about privileges; never the data.
 */
@NullMarked
package dev.groundwork.service.rest.openapi;

import org.jspecify.annotations.NullMarked;
