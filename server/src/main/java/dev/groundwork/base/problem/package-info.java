/**
 * What can go wrong, as data: a {@link dev.groundwork.base.problem.Problem} says what happened and
 * how to mend it, {@link dev.groundwork.base.problem.ProblemException} carries it to the edge.
 * Knows nothing of HTTP bodies or the database.
 */
@NullMarked
package dev.groundwork.base.problem;

import org.jspecify.annotations.NullMarked;
