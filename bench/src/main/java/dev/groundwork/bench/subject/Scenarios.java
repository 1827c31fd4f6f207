package dev.groundwork.bench.subject;

import java.util.Collections;
import java.util.List;

/** The small requests that are measured. */
public final class Scenarios {
  /** The whole row of an opening. */
  public static final Scenario BY_KEY =
      Scenario.read("one row by primary key", "/openings?id=eq.KEY", 1_000);

  private static final String TREE =
      "?select=id,title,about,%1$sclients(id,name),%1$stasks(id,title,done)&id=eq.KEY";

  public static final Scenario LIST =
      Scenario.read(
          "25 rows filtered and ordered",
          "/openings?status=eq.published&id=gte.KEY&order=id&limit=25",
          900);

  /** A project with its client and its 20 tasks. */
  public static final Scenario EMBEDDED =
      Scenario.read("one row, parent and 20 children", "/projects" + TREE.formatted(""), 1_000);

  public static final Scenario PRIVATE =
      Scenario.read(
              "the same by owners, row-level security",
              "/private_projects" + TREE.formatted("private_"),
              1_000)
          .byOwners();

  public static final Scenario INSERT =
      Scenario.write(
          "one row inserted and returned",
          "POST",
          "/notes",
          "{\"account_id\":7,\"body\":\"Something that is worth a note\"}",
          201,
          1);

  /** With the header {@code Nested: remarks}. */
  public static final Scenario NESTED =
      Scenario.write(
          "one row and three in it inserted and returned",
          "POST",
          "/notes",
          "{\"account_id\":7,\"body\":\"Something that is worth a note\",\"remarks\":"
              + "[{\"said\":\"one\"},{\"said\":\"two\"},{\"said\":\"three\"}]}",
          201,
          1);

  public static final Scenario UPDATE =
      Scenario.write(
          "one row updated and returned",
          "PATCH",
          "/notes?id=eq.KEY",
          "{\"body\":\"Something else that is worth a note\",\"starred\":true}",
          200,
          10_000);

  /** All of a value of JSON. */
  public static final Scenario WHOLE_JSON =
      Scenario.write(
          "a value of JSON replaced",
          "PATCH",
          "/papers?id=eq.KEY",
          "{\"doc\":{\"theme\":\"light\",\"language\":\"en\",\"size\":12,\"mail\":{\"news\":false,\"at\":KEY}}}",
          200,
          10_000);

  /** The same by what is to be other than it was. */
  public static final Scenario MERGED_JSON =
      Scenario.write(
          "two of its members by merge patch",
          "PATCH",
          "/papers?id=eq.KEY",
          "{\"doc\":{\"theme\":\"light\",\"mail\":{\"news\":false}}}",
          200,
          10_000);

  /** The same by operations. */
  public static final Scenario PATCHED_JSON =
      Scenario.write(
          "two of its members by JSON Patch",
          "PATCH",
          "/papers?id=eq.KEY",
          "[{\"op\":\"replace\",\"path\":\"/doc/theme\",\"value\":\"light\"},"
              + "{\"op\":\"replace\",\"path\":\"/doc/mail/news\",\"value\":false}]",
          200,
          10_000);

  private static final String NOTE =
      "{\"method\":\"POST\",\"path\":\"/notes\",\"headers\":{\"Prefer\":\"return=representation\"},\"body\":"
          + INSERT.body()
          + "}";

  /** The insert once, in a batch. */
  public static final Scenario BATCH_OF_ONE = batch("a batch of one insert", List.of(NOTE));

  /** The insert four times, in a batch. */
  public static final Scenario BATCH_OF_FOUR =
      batch("a batch of four inserts", Collections.nCopies(4, NOTE));

  public static final List<Scenario> ALL = List.of(BY_KEY, LIST, EMBEDDED, PRIVATE, INSERT, UPDATE);

  private Scenarios() {}

  private static Scenario batch(String name, List<String> requests) {
    String body = "{\"requests\":[" + String.join(",", requests) + "]}";
    return Scenario.write(name, "POST", "/batch", body, 200, 1);
  }
}
