package dev.groundwork.base.config.supabase;

import dev.groundwork.base.config.ProjectFolder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/**
 * The {@code supabase} folder of a project.
 *
 * @param root absolute
 * @param project the folder that holds it, or the same one
 */
public record SupabaseFolder(Path root, Path project) {

  /** The one of a project that has no migrations of our own kind. */
  public static Optional<SupabaseFolder> of(ProjectFolder project) {
    Path below = project.root().resolve("supabase");
    boolean own = Files.isDirectory(project.migrations());
    if (!own && (Files.exists(below.resolve("config.toml")) || hasMigrations(below))) {
      return Optional.of(new SupabaseFolder(below, project.root()));
    }
    boolean itself =
        own
            && Files.exists(project.root().resolve("config.toml"))
            && !Files.exists(project.settings());
    return itself
        ? Optional.of(new SupabaseFolder(project.root(), project.root()))
        : Optional.empty();
  }

  private static boolean hasMigrations(Path folder) {
    return Files.isDirectory(folder.resolve("migrations"));
  }

  /** Settings. */
  public Path config() {
    return root.resolve("config.toml");
  }

  /** SQL files whose names begin with a version. */
  public Path migrations() {
    return root.resolve("migrations");
  }

  /** SQL that makes the project's own roles. */
  public Path roles() {
    return root.resolve("roles.sql");
  }
}
