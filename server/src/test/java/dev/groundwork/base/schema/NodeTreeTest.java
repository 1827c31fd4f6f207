package dev.groundwork.base.schema;

import static org.assertj.core.api.Assertions.assertThat;

import dev.groundwork.base.schema.NodeTree.Target;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.CharRange;
import org.junit.jupiter.api.Test;

class NodeTreeTest {
  private static final String ENTRY =
      "{TARGETENTRY :expr {VAR :varno 1} :resno %d :resname %s :ressortgroupref 0"
          + " :resorigtbl %d :resorigcol %d :resjunk %s}";

  private static String query(String... entries) {
    return "({QUERY :commandType 1 :utilityStmt <> :cteList ({CTE :query {QUERY :targetList ("
        + ENTRY.formatted(9, "inner", 99, 9, "false")
        + ")}}) :rtable (b 1 2) :targetList ("
        + String.join(" ", entries)
        + ") :override 0 :stmt_len 0})";
  }

  @Test
  void columnsOfTheOutermostQueryAreFound() {
    String tree =
        query(
            ENTRY.formatted(1, "id", 16384, 1, "false"),
            ENTRY.formatted(2, "n", 16384, 5, "false"));
    assertThat(NodeTree.targets(tree))
        .containsExactly(new Target(1, 16384, 1), new Target(2, 16384, 5));
  }

  @Test
  void computedAndHiddenColumnsAreLeftOut() {
    String tree =
        query(ENTRY.formatted(1, "sum", 0, 0, "false"), ENTRY.formatted(2, "o", 16384, 1, "true"));
    assertThat(NodeTree.targets(tree)).isEmpty();
  }

  @Test
  void namesThatLookLikeStructureAreNotTakenForIt() {
    String tree =
        query(
            ENTRY.formatted(1, ":resno", 16384, 1, "false"),
            ENTRY.formatted(2, "\\{a\\ \\)\\}\\\\", 16384, 2, "false"));
    assertThat(NodeTree.targets(tree))
        .containsExactly(new Target(1, 16384, 1), new Target(2, 16384, 2));
  }

  @Test
  void emptyTargetListGivesNothing() {
    assertThat(NodeTree.targets("({QUERY :commandType 1 :targetList <> :override 0})")).isEmpty();
    assertThat(NodeTree.targets("<>")).isEmpty();
  }

  @Property(tries = 2000)
  void anyTextEnds(@ForAll @CharRange(from = ' ', to = '~') String text) {
    assertThat(NodeTree.targets("({QUERY :targetList (" + text)).isNotNull();
  }
}
