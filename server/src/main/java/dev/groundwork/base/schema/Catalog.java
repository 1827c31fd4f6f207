package dev.groundwork.base.schema;

import dev.groundwork.base.pg.Database;
import dev.groundwork.base.pg.Rows;
import dev.groundwork.base.sql.Script;
import dev.groundwork.base.sql.Statement;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The rows of all catalog queries, of one moment. */
record Catalog(Map<CatalogQuery, Rows> answers) {

  static Catalog read(Database database, SchemaScope scope) {
    List<CatalogQuery> queries = Arrays.asList(CatalogQuery.values());
    int version = version(database);
    List<Statement> statements =
        queries.stream().map(query -> query.statement(scope, version)).toList();
    List<Rows> results =
        database.run(
            new Script(
                statements,
                Script.Access.READ_ONLY,
                Optional.of("repeatable read"),
                Script.Ending.COMMIT));
    Map<CatalogQuery, Rows> answers = new EnumMap<>(CatalogQuery.class);
    for (int i = 0; i < queries.size(); i++) {
      answers.put(queries.get(i), results.get(i));
    }
    return new Catalog(answers);
  }

  private static int version(Database database) {
    Statement query = Statement.of("select current_setting('server_version_num')");
    return Cells.of(database.run(Script.of(query)).getFirst()).getFirst().number(0);
  }

  List<Cells> rows(CatalogQuery query) {
    return Cells.of(answers.getOrDefault(query, Rows.NONE));
  }
}
