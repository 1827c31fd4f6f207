package dev.groundwork.service.auth.web;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import dev.groundwork.base.http.Headers;
import dev.groundwork.base.http.Reply;
import dev.groundwork.service.auth.store.Json;

/** Answers of the room. */
public final class Replies {
  private Replies() {}

  /** A JSON body; nothing may keep it. */
  public static Reply json(JsonNode body) {
    return json(200, body);
  }

  /** A JSON body with a status. */
  public static Reply json(int status, JsonNode body) {
    Headers headers = Headers.of("Content-Type", "application/json", "Cache-Control", "no-store");
    return new Reply(status, headers, body.toString().getBytes(UTF_8));
  }

  /** <code>{}</code> */
  public static Reply nothing() {
    return json(Json.object());
  }

  /** Sends the browser to another address. */
  public static Reply redirect(int status, String address) {
    return new Reply(
        status, Headers.of("Location", address, "Cache-Control", "no-store"), new byte[0]);
  }
}
