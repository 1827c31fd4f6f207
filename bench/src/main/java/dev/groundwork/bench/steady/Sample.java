package dev.groundwork.bench.steady;

import dev.groundwork.bench.subject.LiveHeap;
import dev.groundwork.bench.subject.ProcessFigures;
import dev.groundwork.bench.subject.Target;
import java.io.IOException;
import java.util.EnumMap;
import java.util.Map;

/** What a server held at one time; what a system does not tell is 0. */
record Sample(Map<Resource, Double> held) {

  /** Something that a server must give back. */
  enum Resource {
    RESIDENT_MB("resident MB", 16),
    HEAP_MB("heap MB", 4),
    THREADS("threads", 8),
    FILES("open files", 16),
    CONNECTIONS("PostgreSQL's", 3);

    private final String title;
    private final double slack;

    Resource(String title, double slack) {
      this.title = title;
      this.slack = slack;
    }

    String title() {
      return title;
    }

    /** Changes up to this are no growth. */
    double slack() {
      return slack;
    }
  }

  /** Looks now; what is garbage is collected before. */
  static Sample take(Target target) throws IOException, InterruptedException {
    double heap = LiveHeap.megabytes(target.pid());
    ProcessFigures server = new ProcessFigures(target.pid());
    ProcessHandle postgres = ProcessHandle.of(target.postgresPid()).orElseThrow();
    Map<Resource, Double> held = new EnumMap<>(Resource.class);
    held.put(Resource.RESIDENT_MB, server.resident().orElse(0) / 1024.0);
    held.put(Resource.HEAP_MB, heap);
    held.put(Resource.THREADS, (double) server.threads().orElse(0));
    held.put(Resource.FILES, (double) server.openFiles().orElse(0));
    held.put(Resource.CONNECTIONS, (double) postgres.children().count());
    return new Sample(held);
  }

  double of(Resource resource) {
    return held.getOrDefault(resource, 0.0);
  }
}
