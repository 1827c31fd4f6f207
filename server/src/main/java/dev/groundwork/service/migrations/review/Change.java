package dev.groundwork.service.migrations.review;

import dev.groundwork.service.migrations.review.Thing.Kind;
import java.util.Optional;

/** What a statement has done to something: made it, removed it or altered it. */
public record Change(Optional<Thing> before, Optional<Thing> after) {

  /** The thing as it is now, or was at last. */
  public Thing thing() {
    return after.or(() -> before).orElseThrow();
  }

  public boolean added(Kind kind) {
    return thing().kind() == kind && before.isEmpty();
  }

  public boolean removed(Kind kind) {
    return thing().kind() == kind && after.isEmpty();
  }

  /** Whether something that stays has another fact now. */
  public boolean altered(Kind kind, String fact) {
    return thing().kind() == kind
        && before.isPresent()
        && after.isPresent()
        && !old(fact).equals(thing().fact(fact));
  }

  /** A fact as it was. */
  public String old(String fact) {
    return before.map(each -> each.fact(fact)).orElse("");
  }
}
