package dev.groundwork.bench;

import java.util.List;

/**
 * A request that is sent again and again, with another key each time.
 *
 * @param path the request's path and query under {@code /rest/v1}, with {@code KEY} where the key
 *     goes
 * @param keys keys go from 1 to this
 */
record Scenario(String name, String path, int keys) {
  static final String KEY = "KEY";

  static final List<Scenario> ALL =
      List.of(
          new Scenario("one row by primary key", "/openings?id=eq.KEY", 1_000),
          new Scenario(
              "25 rows filtered and ordered",
              "/openings?status=eq.published&id=gte.KEY&order=id&limit=25",
              900),
          new Scenario(
              "one row, parent and children embedded",
              "/openings?select=id,title,companies(name),opening_skills(skills(name))&id=eq.KEY",
              1_000));

  /** The request with one key, as it goes over the wire. */
  String request(int number) {
    String target = path.replace(KEY, Integer.toString(1 + number % keys));
    return "GET /rest/v1"
        + target
        + " HTTP/1.1\r\nHost: localhost\r\nAccept: application/json\r\n\r\n";
  }
}
