package dev.groundwork.bench.speed;

import dev.groundwork.bench.load.Call;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A page far into a list. */
final class DeepPage {
  private static final String NOTES = "/rest/v1/notes?order=id";
  private static final int BEFORE = 9_000;
  private static final int ROWS = 25;
  private static final Pattern NEXT = Pattern.compile("<(\\?[^>]*)>; rel=\"next\"");

  private DeepPage() {}

  static Call byOffset() {
    return Call.read(NOTES + "&limit=" + ROWS + "&offset=" + BEFORE);
  }

  /** The page whose cursor comes with one large page before it. */
  static Call byCursor(int port) {
    URI large = URI.create("http://127.0.0.1:" + port + NOTES + "&limit=" + BEFORE + "&cursor=");
    try (HttpClient client = HttpClient.newHttpClient()) {
      HttpResponse<Void> page =
          client.send(HttpRequest.newBuilder(large).build(), BodyHandlers.discarding());
      Matcher next = NEXT.matcher(page.headers().firstValue("Link").orElse(""));
      if (!next.find()) {
        throw new IllegalStateException("no page after " + BEFORE + " rows: " + page);
      }
      String query = next.group(1).replace("limit=" + BEFORE, "limit=" + ROWS);
      return Call.read(URI.create(NOTES).getPath() + query);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }
}
