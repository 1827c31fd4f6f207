/** What is known about migrations before they are applied, for people and for programs. */
@NullMarked
package dev.groundwork.service.migrations.report;

import org.jspecify.annotations.NullMarked;
