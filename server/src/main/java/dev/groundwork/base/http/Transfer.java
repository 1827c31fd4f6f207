package dev.groundwork.base.http;

import io.helidon.webserver.CloseConnectionException;
import io.helidon.webserver.http.RoutingResponse;
import java.io.IOException;
import java.io.OutputStream;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * Sends a reply whose rest is made on the way, in chunks. A client that takes nothing for long, or
 * has left, ends it, and so does a failure: with a chunk missing at the end, the client sees that
 * the body is not whole.
 */
final class Transfer {
  private final Reply reply;
  private final Reply.Rest rest;
  private final Optional<WireConnection> wire;
  private final Consumer<RuntimeException> told;
  private long sent;

  /**
   * A reply on its way.
   *
   * @param told of a failure that the client can only see as an end too soon
   */
  Transfer(
      Reply reply,
      Reply.Rest rest,
      Optional<WireConnection> wire,
      Consumer<RuntimeException> told) {
    this.reply = reply;
    this.rest = rest;
    this.wire = wire;
    this.told = told;
  }

  /** Sends all of it. Gives the bytes of the body. */
  long send(RoutingResponse response) {
    OutputStream out = response.outputStream();
    write(out, reply.body());
    Optional<byte[]> more = next();
    while (more.isPresent()) {
      write(out, more.get());
      more = next();
    }
    end(out, response);
    return sent;
  }

  private Optional<byte[]> next() {
    wire.ifPresent(connection -> connection.enter(WireConnection.Phase.WORKING));
    try {
      return rest.next();
    } catch (RuntimeException failed) {
      told.accept(failed);
      wire.ifPresent(WireConnection::breakOff);
      throw new CloseConnectionException("the rest of a body failed", failed);
    } finally {
      wire.ifPresent(connection -> connection.enter(WireConnection.Phase.SENDING));
    }
  }

  private void write(OutputStream out, byte[] bytes) {
    if (bytes.length == 0) {
      return;
    }
    wire.ifPresent(connection -> connection.enter(WireConnection.Phase.SENDING));
    try {
      out.write(bytes);
      sent += bytes.length;
    } catch (IOException | RuntimeException gone) {
      throw new CloseConnectionException("the client has left", gone);
    }
  }

  private static void end(OutputStream out, RoutingResponse response) {
    try {
      out.close();
      response.commit(); // writes the chunk that ends the body
    } catch (IOException | RuntimeException gone) {
      throw new CloseConnectionException("the client has left", gone);
    }
  }
}
