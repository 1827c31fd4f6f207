package dev.groundwork.service.rest;

import dev.groundwork.base.pg.Columns;
import dev.groundwork.base.schema.TextTypes;
import dev.groundwork.service.rest.plan.Plan;
import dev.groundwork.service.rest.query.QueryWriter;
import dev.groundwork.service.rest.query.Template;
import dev.groundwork.service.rest.reply.ListFormat;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A list that is asked for again and again, and what has been learned of it on the way. */
final class ListShape {
  private final Plan.Read plan;
  private volatile Template template;
  private volatile @Nullable ListFormat format;
  private volatile @Nullable Template whole;
  private volatile boolean large;

  ListShape(Plan.Read plan, Template template) {
    this.plan = plan;
    this.template = template;
  }

  Plan.Read plan() {
    return plan;
  }

  Template template() {
    return template;
  }

  /** What asks for the whole list as one JSON value. */
  Template whole() {
    Template known = whole;
    if (known == null) {
      known = QueryWriter.oneRow(plan);
      whole = known;
    }
    return known;
  }

  /** Whether it had more rows than are held whole when it was last read. */
  boolean large() {
    return large;
  }

  void large(boolean found) {
    large = found;
  }

  /** From now on PostgreSQL writes each row's JSON. */
  void leaveJsonToDatabase() {
    template = QueryWriter.jsonRows(plan);
  }

  /** How rows of these columns are written; empty when only PostgreSQL can write them. */
  Optional<ListFormat> format(Template ran, Columns columns, TextTypes made) {
    ListFormat last = format;
    if (last != null && last.columns().equals(columns)) {
      return Optional.of(last);
    }
    Optional<ListFormat> fitting = ListFormat.of(plan.body(), ran.layout(), columns, made);
    fitting.ifPresent(found -> format = found);
    return fitting;
  }
}
