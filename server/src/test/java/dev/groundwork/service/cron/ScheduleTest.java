package dev.groundwork.service.cron;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ScheduleTest {
  private static final Instant NOON = Instant.parse("2026-02-10T12:00:00Z");

  @ParameterizedTest
  @CsvSource({
    "30 seconds, 2026-02-10T12:00:30Z",
    "1 second, 2026-02-10T12:00:01Z",
    "*/5 * * * *, 2026-02-10T12:05:00Z",
    "'0 3 * * 1,3', 2026-02-11T03:00:00Z",
    "0 0 $ * *, 2026-02-28T00:00:00Z",
    "15 14 1 * *, 2026-03-01T14:15:00Z",
    "0 9 * * MON, 2026-02-16T09:00:00Z",
    "@hourly, 2026-02-10T13:00:00Z",
    "0 0 * * 7, 2026-02-15T00:00:00Z"
  })
  void theNextTimeIsInUtc(String text, Instant expected) {
    assertThat(Schedule.parse(text).after(NOON)).contains(expected);
  }

  @Test
  void whatIsNoScheduleIsRefused() {
    assertThatThrownBy(() -> Schedule.parse("61 * * * *"))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void jobsThatStayKeepTheirTime() {
    Job job = new Job(1, "10 seconds", "select 1", "me");
    Job other = new Job(2, "61 * * * *", "select 1", "me");
    Timetable timetable = new Timetable();
    assertThat(timetable.take(List.of(job, other), NOON)).containsExactly(other);
    assertThat(timetable.take(List.of(job), NOON.plusSeconds(5))).isEmpty();
    assertThat(timetable.next()).contains(NOON.plusSeconds(10));
    assertThat(timetable.due(NOON.plusSeconds(9))).isEmpty();
    assertThat(timetable.due(NOON.plusSeconds(10))).containsExactly(job);
    assertThat(timetable.next()).contains(NOON.plusSeconds(20));
    timetable.take(List.of(), NOON);
    assertThat(timetable.next()).isEmpty();
  }
}
