package dev.groundwork.bench;

import dev.groundwork.bench.growth.Growth;
import dev.groundwork.bench.migrations.MigrationsBench;
import dev.groundwork.bench.schema.SchemaBench;
import dev.groundwork.bench.signin.SignIn;
import dev.groundwork.bench.speed.Speed;
import dev.groundwork.bench.stages.StagesBench;
import dev.groundwork.bench.steady.Footprint;
import dev.groundwork.bench.steady.Overload;
import dev.groundwork.bench.steady.Retries;
import dev.groundwork.bench.steady.Soak;
import java.nio.file.Path;
import java.util.List;

/** Runs the benchmark that the first argument names; without a name the one of speed. */
public final class Bench {
  private Bench() {}

  public static void main(String[] arguments) throws Exception {
    List<String> all = List.of(arguments);
    boolean named = !all.isEmpty() && !all.getFirst().startsWith("--");
    String name = named ? all.getFirst() : "speed";
    List<String> options = named ? all.subList(1, all.size()) : all;
    try {
      System.exit(run(name, options, Path.of("").toAbsolutePath()) ? 0 : 1);
    } catch (IllegalArgumentException e) {
      System.err.println(e.getMessage());
      System.exit(2);
    }
  }

  /** False when something that was measured is not as it should be. */
  private static boolean run(String name, List<String> options, Path checkout) throws Exception {
    switch (name) {
      case "speed" -> Speed.run(checkout, options);
      case "growth" -> Growth.run(checkout, options);
      case "overload" -> Overload.run(checkout, options);
      case "footprint" -> Footprint.run(checkout, options);
      case "soak" -> {
        return Soak.run(checkout, options);
      }
      case "retries" -> {
        return Retries.run(checkout, options);
      }
      case "sign-in" -> SignIn.run(checkout, options);
      case "migrations" -> {
        return MigrationsBench.run(options);
      }
      case "schema" -> SchemaBench.run();
      case "stages" -> StagesBench.run(options);
      default -> throw new IllegalArgumentException("there is no benchmark " + name);
    }
    return true;
  }
}
