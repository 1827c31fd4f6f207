package dev.groundwork.bench.subject;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Asks a Java process for a collection of its garbage, and what is left. */
public final class LiveHeap {
  private static final Pattern USED = Pattern.compile("used (\\d+)([KMG])");

  private LiveHeap() {}

  /** Megabytes of the heap that are in use after a collection. */
  public static double megabytes(long pid) throws IOException, InterruptedException {
    jcmd(pid, "GC.run");
    double kilobytes = 0;
    for (String line : jcmd(pid, "GC.heap_info").lines().toList()) {
      Matcher used = USED.matcher(line);
      if (used.find() && !line.contains("Metaspace") && !line.contains("class space")) {
        kilobytes += Long.parseLong(used.group(1)) * kilobytes(used.group(2));
      }
    }
    return kilobytes / 1024;
  }

  private static double kilobytes(String unit) {
    return switch (unit) {
      case "M" -> 1024;
      case "G" -> 1024 * 1024;
      default -> 1;
    };
  }

  private static String jcmd(long pid, String command) throws IOException, InterruptedException {
    String program = Path.of(System.getProperty("java.home", ""), "bin", "jcmd").toString();
    Process process =
        new ProcessBuilder(program, Long.toString(pid), command).redirectErrorStream(true).start();
    String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    if (process.waitFor() != 0) {
      throw new IOException("jcmd: " + output);
    }
    return output;
  }
}
