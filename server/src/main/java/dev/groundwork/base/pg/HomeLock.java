package dev.groundwork.base.pg;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The right to run a server on a folder: a lock on a file that the operating system frees however
 * the holder ends. The file names the holder's process.
 */
final class HomeLock implements AutoCloseable {

  /**
   * Locks of this process. Opening and closing a locked file would free its lock (POSIX record
   * locks belong to the process), so this is asked first.
   */
  private static final Set<Path> OURS = ConcurrentHashMap.newKeySet();

  private final Path file;
  private final FileChannel channel;

  private HomeLock(Path file, FileChannel channel) {
    this.file = file;
    this.channel = channel;
  }

  static HomeLock take(Path home) {
    Path file = home.resolve("lock");
    if (!OURS.add(file)) {
      throw inUse(home, ProcessHandle.current().pid());
    }
    boolean taken = false;
    try {
      HomeLock lock = lock(home, file);
      taken = true;
      return lock;
    } catch (FileSystemException e) {
      throw new PgStartProblem.NotWritable(home, Folders.reason(e)).raise();
    } catch (IOException e) {
      throw new PgStartProblem.NotWritable(home, String.valueOf(e.getMessage())).raise();
    } finally {
      if (!taken) {
        OURS.remove(file);
      }
    }
  }

  private static HomeLock lock(Path home, Path file) throws IOException {
    Files.createDirectories(home);
    FileChannel channel =
        FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
    try {
      if (channel.tryLock() == null) {
        throw inUse(home, holder(file));
      }
      channel.truncate(0);
      String holder = ProcessHandle.current().pid() + "\n";
      channel.write(ByteBuffer.wrap(holder.getBytes(StandardCharsets.US_ASCII)));
      return new HomeLock(file, channel);
    } catch (IOException | RuntimeException e) {
      channel.close();
      throw e;
    }
  }

  private static RuntimeException inUse(Path home, long process) {
    return new PgStartProblem.FolderInUse(home, process).raise();
  }

  private static long holder(Path file) throws IOException {
    String text = Files.readString(file, StandardCharsets.US_ASCII).strip();
    return text.isEmpty() ? 0 : Long.parseLong(text);
  }

  @Override
  public void close() {
    try {
      channel.close();
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    } finally {
      OURS.remove(file);
    }
  }
}
