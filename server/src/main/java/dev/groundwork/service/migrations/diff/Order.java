package dev.groundwork.service.migrations.diff;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;
import java.util.Set;
import java.util.TreeSet;

/** Puts nodes into an order in which each comes after those that it needs. */
final class Order {
  private final Comparator<String> preference;
  private final Map<String, Set<String>> waitsFor = new HashMap<>();
  private final Map<String, Set<String>> frees = new HashMap<>();

  /**
   * An order of nothing yet.
   *
   * @param preference where needs leave it open
   */
  Order(Comparator<String> preference) {
    this.preference = preference;
  }

  void add(String node) {
    waitsFor.computeIfAbsent(node, _ -> new HashSet<>());
  }

  /** Both must have been added. */
  void need(String node, String needed) {
    if (!node.equals(needed) && waitsFor.getOrDefault(node, new HashSet<>()).add(needed)) {
      frees.computeIfAbsent(needed, _ -> new HashSet<>()).add(node);
    }
  }

  /** All nodes. Where some need each other in a ring, the first by preference breaks it. */
  List<String> sorted() {
    Set<String> waiting = new TreeSet<>(preference);
    waiting.addAll(waitsFor.keySet());
    PriorityQueue<String> ready = new PriorityQueue<>(preference);
    waitsFor.forEach((node, needed) -> addIfFree(ready, node, needed));
    List<String> sorted = new ArrayList<>();
    while (!waiting.isEmpty()) {
      String next = ready.isEmpty() ? waiting.iterator().next() : ready.poll();
      if (waiting.remove(next)) {
        sorted.add(next);
        free(next, ready, waiting);
      }
    }
    return sorted;
  }

  private static void addIfFree(PriorityQueue<String> ready, String node, Set<String> needed) {
    if (needed.isEmpty()) {
      ready.add(node);
    }
  }

  private void free(String done, PriorityQueue<String> ready, Set<String> waiting) {
    for (String node : frees.getOrDefault(done, Set.of())) {
      Set<String> needed = waitsFor.getOrDefault(node, Set.of());
      needed.remove(done);
      if (needed.isEmpty() && waiting.contains(node)) {
        ready.add(node);
      }
    }
  }
}
