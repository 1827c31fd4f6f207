package dev.groundwork.base.pg;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PgBinariesTest {
  @TempDir Path folder;

  @Test
  void severalThatUnpackAtOnceEndWithOneWholeCopy() throws Exception {
    Path abandoned = Files.createDirectories(folder.resolve(".unpacking-killed/bin")).getParent();
    Files.setLastModifiedTime(abandoned, FileTime.from(Instant.EPOCH));
    Callable<PgBinaries> unpack = () -> PgBinaries.unpack(folder);
    try (ExecutorService threads = Executors.newFixedThreadPool(2)) {
      List<Future<PgBinaries>> results = threads.invokeAll(List.of(unpack, unpack));
      PgBinaries binaries = results.getFirst().get();
      assertThat(results.getLast().get()).isEqualTo(binaries);
      assertThat(binaries.program("postgres")).isExecutable();
    }
    try (Stream<Path> left = Files.list(folder)) {
      assertThat(left).hasSize(1);
    }
  }

  @Test
  void aFolderThatSeveralRemoveAtOnceIsGoneWithoutAnError() throws Exception {
    try (ExecutorService threads = Executors.newFixedThreadPool(4)) {
      for (int round = 0; round < 50; round++) {
        Path tree = tree(folder.resolve("round" + round));
        Callable<Boolean> removal =
            () -> {
              Folders.delete(tree);
              return Files.exists(tree);
            };
        for (Future<Boolean> left : threads.invokeAll(Collections.nCopies(4, removal))) {
          assertThat(left.get()).isFalse();
        }
      }
    }
  }

  /** A few folders in one another, with files. */
  private static Path tree(Path root) throws IOException {
    for (int i = 0; i < 20; i++) {
      Path branch = Files.createDirectories(root.resolve("a" + i + "/b/c"));
      Files.createFile(branch.resolve("leaf"));
    }
    return root;
  }
}
