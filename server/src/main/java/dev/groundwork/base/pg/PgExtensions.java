package dev.groundwork.base.pg;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.zip.CRC32;

/**
 * Extensions that the embedded server has beside PostgreSQL's own: control and SQL files on the
 * class path, unpacked once into a folder named after their content. Some are real; of some the
 * objects belong to the server, and the extension is a mark; some are there in name only.
 *
 * @param folder holds {@code extension}, where the files are
 * @see <a
 *     href="https://www.postgresql.org/docs/18/runtime-config-client.html">extension_control_path</a>
 */
record PgExtensions(Path folder) {
  /** Those that are there in name only. */
  static final List<String> HOLLOW =
      List.of(
          "pgsodium",
          "hypopg",
          "index_advisor",
          "pgaudit",
          "http",
          "pg_graphql",
          "pg_tle",
          "pgtap",
          "wrappers");

  private static final List<String> NAMES =
      List.of(
          "pg_cron--1.6.4",
          "pg_net--0.14.0",
          "pgmq--1.5.1",
          "supabase_vault--0.3.1",
          "pgsodium--3.1.8",
          "hypopg--1.4.1",
          "index_advisor--0.2.0",
          "pgaudit--18.0",
          "pgjwt--0.2.0",
          "http--1.6",
          "pg_graphql--1.5.11",
          "vector--0.8.1",
          "pg_tle--1.4.0",
          "pgtap--1.3.4",
          "wrappers--0.5.6");

  /** Unpacks them below a folder unless they are there; safe when several processes do. */
  static PgExtensions unpack(Path parent) {
    Map<String, byte[]> files = files();
    CRC32 sum = new CRC32();
    files.values().forEach(sum::update);
    Path target = parent.resolve("extensions-" + Long.toHexString(sum.getValue()));
    try {
      if (!Files.exists(target)) {
        Files.createDirectories(parent);
        write(files, parent, target);
      }
      return new PgExtensions(target);
    } catch (FileSystemException e) {
      throw new PgStartProblem.NotWritable(parent, Folders.reason(e)).raise();
    } catch (IOException e) {
      throw new UncheckedIOException("cannot unpack extensions into " + parent, e);
    }
  }

  /** The value of {@code extension_control_path}. */
  String controlPath() {
    boolean usable = folder.toString().indexOf(':') < 0;
    return usable ? "$system:" + folder : "$system";
  }

  private static void write(Map<String, byte[]> files, Path parent, Path target)
      throws IOException {
    Path unfinished = Files.createTempDirectory(parent, ".unpacking-");
    try {
      Path folder = Files.createDirectory(unfinished.resolve("extension"));
      for (Map.Entry<String, byte[]> file : files.entrySet()) {
        Files.write(folder.resolve(file.getKey()), file.getValue());
      }
      Files.setPosixFilePermissions(unfinished, PosixFilePermissions.fromString("rwxr-xr-x"));
      Files.move(unfinished, target, StandardCopyOption.ATOMIC_MOVE);
    } catch (FileSystemException e) {
      if (!Files.exists(target)) {
        throw e; // otherwise another process was faster
      }
    } finally {
      Folders.delete(unfinished);
    }
  }

  private static Map<String, byte[]> files() {
    Map<String, byte[]> files = new LinkedHashMap<>();
    for (String name : NAMES) {
      for (String file : List.of(name.replaceFirst("--.*", ".control"), name + ".sql")) {
        files.put(file, content(file));
      }
    }
    return files;
  }

  private static byte[] content(String file) {
    try (InputStream in = PgExtensions.class.getResourceAsStream("extension/" + file)) {
      if (in == null) {
        throw new IllegalStateException("no resource " + file);
      }
      return in.readAllBytes();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
