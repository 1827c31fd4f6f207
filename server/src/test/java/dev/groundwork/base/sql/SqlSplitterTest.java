package dev.groundwork.base.sql;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.CharRange;
import net.jqwik.api.constraints.Chars;
import net.jqwik.api.constraints.StringLength;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SqlSplitterTest {

  @Test
  void statementsAreFoundWithTheirLines() {
    String text =
        """
        -- a comment; with a semicolon
        create table a (id int);

        /* another; /* nested; */ one */
        insert into a
        values (1); select 2
        """;
    List<SqlStatementText> statements = SqlSplitter.split(text);
    assertThat(statements)
        .extracting(SqlStatementText::sql)
        .containsExactly("create table a (id int)", "insert into a\nvalues (1)", "select 2");
    assertThat(statements).extracting(SqlStatementText::line).containsExactly(2, 5, 6);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "select 'a;b'",
        "select 'it''s; fine'",
        "select E'it\\'s; fine'",
        "select e'a\\\\', 'b;c'",
        "select E'a''b\\';'",
        "select U&'\\0041;'",
        "select \"a;\"\"b\"",
        "select $$a;b$$",
        "select $tag$a;$$;b$tag$",
        "select $ä1$;$ä1$",
        "select a$b$, 1 as c",
        "do $$ begin perform 1; end $$",
        "create rule r as on insert to t do (select 1; select 2)",
        "create function f() returns int begin atomic select 1; select 2; end",
        "create or replace procedure p() begin atomic select case when true then 1 end; end",
        "create function f() returns int language sql begin atomic; select 1; end",
        "select 1 -- trailing; comment\n + 1",
        "select 1 /* ; */ + 1",
        "create table begin_case (id int)"
      })
  void semicolonsInsideAreNotEnds(String sql) {
    assertThat(SqlSplitter.split(sql + ";\nselect 9;"))
        .extracting(SqlStatementText::sql)
        .containsExactly(sql, "select 9");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", ";", " ;; -- x", "/* open", "-- only\n", "\n\n"})
  void nothingGivesNothing(String text) {
    assertThat(SqlSplitter.split(text)).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"select 'open; ", "select $$open; ", "select \"open; ", "select E'\\"})
  void openQuotesReachToTheEnd(String text) {
    assertThat(SqlSplitter.split(text)).hasSize(1);
  }

  @Test
  void positionsCountCharacters() {
    SqlStatementText statement = SqlSplitter.split("\nselect '😀',\n oops").getFirst();
    int position = statement.sql().codePointCount(0, statement.sql().indexOf("oops")) + 1;
    assertThat(statement.lineAt(position)).isEqualTo(3);
    assertThat(statement.lineAt(1)).isEqualTo(2);
    assertThat(statement.lineAt(10_000)).isEqualTo(3);
  }

  @Property
  void anyTextIsRead(
      @ForAll
          @StringLength(max = 60)
          @Chars({'\'', '"', '$', '-', '/', '*', ';', '(', ')', 'e', 'E', '\\', '\n', ' '})
          @CharRange(from = 'a', to = 'c')
          String text) {
    for (SqlStatementText statement : SqlSplitter.split(text)) {
      assertThat(text).contains(statement.sql());
      assertThat(statement.line()).isPositive();
    }
  }
}
