package dev.groundwork.base.config;

import java.nio.file.Files;
import java.nio.file.Path;

/**
 * The folder that a project lives in. Everything in it may be missing.
 *
 * @param root absolute
 */
public record ProjectFolder(Path root) {

  /**
   * An existing folder.
   *
   * @throws dev.groundwork.base.problem.ProblemException with {@link ConfigProblem.UnusableFile}
   */
  public static ProjectFolder open(Path folder) {
    Path root = folder.toAbsolutePath().normalize();
    if (!Files.isDirectory(root)) {
      String reason = Files.exists(root) ? "is not a folder" : "there is no such folder";
      throw new ConfigProblem.UnusableFile(folder, reason + "; give the project's folder").raise();
    }
    return new ProjectFolder(root);
  }

  /** Settings; see the reference. */
  public Path settings() {
    return root.resolve("groundwork.toml");
  }

  /** SQL files that are applied in the order of their names, each once. */
  public Path migrations() {
    return root.resolve("migrations");
  }

  /** SQL that runs once, after the first migrations. */
  public Path seed() {
    return root.resolve("seed.sql");
  }

  /** SQL that fills the database to the size that {@code --rows} asks for. */
  public Path fill() {
    return root.resolve("fill.sql");
  }

  /** Files that are served at the root: the project's page. */
  public Path web() {
    return root.resolve("web");
  }

  /** What belongs to this copy of the project and to no repository: data, secrets, lock. */
  public Path state() {
    return root.resolve(".groundwork");
  }

  /** Pairs of keys that tokens are signed with; readable by the owner only. */
  public Path signingKeys() {
    return state().resolve("signing-keys.json");
  }

  /** Generated secrets; readable by the owner only. */
  public Path secrets() {
    return state().resolve("secrets.toml");
  }
}
