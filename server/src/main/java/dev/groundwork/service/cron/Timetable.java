package dev.groundwork.service.cron;

import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** When each job is due next. For one thread. */
final class Timetable {
  private final Map<Job, Instant> due = new HashMap<>();
  private final Map<Job, Schedule> schedules = new HashMap<>();

  /**
   * Takes over the jobs there are now; those that are as before keep their time.
   *
   * @return jobs whose schedule cannot be understood
   */
  List<Job> take(List<Job> jobs, Instant now) {
    due.keySet().retainAll(jobs);
    schedules.keySet().retainAll(jobs);
    List<Job> wrong = new ArrayList<>();
    for (Job job : jobs) {
      if (!schedules.containsKey(job)) {
        try {
          Schedule schedule = Schedule.parse(job.schedule());
          schedules.put(job, schedule);
          schedule.after(now).ifPresent(time -> due.put(job, time));
        } catch (IllegalArgumentException e) {
          wrong.add(job);
        }
      }
    }
    return wrong;
  }

  /** The jobs whose time has come; each is due again later. What was missed is run once. */
  List<Job> due(Instant now) {
    List<Job> jobs =
        due.entrySet().stream()
            .filter(entry -> !entry.getValue().isAfter(now))
            .map(Map.Entry::getKey)
            .toList();
    for (Job job : jobs) {
      due.remove(job);
      Optional.ofNullable(schedules.get(job))
          .flatMap(schedule -> schedule.after(now))
          .ifPresent(time -> due.put(job, time));
    }
    return jobs;
  }

  /** When the next one is due. */
  Optional<Instant> next() {
    return due.values().stream().min(Instant::compareTo);
  }
}
