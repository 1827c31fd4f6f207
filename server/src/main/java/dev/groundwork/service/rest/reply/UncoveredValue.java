package dev.groundwork.service.rest.reply;

/** A value's text is not what it is written from; PostgreSQL has to write the JSON itself. */
public final class UncoveredValue extends RuntimeException {
  private static final long serialVersionUID = 1;

  /** Nobody looks where it came from. */
  UncoveredValue() {
    super("a value that only PostgreSQL can write as JSON", null, false, false);
  }
}
