package dev.groundwork.bench.load;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * Follows the answers of one connection as they arrive, as far as it takes to know where each ends:
 * keeps the head, counts the body.
 */
final class Answer {
  private static final int LARGEST_HEAD = 1 << 16;
  private static final int STATUS_AT = "HTTP/1.1 ".length();
  private static final byte[] LENGTH = ascii("content-length:");
  private static final byte[] CHUNKED = ascii("transfer-encoding: chunked");
  private static final byte[] CLOSE = ascii("connection: close");
  private static final byte[] RETRY_AFTER = ascii("retry-after:");

  private byte[] head = new byte[512];
  private int headLength;
  private Part part = Part.HEAD;
  private int status;
  private int retryAfter;
  private boolean chunked;
  private boolean closes;
  private long left;
  private long body;

  private enum Part {
    HEAD,
    BODY,
    CHUNK_SIZE,
    CHUNK,
    TRAILER,
    UNTIL_CLOSE,
    DONE
  }

  /** Takes bytes up to the end of the answer; true when it is whole. The next bytes start anew. */
  boolean take(ByteBuffer in) throws IOException {
    if (part == Part.DONE) {
      start();
    }
    while (part != Part.DONE && in.hasRemaining()) {
      switch (part) {
        case HEAD -> takeHead(in);
        case BODY -> skip(in, Part.DONE);
        case CHUNK_SIZE -> takeSize(in);
        case CHUNK -> skip(in, Part.CHUNK_SIZE);
        case TRAILER -> takeTrailer(in);
        case UNTIL_CLOSE -> skip(in, Part.UNTIL_CLOSE);
        case DONE -> throw new IllegalStateException();
      }
    }
    return part == Part.DONE;
  }

  /** The server closed the connection; true when that was the answer's end. */
  boolean end() {
    return part == Part.UNTIL_CLOSE;
  }

  int status() {
    return status;
  }

  /** Seconds after which the client may come again; 0 when the answer does not tell. */
  int retryAfter() {
    return retryAfter;
  }

  /** Whether the connection ends with this answer. */
  boolean closes() {
    return closes;
  }

  /** Bytes of the body, without those of the chunks' sizes. */
  long body() {
    return body;
  }

  /** The first line and the headers. */
  String head() {
    return new String(head, 0, headLength, StandardCharsets.US_ASCII).strip();
  }

  private void start() {
    part = Part.HEAD;
    headLength = 0;
    status = 0;
    retryAfter = 0;
    chunked = false;
    closes = false;
    left = 0;
    body = 0;
  }

  private void takeHead(ByteBuffer in) throws IOException {
    while (in.hasRemaining()) {
      if (headLength == head.length) {
        grow();
      }
      byte next = in.get();
      head[headLength++] = next;
      if (next == '\n' && headLength >= 4 && head[headLength - 3] == '\n') {
        readHead();
        return;
      }
    }
  }

  private void grow() throws IOException {
    if (head.length >= LARGEST_HEAD) {
      throw new IOException("no end of the headers");
    }
    head = Arrays.copyOf(head, head.length * 2);
  }

  private void readHead() {
    status = (int) number(STATUS_AT);
    left = -1;
    for (int at = nextLine(0); at < headLength; at = nextLine(at)) {
      readHeader(at);
    }
    if (status < 200) {
      start();
    } else if (chunked) {
      left = 0;
      part = Part.CHUNK_SIZE;
    } else if (left == 0 || status == 204 || status == 304) {
      part = Part.DONE;
    } else {
      part = left > 0 ? Part.BODY : Part.UNTIL_CLOSE;
    }
  }

  private int nextLine(int at) {
    int end = at;
    while (end < headLength && head[end] != '\n') {
      end++;
    }
    return end + 1;
  }

  private void readHeader(int at) {
    switch (lower(head[at])) {
      case 'c' -> {
        closes |= is(CLOSE, at);
        left = is(LENGTH, at) ? number(at + LENGTH.length) : left;
      }
      case 't' -> chunked |= is(CHUNKED, at);
      case 'r' ->
          retryAfter = is(RETRY_AFTER, at) ? (int) number(at + RETRY_AFTER.length) : retryAfter;
      default -> {}
    }
  }

  private boolean is(byte[] text, int at) {
    for (int i = 0; i < text.length; i++) {
      if (lower(head[at + i]) != text[i]) {
        return false;
      }
    }
    return true;
  }

  private static int lower(byte c) {
    return c >= 'A' && c <= 'Z' ? c + 32 : c;
  }

  private long number(int start) {
    int at = start;
    while (head[at] == ' ') {
      at++;
    }
    long number = 0;
    while (head[at] >= '0' && head[at] <= '9') {
      number = number * 10 + head[at++] - '0';
    }
    return number;
  }

  private void skip(ByteBuffer in, Part then) {
    int length = in.remaining();
    if (then != Part.UNTIL_CLOSE) {
      length = (int) Math.min(length, left);
      left -= length;
    }
    in.position(in.position() + length);
    body += length;
    if (left == 0) {
      body -= then == Part.CHUNK_SIZE ? 2 : 0;
      part = then;
    }
  }

  /** A chunk is skipped along with the line break behind it. */
  private void takeSize(ByteBuffer in) {
    while (in.hasRemaining()) {
      byte next = in.get();
      int digit = Character.digit(next, 16);
      if (digit >= 0) {
        left = left * 16 + digit;
      } else if (next == '\n') {
        part = left == 0 ? Part.TRAILER : Part.CHUNK;
        left += left == 0 ? 0 : 2;
        return;
      }
    }
  }

  /** Lines up to an empty one, whose length is counted in {@code left}. */
  private void takeTrailer(ByteBuffer in) {
    while (in.hasRemaining()) {
      byte next = in.get();
      if (next == '\n' && left == 0) {
        part = Part.DONE;
        return;
      }
      left = next == '\n' ? 0 : next == '\r' ? left : left + 1;
    }
  }

  private static byte[] ascii(String text) {
    return text.getBytes(StandardCharsets.US_ASCII);
  }
}
