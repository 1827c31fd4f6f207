/** What a database contains, as PostgreSQL's catalogs say it, in a form that can be compared. */
@NullMarked
package dev.groundwork.service.migrations.catalog;

import org.jspecify.annotations.NullMarked;
