package dev.groundwork;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.groundwork.base.config.ConfigProblem;
import dev.groundwork.base.config.Given;
import dev.groundwork.base.config.ProjectFolder;
import dev.groundwork.base.config.TomlFile;
import dev.groundwork.base.identity.TokenIssuer;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * What is generated once for a project and kept in its state folder, readable by the owner only.
 *
 * @param jwtSecret signs tokens, unless the settings name another secret
 * @param issued when the keys were made: with it the same secret gives the same keys again
 */
record ProjectSecrets(String jwtSecret, Instant issued) {
  private static final Duration KEY_LIFETIME = Duration.ofDays(3650);
  private static final String OWNER_ONLY = "rw-------";

  /** The keys that a secret signs. */
  record ApiKeys(String anon, String serviceRole) {}

  /**
   * Those of the project, made now when there are none. Two processes at once get the same.
   *
   * @throws dev.groundwork.base.problem.ProblemException with {@link ConfigProblem.UnusableFile}
   */
  static ProjectSecrets of(ProjectFolder project) {
    Path file = project.secrets();
    try {
      if (!Files.exists(file)) {
        Instant now = Instant.ofEpochSecond(Instant.now().getEpochSecond());
        create(project, new ProjectSecrets(TokenIssuer.randomSecret(), now));
      }
      return read(file);
    } catch (IOException e) {
      String reason = "cannot be written; give this user the right to write there";
      throw new ConfigProblem.UnusableFile(file, reason).raise();
    }
  }

  /** The keys that a secret signs for this project. */
  ApiKeys keys(byte[] secret) {
    TokenIssuer issuer = new TokenIssuer(secret);
    return new ApiKeys(
        issuer.key("anon", issued, KEY_LIFETIME), issuer.key("service_role", issued, KEY_LIFETIME));
  }

  /** Without the secrets, so that it may stand in logs. */
  @Override
  public String toString() {
    return "ProjectSecrets[issued=" + issued + "]";
  }

  private static ProjectSecrets read(Path file) {
    Map<String, String> values =
        TomlFile.read(file, file).stream()
            .collect(Collectors.toMap(Given::name, given -> given.raw().line()));
    if (!values.keySet().containsAll(Set.of("jwt-secret", "issued"))) {
      String reason = "is incomplete; restore it, or delete it to have new secrets made";
      throw new ConfigProblem.UnusableFile(file, reason).raise();
    }
    return new ProjectSecrets(
        values.getOrDefault("jwt-secret", ""),
        Instant.ofEpochSecond(Long.parseLong(values.getOrDefault("issued", "0"))));
  }

  private static void create(ProjectFolder project, ProjectSecrets secrets) throws IOException {
    Files.createDirectories(project.state());
    keepOutOfRepositories(project.state());
    Path draft = Files.createTempFile(project.state(), "secrets", ".new", ownerOnly());
    try {
      write(draft, secrets.toml());
      publish(draft, project.secrets());
    } finally {
      Files.deleteIfExists(draft);
    }
  }

  private static void keepOutOfRepositories(Path state) throws IOException {
    Path ignore = state.resolve(".gitignore");
    if (!Files.exists(ignore)) {
      Files.writeString(ignore, "*\n");
    }
  }

  private static void write(Path file, String text) throws IOException {
    try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
      channel.write(ByteBuffer.wrap(text.getBytes(UTF_8)));
      channel.force(true);
    }
  }

  /** Puts the whole file in its place at once; the first process to do so wins. */
  private static void publish(Path draft, Path file) throws IOException {
    try {
      Files.createLink(file, draft);
    } catch (FileAlreadyExistsException _) {
      // another process was faster: its secrets hold
    } catch (UnsupportedOperationException | IOException _) {
      Files.move(draft, file, StandardCopyOption.ATOMIC_MOVE);
    }
  }

  private static FileAttribute<?>[] ownerOnly() {
    boolean posix = FileSystems.getDefault().supportedFileAttributeViews().contains("posix");
    return posix
        ? new FileAttribute<?>[] {
          PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString(OWNER_ONLY))
        }
        : new FileAttribute<?>[0];
  }

  private String toml() {
    ApiKeys keys = keys(jwtSecret.getBytes(UTF_8));
    return """
    # Made by Groundwork for this project. Whoever reads it can do everything in the project.
    jwt-secret = "%s"
    issued = %d

    # What the secret above signs, for your clients; read by nobody.
    anon-key = "%s"
    service-role-key = "%s"
    """
        .formatted(jwtSecret, issued.getEpochSecond(), keys.anon(), keys.serviceRole());
  }
}
