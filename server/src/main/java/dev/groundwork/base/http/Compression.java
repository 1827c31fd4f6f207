package dev.groundwork.base.http;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;
import java.util.zip.Deflater;
import java.util.zip.GZIPOutputStream;

/** Makes replies smaller by gzip, for clients that accept it. */
final class Compression {
  private Compression() {}

  /** The reply, compressed when its body has at least so many bytes and the client accepts it. */
  static Reply of(Reply reply, int from, Headers request) {
    if ((reply.body().length < from && reply.rest().isEmpty())
        || reply.headers().first("Content-Encoding").isPresent()
        || !compressible(reply.headers().first("Content-Type").orElse(""))) {
      return reply;
    }
    Reply varying = reply.with("Vary", "Accept-Encoding");
    return accepts(request) ? compressed(varying.with("Content-Encoding", "gzip")) : varying;
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

  private static Reply compressed(Reply reply) {
    Deflated out = new Deflated();
    out.write(reply.body());
    if (reply.rest().isEmpty()) {
      out.finish();
    }
    Reply begun =
        new Reply(
            reply.status(), reply.statusText(), reply.headers(), out.take(), Optional.empty());
    return reply.rest().map(rest -> begun.followedBy(new SmallerRest(rest, out))).orElse(begun);
  }

  /** The rest of a body on its way through the compression. */
  private static final class SmallerRest implements Reply.Rest {
    private final Reply.Rest rest;
    private final Deflated out;
    private boolean ended;

    SmallerRest(Reply.Rest rest, Deflated out) {
      this.rest = rest;
      this.out = out;
    }

    @Override
    public Optional<byte[]> next() {
      if (ended) {
        return Optional.empty();
      }
      Optional<byte[]> more = rest.next();
      more.ifPresent(out::write);
      if (more.isEmpty()) {
        ended = true;
        out.finish();
      }
      return Optional.of(out.take());
    }

    @Override
    public void close() {
      rest.close();
    }
  }

  /** What is compressed so far and not yet taken. */
  private static final class Deflated {
    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    private final Fast gzip = fast(bytes);

    private static Fast fast(ByteArrayOutputStream bytes) {
      try {
        return new Fast(bytes);
      } catch (IOException impossible) {
        throw new UncheckedIOException(impossible);
      }
    }

    void write(byte[] more) {
      try {
        gzip.write(more);
      } catch (IOException impossible) {
        throw new UncheckedIOException(impossible);
      }
    }

    void finish() {
      try {
        gzip.close();
      } catch (IOException impossible) {
        throw new UncheckedIOException(impossible);
      }
    }

    byte[] take() {
      byte[] taken = bytes.toByteArray();
      bytes.reset();
      return taken;
    }
  }

  /** At the level that costs least: it already takes JSON to a fraction. */
  private static final class Fast extends GZIPOutputStream {
    Fast(ByteArrayOutputStream out) throws IOException {
      super(out, 8192);
      def.setLevel(Deflater.BEST_SPEED);
    }
  }
}
