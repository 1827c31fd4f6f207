package dev.groundwork.service.auth.hook;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

/** What came of calling a hook. */
public sealed interface HookOutcome {

  /** The hook's answer; an empty object when it had nothing to say. */
  record Answer(ObjectNode json) implements HookOutcome {
    /** Without the content, which may be secret. */
    @Override
    public String toString() {
      return "Answer";
    }
  }

  /**
   * The hook said no.
   *
   * @param httpStatus what the client shall get, 400 to 599
   * @param message for the client
   */
  record Rejected(int httpStatus, String message) implements HookOutcome {}

  /**
   * The hook did not answer in time, or could not be reached.
   *
   * @param tries how often it was tried
   */
  record TimedOut(int tries) implements HookOutcome {}

  /** What was to be sent, or came back, is larger than allowed. */
  record TooLarge() implements HookOutcome {}

  /**
   * The hook does not work.
   *
   * @param reason for the log; not for clients
   */
  record Failed(String reason) implements HookOutcome {}

  /** The meaning of JSON that a hook gave: its member {@code error} says no. */
  static HookOutcome of(JsonNode json) {
    if (!(json instanceof ObjectNode object)) {
      return new Failed("the hook gave no JSON object");
    }
    JsonNode error = object.path("error");
    if (!error.isObject() || error.isEmpty()) {
      return new Answer(object);
    }
    int status = error.path("http_code").asInt(500);
    String message = error.path("message").asText("");
    return new Rejected(status >= 400 && status < 600 ? status : 500, message);
  }
}
