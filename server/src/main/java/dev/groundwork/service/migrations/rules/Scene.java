package dev.groundwork.service.migrations.rules;

import dev.groundwork.service.migrations.review.Change;
import dev.groundwork.service.migrations.review.Review;
import dev.groundwork.service.migrations.review.Snapshot;
import dev.groundwork.service.migrations.review.Step;
import dev.groundwork.service.migrations.review.Thing;
import dev.groundwork.service.migrations.review.Thing.Kind;
import java.util.Set;
import java.util.stream.Stream;

/**
 * What rules know beside the statement.
 *
 * @param exposed schemas that the API serves
 * @param ownLockTimeout whether whoever applies the files does not wait long for locks
 */
public record Scene(Review review, Set<String> exposed, boolean ownLockTimeout) {

  public Scene {
    exposed = Set.copyOf(exposed);
  }

  Snapshot end() {
    return review.end();
  }

  /** Whether the API serves it, or what it belongs to. */
  boolean isExposed(Thing thing) {
    String schema =
        thing.kind() == Kind.ROUTINE
            ? thing.fact("schema")
            : end().relation(thing.relation()).map(each -> each.fact("schema")).orElse("");
    return exposed.contains(schema);
  }

  /** What a statement made or altered, as it is in the end; what is gone by then is left out. */
  Stream<Thing> lasting(Step step, Kind kind) {
    return step.changes().stream()
        .filter(each -> each.thing().kind() == kind && each.after().isPresent())
        .map(Change::thing)
        .flatMap(each -> end().find(kind, each.id()).stream());
  }

  /** What a statement made, as it is in the end. */
  Stream<Thing> lastingNew(Step step, Kind kind) {
    return step.added(kind).flatMap(each -> end().find(kind, each.id()).stream());
  }

  String name(Thing thing) {
    return end().name(thing);
  }
}
