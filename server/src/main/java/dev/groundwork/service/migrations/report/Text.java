package dev.groundwork.service.migrations.report;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Words for people. */
final class Text {
  private static final int WIDTH = 100;
  private static final int SECONDS_OF_MINUTE = 60;
  private static final int MINUTES_OF_HOUR = 60;
  private static final double STEP = 1000;

  private Text() {}

  /** A statement in one line. */
  static String oneLine(String sql) {
    String line = sql.replaceAll("\\s+", " ");
    return line.length() <= WIDTH ? line : line.substring(0, WIDTH - 3) + "...";
  }

  static String bytes(long bytes) {
    List<String> units = List.of("bytes", "kB", "MB", "GB", "TB");
    double value = bytes;
    int unit = 0;
    while (value >= STEP && unit < units.size() - 1) {
      value /= STEP;
      unit++;
    }
    String format = unit == 0 || value >= 10 ? "%.0f %s" : "%.1f %s";
    return format.formatted(value, units.get(unit));
  }

  static String about(Duration time) {
    long seconds = time.toSeconds();
    if (seconds < 1) {
      return "under a second";
    }
    if (seconds < SECONDS_OF_MINUTE) {
      return "about " + seconds + " s";
    }
    long minutes = Math.ceilDiv(seconds, SECONDS_OF_MINUTE);
    return minutes < MINUTES_OF_HOUR
        ? "about " + minutes + " min"
        : "about %.1f h".formatted(minutes / (double) MINUTES_OF_HOUR);
  }

  static String count(long number, String one, String many) {
    return String.format(Locale.ROOT, "%,d", number).replace(',', ' ')
        + " "
        + (number == 1 ? one : many);
  }

  /** Words in lines, each behind an indent. */
  static List<String> wrapped(String text, String indent) {
    List<String> lines = new ArrayList<>();
    StringBuilder line = new StringBuilder();
    for (String word : text.split(" ", -1)) {
      if (!line.isEmpty() && indent.length() + line.length() + 1 + word.length() > WIDTH) {
        lines.add(indent + line);
        line.setLength(0);
      }
      line.append(line.isEmpty() ? "" : " ").append(word);
    }
    lines.add(indent + line);
    return lines;
  }
}
