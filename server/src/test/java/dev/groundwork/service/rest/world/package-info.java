/**
 * A small random database that is known in memory as well, and random requests to it with the
 * answers that they must have, worked out without SQL.
 */
@NullMarked
package dev.groundwork.service.rest.world;

import org.jspecify.annotations.NullMarked;
