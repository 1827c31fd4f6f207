package dev.groundwork.bench.growth;

import dev.groundwork.bench.load.Call;
import dev.groundwork.bench.subject.Copy;
import dev.groundwork.bench.subject.Target;
import java.io.IOException;
import java.sql.SQLException;

/** A project of nothing but tables, whose number can grow while it runs. */
final class ManyTables {
  /** Rows of the first table; the others have none. */
  static final int ROWS = 1_000;

  private static final int BATCH = 100;
  private static final int POLL_MILLIS = 100;

  private ManyTables() {}

  /** The migration that makes the first tables. */
  static String migration(int count) {
    return tables(0, count)
        + "insert into t0 (id, name) select n, 'Row number ' || n from generate_series(1, "
        + ROWS
        + ") n;\n";
  }

  /** Makes tables until there are so many, and waits until the server knows them. */
  static void grow(Target target, int from, int to)
      throws IOException, SQLException, InterruptedException {
    if (from == to) {
      return;
    }
    try (Copy connection = new Copy(target)) {
      for (int first = from; first < to; first += BATCH) {
        connection.execute(tables(first, Math.min(first + BATCH, to)));
      }
      connection.execute("notify pgrst, 'reload schema'");
    }
    Call last = Call.read("/rest/v1/t" + (to - 1) + "?limit=1");
    if (!target.answers(target.port(), last, POLL_MILLIS)) {
      throw new IOException("the server does not see the new tables");
    }
  }

  private static String tables(int from, int to) {
    StringBuilder sql = new StringBuilder();
    for (int number = from; number < to; number++) {
      String parent = number == 0 ? "" : " references t" + (number - 1);
      sql.append("create table t" + number + " (id bigint primary key, parent bigint" + parent);
      sql.append(", name text not null default '', kind text, amount numeric(12, 2),");
      sql.append(" created_at timestamptz not null default now());\n");
      sql.append("grant select on t" + number + " to anon;\n");
    }
    return sql.toString();
  }
}
