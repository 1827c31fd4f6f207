package dev.groundwork.cli;

import java.util.Objects;

/** The version of this program, from the jar's manifest. */
public final class Version {
  public static final String NUMBER =
      Objects.requireNonNullElse(
          Version.class.getPackage().getImplementationVersion(), "(unpackaged)");

  private Version() {}
}
