package dev.groundwork.base.observe;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.CountDownLatch;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(20)
class LineWriterTest {

  @Test
  void aLineIsWrittenWithoutAnotherOneOrAnEnd() throws Exception {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (LineWriter writer = new LineWriter(out)) {
      for (int i = 1; i <= 3; i++) {
        Thread.sleep(20); // the writer sleeps again by now
        writer.write("line " + i + "\n");
        while (text(out).lines().count() < i) {
          Thread.sleep(1);
        }
      }
    }
    assertThat(text(out)).isEqualTo("line 1\nline 2\nline 3\n");
  }

  @Test
  void linesOfOneThreadStayInOrderAndNoneIsLostAtTheEnd() throws Exception {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    LineWriter writer = new LineWriter(out);
    Thread other = Thread.ofVirtual().start(() -> write(writer, "b"));
    write(writer, "a");
    other.join();
    writer.close();
    assertThat(text(out).lines().filter(line -> line.startsWith("a")))
        .containsExactlyElementsOf(IntStream.range(0, 2000).mapToObj(i -> "a" + i).toList());
    assertThat(text(out).lines()).hasSize(4000);
  }

  @Test
  void whatIsTooMuchIsDroppedAndCounted() throws Exception {
    CountDownLatch writing = new CountDownLatch(1);
    CountDownLatch goOn = new CountDownLatch(1);
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    LineWriter writer = new LineWriter(new Stuck(out, writing, goOn));
    writer.write("first\n");
    writing.await();
    IntStream.range(0, 10_000).forEach(i -> writer.write("x\n"));
    goOn.countDown();
    writer.close();
    assertThat(text(out)).contains("log: 1808 lines were dropped\n");
    assertThat(text(out).lines().filter(line -> line.equals("x"))).hasSize(8192);
  }

  private static void write(LineWriter writer, String name) {
    IntStream.range(0, 2000).forEach(i -> writer.write(name + i + "\n"));
  }

  private static String text(ByteArrayOutputStream out) {
    return out.toString(StandardCharsets.UTF_8);
  }

  /** Lets nothing through at first. */
  private static final class Stuck extends OutputStream {
    private final OutputStream out;
    private final CountDownLatch writing;
    private final CountDownLatch goOn;

    Stuck(OutputStream out, CountDownLatch writing, CountDownLatch goOn) {
      this.out = out;
      this.writing = writing;
      this.goOn = goOn;
    }

    @Override
    public void write(int b) throws java.io.IOException {
      write(new byte[] {(byte) b}, 0, 1);
    }

    @Override
    public void write(byte[] bytes, int offset, int length) throws java.io.IOException {
      writing.countDown();
      try {
        goOn.await();
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
      out.write(bytes, offset, length);
    }
  }
}
