package dev.groundwork.service.pages;

import java.nio.file.Path;

/**
 * Settings of the pages.
 *
 * @param folder whose files are served; nothing is served when it does not exist
 * @param contentSecurityPolicy what pages may load and run
 */
public record PagesConfig(Path folder, String contentSecurityPolicy) {
  private static final String OWN_ORIGIN_ONLY =
      "default-src 'self'; base-uri 'none'; form-action 'self'; frame-ancestors 'none';"
          + " object-src 'none'";

  /** The {@code web} folder of a project; its pages load and run what comes from here only. */
  public static PagesConfig ofProject(Path project) {
    return new PagesConfig(project.resolve("web"), OWN_ORIGIN_ONLY);
  }
}
