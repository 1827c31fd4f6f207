package dev.groundwork.service.migrations.rules;

import static org.assertj.core.api.Assertions.assertThat;

import dev.groundwork.base.pg.PlainSession;
import dev.groundwork.base.pg.setup.SqlFile;
import dev.groundwork.base.sql.SqlSplitter;
import dev.groundwork.service.migrations.review.Review;
import dev.groundwork.service.migrations.review.Reviewer;
import dev.groundwork.testing.TestPostgres;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvFileSource;

/** What strong_migrations, squawk and Atlas refuse is found here, too, under a code of ours. */
class OtherCatalogsTest {
  @RegisterExtension static final TestPostgres POSTGRES = TestPostgres.empty();

  private static final String SETUP =
      """
      create table parts (id bigint primary key, label varchar(10), size int, spare int);
      alter table parts enable row level security;
      alter table parts add constraint parts_size check (size > 0);
      create index parts_label on parts (label);
      create domain short as text;
      create table notes (id bigint primary key, short short);
      alter table notes enable row level security;
      create materialized view totals as select customer_id, sum(total) from orders group by 1;
      create unique index on totals (customer_id);
      create type mood as enum ('calm');
      create schema attic;
      create table attic.old (id bigint primary key);
      create table measured (id bigint, at date) partition by range (at);
      create table measured_1 partition of measured for values from ('2020-01-01') to ('2021-01-01');
      create table measured_2 (id bigint, at date);
      """;

  private static PlainSession session;

  @BeforeAll
  static void connect() {
    session = PlainSession.open(POSTGRES.address());
  }

  @AfterAll
  static void disconnect() {
    session.close();
  }

  @AfterEach
  void clean() {
    session.execute("drop schema if exists attic cascade; drop schema if exists barn cascade");
    session.execute("drop schema public cascade; create schema public");
  }

  @ParameterizedTest(name = "{0}: {1}")
  @CsvFileSource(
      resources = "/dev/groundwork/service/migrations/rules/hazards.txt",
      delimiter = '|',
      quoteCharacter = '`')
  void isFoundHereToo(String hazard, String sql, String code) {
    session.execute(Rules.FIXTURE);
    session.execute(SETUP);
    SqlFile file = new SqlFile("0001.sql", SqlSplitter.split(sql));
    Review review = new Reviewer(POSTGRES.address(), false).review(List.of(file));
    List<String> codes =
        Lint.of(new Scene(review, Set.of("public"), true)).stream()
            .map(finding -> finding.rule().code())
            .toList();
    if (code.equals("GWML000")) {
      assertThat(codes).as(hazard).isEmpty();
    } else {
      assertThat(codes).as(hazard).contains(code);
    }
  }
}
