package dev.groundwork.base.http;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Supplier;

/**
 * Which handler takes a path. A prefix is compared with the decoded segments of the path, one by
 * one; nothing else about the path is changed.
 */
final class Mounts {
  private final List<Mount> mounts = new CopyOnWriteArrayList<>();

  private record Mount(List<String> segments, Handler handler, Supplier<Edge> edge) {}

  /** A handler, and the path that is left for it. */
  record Match(Handler handler, Edge edge, String path) {}

  void add(String prefix, Handler handler, Supplier<Edge> edge) {
    List<String> segments =
        prefix.isEmpty() || prefix.equals("/")
            ? List.of()
            : List.of(prefix.substring(1).split("/"));
    if (!segments.isEmpty() && !prefix.startsWith("/")) {
      throw new IllegalArgumentException("a prefix starts with a slash: " + prefix);
    }
    if (mounts.stream().anyMatch(mount -> mount.segments.equals(segments))) {
      throw new IllegalArgumentException("mounted twice: " + prefix);
    }
    List<Mount> all = new ArrayList<>(mounts);
    all.add(new Mount(segments, handler, edge));
    all.sort(Comparator.comparingInt((Mount mount) -> mount.segments.size()).reversed());
    mounts.clear();
    mounts.addAll(all);
  }

  /** The longest prefix that the path has; the path starts with a slash. */
  Optional<Match> match(String path) {
    for (Mount mount : mounts) {
      int end = end(mount.segments, path);
      if (end >= 0) {
        String rest = path.substring(end);
        return Optional.of(new Match(mount.handler, mount.edge.get(), rest.isEmpty() ? "/" : rest));
      }
    }
    return Optional.empty();
  }

  /** Where the segments end in the path, or -1 when it does not begin with them. */
  private static int end(List<String> segments, String path) {
    int at = 0;
    for (String segment : segments) {
      if (at >= path.length()) {
        return -1;
      }
      int slash = path.indexOf('/', at + 1);
      int end = slash < 0 ? path.length() : slash;
      if (!decoded(path.substring(at + 1, end)).equals(segment)) {
        return -1;
      }
      at = end;
    }
    return at;
  }

  private static String decoded(String segment) {
    return segment.indexOf('%') < 0
        ? segment
        : new String(PercentCode.decode(segment), StandardCharsets.UTF_8);
  }
}
