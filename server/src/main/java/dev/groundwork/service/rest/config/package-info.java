/** Settings of the REST API, which all of its stages may know. */
@NullMarked
package dev.groundwork.service.rest.config;

import org.jspecify.annotations.NullMarked;
