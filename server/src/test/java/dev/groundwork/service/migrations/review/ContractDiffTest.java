package dev.groundwork.service.migrations.review;

import static org.assertj.core.api.Assertions.assertThat;

import dev.groundwork.base.pg.setup.SqlFile;
import dev.groundwork.base.sql.SqlSplitter;
import dev.groundwork.testing.TestPostgres;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** What clients of the API notice of files. */
class ContractDiffTest {
  @RegisterExtension static final TestPostgres POSTGRES = TestPostgres.empty();

  private static final String TABLES =
      """
      create type mood as enum ('glad', 'sad');
      create table people (id bigint primary key, name varchar(20), mail text unique, mood mood);
      create table tasks (id int primary key, owner_id bigint references people, done boolean);
      create view names as select id, name from people;
      create function greet(name text, loud boolean default false) returns text
        return 'Hello ' || name;
      """;

  @BeforeEach
  void make() {
    POSTGRES.execute(TABLES);
  }

  @AfterEach
  void clean() {
    POSTGRES.execute("drop schema public cascade; create schema public");
  }

  @Test
  void whatIsTakenAwayBreaks() {
    assertThat(breaking("alter table tasks rename column done to finished"))
        .containsExactly(
            "column-removed public.tasks.done: requests that name it fail, others lack it: it is"
                + " called public.tasks.finished now");
    assertThat(codes("alter table tasks rename to chores")).contains("relation-removed true");
    assertThat(codes("drop function greet")).containsExactly("function-removed true");
    assertThat(codes("alter table people drop constraint people_mail_key"))
        .containsExactly("key-removed true");
    assertThat(codes("alter type mood rename value 'sad' to 'blue'"))
        .contains("value-removed true", "value-added false");
  }

  @Test
  void whatIsAskedForBreaks() {
    assertThat(codes("alter table tasks alter done set not null"))
        .containsExactly("column-required true");
    assertThat(codes("alter table tasks add due date not null"))
        .containsExactly("column-required true");
    assertThat(
            codes(
                "drop function greet; create function greet(name text, title text) returns text"
                    + " return title || name"))
        .contains("function-removed true");
    assertThat(codes("alter table tasks add reviewer_id bigint references people"))
        .containsExactlyInAnyOrder("column-added false", "relationship-ambiguous true");
    assertThat(codes("alter table people enable row level security"))
        .containsExactly("rows-hidden true");
  }

  @Test
  void whatIsWiderOrNewDoesNot() {
    assertThat(codes("alter table tasks alter id type bigint"))
        .containsExactly("type-widened false");
    assertThat(codes("alter table tasks alter id type text")).containsExactly("type-changed true");
    assertThat(codes("alter table tasks add due date")).containsExactly("column-added false");
    assertThat(
            codes(
                "drop function greet; create function greet(name text, loud boolean default false,"
                    + " title text default '') returns text return title || name"))
        .containsExactly("function-added false");
  }

  @Test
  void whatIsMadeAgainIsNoDifference() {
    assertThat(codes("drop view names; create view names as select id, name from people"))
        .isEmpty();
  }

  private static List<String> breaking(String sql) {
    return diff(sql).stream()
        .filter(ContractChange::breaking)
        .map(each -> each.code() + " " + each.subject() + ": " + each.text())
        .toList();
  }

  private static List<String> codes(String sql) {
    List<String> codes =
        diff(sql).stream().map(each -> each.code() + " " + each.breaking()).toList();
    POSTGRES.execute("drop schema public cascade; create schema public");
    POSTGRES.execute(TABLES);
    return codes;
  }

  private static List<ContractChange> diff(String sql) {
    SqlFile file = new SqlFile("0001.sql", SqlSplitter.split(sql));
    return ContractDiff.of(
        new Reviewer(POSTGRES.address(), false).review(List.of(file)), Set.of("public"));
  }
}
