package dev.groundwork.service.migrations.rules;

import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** All rules, by code. */
public final class Rules {
  /** The two tables in use that all examples start from. */
  public static final String FIXTURE =
      """
      create table customers (
        id bigint generated always as identity primary key,
        email text not null
      );
      create table orders (
        id bigint generated always as identity primary key,
        customer_id bigint references customers (id),
        note text,
        total integer,
        placed_at timestamptz
      );
      create index orders_customer_id_idx on orders (customer_id);
      alter table customers enable row level security;
      alter table orders enable row level security;
      """;

  private static final List<Rule> ALL =
      Stream.of(
              LockRules.ALL,
              DataRules.ALL,
              ClientRules.ALL,
              AccessRules.ALL,
              ShapeRules.ALL,
              FileRules.ALL)
          .flatMap(List::stream)
          .toList();

  private Rules() {}

  public static List<Rule> all() {
    return ALL;
  }

  public static Optional<Rule> find(String code) {
    return ALL.stream().filter(rule -> rule.code().equals(code)).findFirst();
  }
}
