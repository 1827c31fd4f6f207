package dev.groundwork.service.migrations.rules;

import static org.assertj.core.api.Assertions.assertThat;

import dev.groundwork.base.pg.PlainSession;
import dev.groundwork.base.pg.setup.SqlFile;
import dev.groundwork.base.sql.SqlSplitter;
import dev.groundwork.base.sql.SqlStatementText;
import dev.groundwork.service.migrations.review.Review;
import dev.groundwork.service.migrations.review.Reviewer;
import dev.groundwork.service.migrations.review.Step;
import dev.groundwork.service.migrations.review.Thing;
import dev.groundwork.testing.TestPostgres;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Every rule finds its example and lets its recipe pass, on PostgreSQL. */
class RulesTest {
  @RegisterExtension static final TestPostgres POSTGRES = TestPostgres.empty();

  private static final String CLEAN =
      """
      drop schema if exists internal cascade;
      drop schema public cascade;
      create schema public;
      """;

  static Stream<String> codes() {
    return Rules.all().stream().map(Rule::code);
  }

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
    session.execute(CLEAN);
    session.execute("drop tablespace if exists groundwork_fast");
  }

  @Test
  void codesAndNamesAreUnique() {
    assertThat(Rules.all()).extracting(Rule::code).doesNotHaveDuplicates().isSorted();
    assertThat(Rules.all()).extracting(Rule::name).doesNotHaveDuplicates();
  }

  @ParameterizedTest
  @MethodSource("codes")
  void badIsFound(String code) {
    Rule rule = Rules.find(code).orElseThrow();
    prepare(rule);
    assertThat(lint(rule, List.of(rule.example().bad())))
        .filteredOn(finding -> finding.rule().code().equals(code))
        .isNotEmpty();
  }

  @ParameterizedTest
  @MethodSource("codes")
  void recipePasses(String code) {
    Rule rule = Rules.find(code).orElseThrow();
    prepare(rule);
    assertThat(lint(rule, rule.example().good()))
        .extracting(finding -> finding.rule().code() + " " + finding.subject())
        .isEmpty();
  }

  /** By {@code pg_locks} and the counters of scans, of the session that ran the statement. */
  @ParameterizedTest
  @MethodSource("codes")
  void recipeReadsNoTableThatItKeepsWritersFrom(String code) {
    Rule rule = Rules.find(code).orElseThrow();
    prepare(rule);
    assertThat(review(rule.example().good()).steps())
        .filteredOn(RulesTest::keepsWritersOutForLong)
        .extracting(step -> step.statement().sql() + " " + step.locks())
        .isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "GWML001", "GWML002", "GWML003", "GWML004", "GWML005", "GWML006", "GWML007", "GWML010",
        "GWML012", "GWML016", "GWML021", "GWML022", "GWML023", "GWML024", "GWML028", "GWML029",
        "GWML030", "GWML031"
      })
  void badKeepsWritersOutForAsLongAsItReads(String code) {
    Rule rule = Rules.find(code).orElseThrow();
    prepare(rule);
    assertThat(review(List.of(rule.example().bad())).steps())
        .anyMatch(RulesTest::keepsWritersOutForLong);
  }

  /** Nobody but a refresh writes to a materialized view. */
  private static boolean keepsWritersOutForLong(Step step) {
    return step.locks().stream()
        .filter(lock -> lock.mode().blocksWrites() && step.old().contains(lock.relation()))
        .filter(lock -> step.after().relation(lock.relation()).filter(Thing::isTable).isPresent())
        .anyMatch(lock ->
            step.scanned().contains(lock.relation())
                || step.rewritten().contains(lock.relation())
                || step.writesAll().contains(lock.relation()));
  }

  private static void prepare(Rule rule) {
    session.execute(Rules.FIXTURE);
    SqlSplitter.split(rule.example().setup()).forEach(each -> session.execute(each.sql()));
  }

  private static List<Finding> lint(Rule rule, List<String> texts) {
    boolean limited = !rule.name().equals("no-lock-timeout");
    return Lint.of(new Scene(review(texts), Set.of("public"), limited));
  }

  private static Review review(List<String> texts) {
    List<SqlFile> files = new ArrayList<>();
    for (String text : texts) {
      List<SqlStatementText> statements = SqlSplitter.split(text);
      files.add(new SqlFile("%04d.sql".formatted(files.size() + 1), statements));
    }
    return new Reviewer(POSTGRES.address(), false).review(files);
  }
}
