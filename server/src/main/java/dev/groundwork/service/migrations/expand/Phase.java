package dev.groundwork.service.migrations.expand;

import java.util.Locale;

/** How far a change in two steps is that is neither done nor taken back. */
public enum Phase {
  /** It was cut short before its second version was complete. */
  EXPANDING("cut short"),

  /** Both versions are there. */
  EXPANDED("expanded"),

  /** The old version is gone; foreign keys that were made anew are still to be checked. */
  CONTRACTING("half contracted");

  private final String label;

  Phase(String label) {
    this.label = label;
  }

  /** For people. */
  public String label() {
    return label;
  }

  /** As the table of expansions has it. */
  String text() {
    return name().toLowerCase(Locale.ROOT);
  }

  static Phase of(String text) {
    return valueOf(text.toUpperCase(Locale.ROOT));
  }
}
