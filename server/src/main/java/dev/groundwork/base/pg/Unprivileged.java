package dev.groundwork.base.pg;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * How PostgreSQL's programs are run, which refuse to run as root. As an ordinary user: as they are.
 * As root: in a user namespace of their own, where they are nobody although their files are ours;
 * or, where a container forbids that, as another user who then owns the data.
 *
 * @param prefix of every command
 * @param owner number of the user who must own the data; empty when that is who we are
 */
record Unprivileged(List<String> prefix, Optional<Integer> owner) {
  private static final int NOBODY = 65_534;

  static Unprivileged here() {
    if (!"root".equals(System.getProperty("user.name"))) {
      return new Unprivileged(List.of(), Optional.empty());
    }
    return inNamespace()
        .or(Unprivileged::asNobody)
        .orElseThrow(
            () -> new PgStartProblem.RunsAsRoot("neither unshare nor setpriv works").raise());
  }

  /** A user namespace, when the system lets us have one. */
  static Optional<Unprivileged> inNamespace() {
    return tool("unshare")
        .map(unshare -> List.of(unshare, "-U"))
        .filter(Unprivileged::works)
        .map(prefix -> new Unprivileged(prefix, Optional.empty()));
  }

  /** Another user. */
  static Optional<Unprivileged> asNobody() {
    String number = Integer.toString(NOBODY);
    return tool("setpriv")
        .map(setpriv -> List.of(setpriv, "--reuid", number, "--regid", number, "--clear-groups"))
        .filter(Unprivileged::works)
        .map(prefix -> new Unprivileged(prefix, Optional.of(NOBODY)));
  }

  /** A program of the system, when it is installed. */
  static Optional<String> tool(String name) {
    return Stream.of("/usr/bin", "/bin", "/usr/local/bin")
        .map(folder -> Path.of(folder, name))
        .filter(Files::isExecutable)
        .map(Path::toString)
        .findFirst();
  }

  /** Gives a file or an empty folder to the owner of the data. */
  void hand(Path path) throws IOException {
    if (owner.isPresent()) {
      Files.setAttribute(path, "unix:uid", owner.get());
      Files.setAttribute(path, "unix:gid", owner.get());
    }
  }

  private static boolean works(List<String> prefix) {
    List<String> command = Stream.concat(prefix.stream(), Stream.of("true")).toList();
    try {
      return new ProcessBuilder(command)
              .redirectErrorStream(true)
              .redirectOutput(ProcessBuilder.Redirect.DISCARD)
              .start()
              .waitFor()
          == 0;
    } catch (IOException e) {
      return false;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }
}
