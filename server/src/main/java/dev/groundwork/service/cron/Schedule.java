package dev.groundwork.service.cron;

import com.cronutils.model.CronType;
import com.cronutils.model.definition.CronDefinitionBuilder;
import com.cronutils.model.time.ExecutionTime;
import com.cronutils.parser.CronParser;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** When a job runs; times are in UTC. */
sealed interface Schedule {
  Pattern SECONDS = Pattern.compile("\\s*(\\d+)\\s+seconds?\\s*", Pattern.CASE_INSENSITIVE);
  CronParser PARSER = new CronParser(CronDefinitionBuilder.instanceDefinitionFor(CronType.UNIX));
  Map<String, String> WORDS =
      Map.of(
          "@yearly", "0 0 1 1 *",
          "@annually", "0 0 1 1 *",
          "@monthly", "0 0 1 * *",
          "@weekly", "0 0 * * 0",
          "@daily", "0 0 * * *",
          "@midnight", "0 0 * * *",
          "@hourly", "0 * * * *");

  /** Again and again after so long. */
  record Every(Duration pause) implements Schedule {}

  /** At the times of a cron expression. */
  record At(ExecutionTime times) implements Schedule {}

  /** On the last day of each month, at the times of a cron expression. */
  record LastDay(ExecutionTime times) implements Schedule {}

  /**
   * Reads five fields, a word such as {@code @daily}, or {@code 30 seconds}.
   *
   * @throws IllegalArgumentException when it is none of them
   */
  static Schedule parse(String text) {
    Matcher seconds = SECONDS.matcher(text);
    if (seconds.matches()) {
      return new Every(Duration.ofSeconds(Math.max(1, Long.parseLong(seconds.group(1)))));
    }
    String fields = WORDS.getOrDefault(text.strip().toLowerCase(Locale.ROOT), text.strip());
    String[] each = fields.split("\\s+");
    boolean lastDay = each.length == 5 && (each[2].equals("$") || each[2].equalsIgnoreCase("L"));
    if (lastDay) {
      each[2] = "28-31";
    }
    ExecutionTime times = ExecutionTime.forCron(PARSER.parse(String.join(" ", each)));
    return lastDay ? new LastDay(times) : new At(times);
  }

  /** The next time after one; empty when there is none. */
  default Optional<Instant> after(Instant time) {
    return switch (this) {
      case Every(Duration pause) -> Optional.of(time.plus(pause));
      case At(ExecutionTime times) -> next(times, time);
      case LastDay(ExecutionTime times) -> lastDay(times, time);
    };
  }

  private static Optional<Instant> next(ExecutionTime times, Instant time) {
    return times.nextExecution(time.atZone(ZoneOffset.UTC)).map(found -> found.toInstant());
  }

  private static Optional<Instant> lastDay(ExecutionTime times, Instant time) {
    Optional<Instant> found = next(times, time);
    while (found.isPresent() && !isLastDay(found.get())) {
      found = next(times, found.get());
    }
    return found;
  }

  private static boolean isLastDay(Instant time) {
    return time.atZone(ZoneOffset.UTC).plusDays(1).getDayOfMonth() == 1;
  }
}
