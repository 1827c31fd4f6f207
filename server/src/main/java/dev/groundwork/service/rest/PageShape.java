package dev.groundwork.service.rest;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.groundwork.service.rest.plan.Plan;
import dev.groundwork.service.rest.plan.Plan.BodyForm;
import dev.groundwork.service.rest.plan.Position;
import dev.groundwork.service.rest.plan.Position.Stance;
import dev.groundwork.service.rest.query.PageTemplate;
import dev.groundwork.service.rest.query.QueryWriter;

/** A list that is read in pages, with the SQL of its pages. */
final class PageShape {
  /** A list has few: the first page, the next and the one before, with and without nulls. */
  private static final int KEPT = 16;

  private final Plan.Read plan;
  private volatile boolean json;

  private final Cache<Written, PageTemplate> templates =
      Caffeine.newBuilder().maximumSize(KEPT).build();

  PageShape(Plan.Read plan) {
    this.plan = plan;
    this.json = plan.body() instanceof BodyForm.Json(boolean stripped) && stripped;
  }

  private record Written(Stance stance, boolean json) {}

  Plan.Read plan() {
    return plan;
  }

  /** Whether PostgreSQL writes each row's JSON. */
  boolean json() {
    return json;
  }

  void leaveJsonToDatabase() {
    json = true;
  }

  /** The first page. */
  PageTemplate beginning() {
    return template(Position.FIRST.stance(), json);
  }

  PageTemplate template(Stance stance, boolean byDatabase) {
    return templates.get(
        new Written(stance, byDatabase), key -> QueryWriter.page(plan, key.stance(), key.json()));
  }
}
