/**
 * What migrations do, as PostgreSQL shows it: every statement runs on a scratch database, and
 * between statements the locks of the session, the scans of tables, the files of relations and the
 * catalogs are read. Tables that the reviewed files make themselves are in nobody's way.
 */
@NullMarked
package dev.groundwork.service.migrations.review;

import org.jspecify.annotations.NullMarked;
