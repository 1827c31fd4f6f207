package dev.groundwork.service.rest.batch;

import dev.groundwork.base.http.Headers;
import dev.groundwork.base.http.Reply;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** Writes the answer to a batch whose parts have all succeeded. */
public final class BatchAnswer {
  private static final Headers JSON = Headers.of("Content-Type", "application/json; charset=utf-8");

  private BatchAnswer() {}

  /** The answer with each part's result. */
  public static Reply of(List<PartResult> results) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    text(out, "{\"results\":[");
    for (int i = 0; i < results.size(); i++) {
      PartResult result = results.get(i);
      text(out, (i == 0 ? "{" : ",{") + result.head());
      result.body().ifPresent(body -> body(out, body));
      text(out, "}");
    }
    text(out, "]}");
    return new Reply(200, JSON, out.toByteArray());
  }

  private static void body(ByteArrayOutputStream out, byte[] json) {
    text(out, ",\"body\":");
    out.writeBytes(json);
  }

  private static void text(ByteArrayOutputStream out, String text) {
    out.writeBytes(text.getBytes(StandardCharsets.UTF_8));
  }
}
