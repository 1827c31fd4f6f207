package dev.groundwork.base.pg;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.JarURLConnection;
import java.net.URL;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;
import java.util.zip.CRC32;
import java.util.zip.CheckedInputStream;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.tukaani.xz.XZInputStream;

/**
 * PostgreSQL's programs: an archive on the class path, unpacked once into a folder named after its
 * content.
 *
 * @param folder holds {@code bin}, {@code lib} and {@code share}
 */
record PgBinaries(Path folder) {

  Path program(String name) {
    return folder.resolve("bin").resolve(name);
  }

  /** Unpacks the programs below a folder unless they are there; safe when several processes do. */
  static PgBinaries unpack(Path parent) {
    URL archive = archive();
    try {
      Files.createDirectories(parent);
      Path target = parent.resolve("postgres-" + checksum(archive));
      if (!Files.exists(target)) {
        removeAbandoned(parent);
        unpack(archive, parent, target);
      }
      return new PgBinaries(target);
    } catch (FileSystemException e) {
      throw new PgStartProblem.NotWritable(parent, Folders.reason(e)).raise();
    } catch (IOException e) {
      throw new UncheckedIOException("cannot unpack PostgreSQL into " + parent, e);
    }
  }

  private static void unpack(URL archive, Path parent, Path target) throws IOException {
    Path unfinished = Files.createTempDirectory(parent, ".unpacking-");
    try {
      extract(archive, unfinished);
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

  private static void extract(URL archive, Path target) throws IOException {
    try (InputStream packed = archive.openStream();
        TarArchiveInputStream tar = new TarArchiveInputStream(new XZInputStream(packed))) {
      for (TarArchiveEntry entry = tar.getNextEntry(); entry != null; entry = tar.getNextEntry()) {
        extract(tar, entry, target);
      }
    }
  }

  private static void extract(TarArchiveInputStream tar, TarArchiveEntry entry, Path target)
      throws IOException {
    Path file = target.resolve(entry.getName()).normalize();
    if (!file.startsWith(target)) {
      throw new IOException("archive entry leaves its folder: " + entry.getName());
    }
    if (entry.isDirectory()) {
      Files.createDirectories(file);
    } else if (entry.isSymbolicLink()) {
      Files.createSymbolicLink(file, Path.of(entry.getLinkName()));
    } else {
      Files.createDirectories(file.getParent());
      Files.copy(tar, file);
      boolean executable = (entry.getMode() & 0111) != 0;
      Files.setPosixFilePermissions(
          file, PosixFilePermissions.fromString(executable ? "rwxr-xr-x" : "rw-r--r--"));
    }
  }

  /** Folders of processes that were killed while they unpacked. */
  private static void removeAbandoned(Path parent) throws IOException {
    Instant longAgo = Instant.now().minus(1, ChronoUnit.HOURS);
    List<Path> entries;
    try (Stream<Path> listing = Files.list(parent)) {
      entries = listing.toList();
    }
    for (Path entry : entries) {
      if (entry.getFileName().toString().startsWith(".unpacking-") && isOlder(entry, longAgo)) {
        Folders.delete(entry);
      }
    }
  }

  /** Whether it is there and was last changed before; another process may have removed it. */
  private static boolean isOlder(Path entry, Instant before) throws IOException {
    try {
      FileTime changed = Files.getLastModifiedTime(entry, LinkOption.NOFOLLOW_LINKS);
      return changed.toInstant().isBefore(before);
    } catch (NoSuchFileException e) {
      return false;
    }
  }

  private static URL archive() {
    String system = system();
    List<String> processors =
        switch (System.getProperty("os.arch")) {
          case "amd64", "x86_64" -> List.of("x86_64");
          case "aarch64", "arm64" -> List.of("arm_64", "aarch_64");
          case String other -> List.of(other);
        };
    return processors.stream()
        .map(processor -> "/postgres-" + system + "-" + processor + ".txz")
        .map(name -> Optional.ofNullable(PgBinaries.class.getResource(name)))
        .flatMap(Optional::stream)
        .findFirst()
        .orElseThrow(() ->
            new PgStartProblem.UnsupportedPlatform(
                    System.getProperty("os.name") + " on " + System.getProperty("os.arch"))
                .raise());
  }

  private static String system() {
    String name = System.getProperty("os.name").toLowerCase(Locale.ROOT);
    return name.startsWith("mac") ? "darwin" : name.startsWith("windows") ? "windows" : name;
  }

  private static String checksum(URL archive) throws IOException {
    if (archive.openConnection() instanceof JarURLConnection jar) {
      return Long.toHexString(jar.getJarEntry().getCrc());
    }
    CRC32 sum = new CRC32();
    try (InputStream in = new CheckedInputStream(archive.openStream(), sum)) {
      in.transferTo(java.io.OutputStream.nullOutputStream());
    }
    return Long.toHexString(sum.getValue());
  }
}
