package dev.groundwork.guide;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;

/**
 * A page of the guide with the requests in it: each block marked {@code http} holds a request and,
 * after a line that begins with {@code HTTP/1.1}, its answer.
 */
record GuidePage(String name, List<GuideExchange> exchanges) {
  private static final String STATUS_LINE = "HTTP/1.1 ";

  GuidePage {
    exchanges = List.copyOf(exchanges);
  }

  static GuidePage read(Path file) throws IOException {
    List<String> lines = Files.readAllLines(file);
    List<GuideExchange> exchanges = new ArrayList<>();
    for (int start = 0; start < lines.size(); start++) {
      if (lines.get(start).equals("```http")) {
        int end = start + 1 + lines.subList(start + 1, lines.size()).indexOf("```");
        exchanges.add(exchange(start + 2, lines.subList(start + 1, end)));
        start = end;
      }
    }
    return new GuidePage(file.getFileName().toString(), exchanges);
  }

  private static GuideExchange exchange(int line, List<String> block) {
    Deque<String> rest = new ArrayDeque<>(block);
    String[] request = rest.remove().split(" ", 2);
    List<Map.Entry<String, String>> headers = headers(rest);
    String body = until(rest, STATUS_LINE);
    if (rest.isEmpty()) {
      throw new IllegalArgumentException("line " + line + ": the block tells no answer");
    }
    int status = Integer.parseInt(rest.remove().substring(STATUS_LINE.length()).strip());
    List<Map.Entry<String, String>> answerHeaders = headers(rest);
    return new GuideExchange(
        line,
        request[0],
        request[1],
        headers,
        body,
        status,
        answerHeaders,
        String.join("\n", rest).strip());
  }

  /** Takes header lines and the empty line behind them. */
  private static List<Map.Entry<String, String>> headers(Deque<String> rest) {
    List<Map.Entry<String, String>> headers = new ArrayList<>();
    while (!rest.isEmpty() && !rest.getFirst().isEmpty()) {
      String[] header = rest.remove().split(": ", 2);
      headers.add(Map.entry(header[0], header[1]));
    }
    rest.poll();
    return headers;
  }

  private static String until(Deque<String> rest, String prefix) {
    List<String> taken = new ArrayList<>();
    while (!rest.isEmpty() && !rest.getFirst().startsWith(prefix)) {
      taken.add(rest.remove());
    }
    return String.join("\n", taken).strip();
  }
}
