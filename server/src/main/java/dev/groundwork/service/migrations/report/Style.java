package dev.groundwork.service.migrations.report;

/** How words are shown: marked on a terminal, plain elsewhere. */
public interface Style {
  String bold(String text);

  String faint(String text);

  String bad(String text);

  String good(String text);
}
