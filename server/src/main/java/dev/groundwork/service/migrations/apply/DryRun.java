package dev.groundwork.service.migrations.apply;

import dev.groundwork.base.observe.Event;
import dev.groundwork.base.pg.setup.Migrations;
import dev.groundwork.base.pg.setup.Migrations.Applied;
import dev.groundwork.base.pg.setup.Migrations.Order;
import dev.groundwork.service.migrations.Workbench;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Tries pending migrations on a clone: a scratch database that gets the migrations which the target
 * has, without its data. The target is read and nothing else.
 */
public final class DryRun {
  private DryRun() {}

  /**
   * Tries them, and gives how long each took without data.
   *
   * @throws dev.groundwork.base.problem.ProblemException as {@link Migrations#up}
   */
  public static List<Applied> of(Workbench workbench, Order order) {
    Migrations target = workbench.migrationsOn(workbench.target());
    List<String> pending = target.pending(order);
    if (pending.isEmpty()) {
      return List.of();
    }
    Set<String> applied = new HashSet<>();
    for (Migrations.Standing each : target.status()) {
      if (each.state() == Migrations.State.APPLIED) {
        applied.add(each.name());
      }
    }
    workbench
        .observer()
        .report(new Event.Lifecycle("Trying on a clone; the database itself is only read"));
    try (Workbench.Scratch clone = workbench.scratch()) {
      Migrations there = workbench.migrationsOn(clone.address());
      there.up(new Order(Optional.empty(), order.anyOrder(), applied::contains));
      return there.up(new Order(order.to(), order.anyOrder(), pending::contains));
    }
  }
}
