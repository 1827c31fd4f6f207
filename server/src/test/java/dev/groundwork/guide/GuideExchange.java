package dev.groundwork.guide;

import java.util.List;
import java.util.Map;

/**
 * A request in the guide and the answer that the guide promises.
 *
 * @param line where it begins in its page
 * @param answerHeaders that the answer must have; others are not looked at
 * @param answerBody empty when the guide says nothing about it
 */
record GuideExchange(
    int line,
    String method,
    String target,
    List<Map.Entry<String, String>> headers,
    String body,
    int status,
    List<Map.Entry<String, String>> answerHeaders,
    String answerBody) {

  GuideExchange {
    headers = List.copyOf(headers);
    answerHeaders = List.copyOf(answerHeaders);
  }

  @Override
  public String toString() {
    return "line " + line + ": " + method + " " + target;
  }
}
