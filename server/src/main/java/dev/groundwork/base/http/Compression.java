package dev.groundwork.base.http;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Locale;
import java.util.stream.Stream;
import java.util.zip.Deflater;
import java.util.zip.GZIPOutputStream;

/** Makes replies smaller by gzip, for clients that accept it. */
final class Compression {
  private Compression() {}

  /** The reply, compressed when its body has at least so many bytes and the client accepts it. */
  static Reply of(Reply reply, int from, Headers request) {
    if (reply.body().length < from
        || reply.headers().first("Content-Encoding").isPresent()
        || !compressible(reply.headers().first("Content-Type").orElse(""))) {
      return reply;
    }
    Reply varying = reply.with("Vary", "Accept-Encoding");
    return accepts(request)
        ? new Reply(
            reply.status(), varying.with("Content-Encoding", "gzip").headers(), gzip(reply.body()))
        : varying;
  }

  private static boolean accepts(Headers request) {
    return request.all("Accept-Encoding").stream()
        .flatMap(value -> Stream.of(value.split(",", -1)))
        .map(coding -> coding.replace(" ", "").toLowerCase(Locale.ROOT))
        .anyMatch(coding -> coding.equals("gzip") || coding.matches("gzip;q=(1|0\\.0*[1-9]).*"));
  }

  private static boolean compressible(String type) {
    String media = type.toLowerCase(Locale.ROOT);
    return media.startsWith("text/")
        || media.contains("json")
        || media.contains("xml")
        || media.contains("javascript");
  }

  private static byte[] gzip(byte[] body) {
    ByteArrayOutputStream out = new ByteArrayOutputStream(body.length / 4 + 64);
    try (Fast stream = new Fast(out)) {
      stream.write(body);
    } catch (IOException impossible) {
      throw new UncheckedIOException(impossible);
    }
    return out.toByteArray();
  }

  /** At the level that costs least: it already takes JSON to a fraction. */
  private static final class Fast extends GZIPOutputStream {
    Fast(ByteArrayOutputStream out) throws IOException {
      super(out, 8192);
      def.setLevel(Deflater.BEST_SPEED);
    }
  }
}
