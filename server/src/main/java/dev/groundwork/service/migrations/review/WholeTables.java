package dev.groundwork.service.migrations.review;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.groundwork.base.pg.setup.StatementSession;
import dev.groundwork.base.sql.SqlStatementText;
import dev.groundwork.service.migrations.review.Thing.Kind;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Which tables a statement changes in every row, by PostgreSQL's own plan of it. */
final class WholeTables {
  private static final JsonMapper JSON = new JsonMapper();
  private static final Set<String> CHANGING = Set.of("Update", "Delete");
  private static final Set<String> CONDITIONS =
      Set.of(
          "Filter",
          "Index Cond",
          "Recheck Cond",
          "Hash Cond",
          "Join Filter",
          "Merge Cond",
          "TID Cond",
          "One-Time Filter");

  private WholeTables() {}

  static Set<String> written(StatementSession session, SqlStatementText statement, Snapshot known) {
    boolean writes =
        statement.startsWith("update")
            || statement.startsWith("delete")
            || statement.startsWith("with");
    if (!writes) {
      return Set.of();
    }
    List<@Nullable String> plan = session.explain(statement);
    Set<String> names = new HashSet<>();
    if (!plan.isEmpty()) {
      collect(json(Objects.requireNonNull(plan.getFirst())), names);
    }
    return known
        .all(Kind.RELATION)
        .filter(each -> names.contains(name(each.fact("schema"), each.fact("plain"))))
        .map(Thing::id)
        .collect(Collectors.toSet());
  }

  private static String name(String schema, String plain) {
    return schema + "." + plain;
  }

  private static void collect(JsonNode node, Set<String> names) {
    if (CHANGING.contains(node.path("Operation").asText()) && !hasCondition(node)) {
      names.add(name(node.path("Schema").asText(), node.path("Relation Name").asText()));
    }
    node.forEach(each -> collect(each, names));
  }

  private static boolean hasCondition(JsonNode node) {
    if (node.propertyStream().anyMatch(each -> CONDITIONS.contains(each.getKey()))) {
      return true;
    }
    return node.path("Plans").valueStream().anyMatch(WholeTables::hasCondition);
  }

  private static JsonNode json(String text) {
    try {
      return JSON.readTree(text);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("PostgreSQL wrote no JSON", e);
    }
  }
}
