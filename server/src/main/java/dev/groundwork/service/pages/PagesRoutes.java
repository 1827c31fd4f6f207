package dev.groundwork.service.pages;

import dev.groundwork.base.http.Headers;
import dev.groundwork.base.http.Notes;
import dev.groundwork.base.http.RawRequest;
import dev.groundwork.base.http.Reply;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;

/** GET and HEAD of a page; tells with an entity tag whether a copy is still good. */
final class PagesRoutes {
  private final PageFiles files;
  private final PagesConfig config;

  PagesRoutes(PageFiles files, PagesConfig config) {
    this.files = files;
    this.config = config;
  }

  Reply handle(RawRequest request, Notes notes) {
    notes.route("/{page}");
    return switch (request.method()) {
      case "GET", "HEAD" -> page(request);
      case String other -> throw new PagesProblem.NoMethod(other).raise();
    };
  }

  private Reply page(RawRequest request) {
    Path file =
        files
            .find(request.path())
            .orElseThrow(() -> new PagesProblem.NotFound(request.path()).raise());
    try {
      String tag = tag(file);
      boolean known = request.headers().first("If-None-Match").filter(tag::equals).isPresent();
      return known
          ? new Reply(304, headers(file, tag), new byte[0])
          : new Reply(200, headers(file, tag), Files.readAllBytes(file));
    } catch (IOException unreadable) {
      throw new UncheckedIOException(unreadable);
    }
  }

  private Headers headers(Path file, String tag) {
    return Headers.of(
        "Content-Type",
        MediaTypes.of(file.getFileName().toString()),
        "Cache-Control",
        "no-cache",
        "ETag",
        tag,
        "Content-Security-Policy",
        config.contentSecurityPolicy(),
        "X-Content-Type-Options",
        "nosniff",
        "Referrer-Policy",
        "no-referrer");
  }

  private static String tag(Path file) throws IOException {
    BasicFileAttributes facts = Files.readAttributes(file, BasicFileAttributes.class);
    return "\"%x-%x\"".formatted(facts.lastModifiedTime().toMillis(), facts.size());
  }
}
