package dev.groundwork.base.http;

import io.helidon.common.buffers.DataReader;
import io.helidon.common.buffers.LazyString;
import io.helidon.http.DirectHandler;
import io.helidon.http.RequestException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.function.Supplier;

/**
 * Reads HTTP/1.1 as clients really send it: a request line with bytes beyond ASCII keeps them,
 * percent-encoded, and header values are UTF-8. Helidon reads both as ASCII, which loses them.
 */
@SuppressWarnings("removal") // the factory that replaces the constructor does not allow subclasses
final class WireReader extends DataReader {
  private static final int MAX_LINE = 1024;

  WireReader(Supplier<byte[]> bytes) {
    super(bytes);
  }

  /** Helidon reads the request line by this. */
  @Override
  public byte[] readBytes(int length) {
    byte[] bytes = super.readBytes(length);
    return PercentCode.ascii(bytes);
  }

  /** Helidon reads header values by this. */
  @Override
  public LazyString readLazyString(Charset charset, int length) {
    return super.readLazyString(StandardCharsets.UTF_8, length);
  }

  /** Helidon reads the sizes of chunks by this, without a limit. */
  @Override
  public String readLine() {
    int end = findNewLine(MAX_LINE);
    if (end == MAX_LINE) {
      throw RequestException.builder()
          .type(DirectHandler.EventType.BAD_REQUEST)
          .message("a chunk's size takes no line of " + MAX_LINE + " bytes")
          .build();
    }
    String line = readAsciiString(end);
    skip(2);
    return line;
  }
}
