package dev.groundwork.service.rest.parse;

import java.net.URLDecoder;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Collectors;

/** A query string as decoded parameters in the order in which they came. */
record QueryString(List<Parameter> parameters) {

  /** A parameter; {@code given} is false when there was no equals sign. */
  record Parameter(String key, String value, boolean given) {}

  QueryString {
    parameters = List.copyOf(parameters);
  }

  static QueryString parse(String raw) {
    List<Parameter> parameters = new ArrayList<>();
    for (String pair : raw.split("&", -1)) {
      int equals = pair.indexOf('=');
      if (equals >= 0) {
        parameters.add(
            new Parameter(
                decode(pair.substring(0, equals)), decode(pair.substring(equals + 1)), true));
      } else if (!pair.isEmpty()) {
        parameters.add(new Parameter(decode(pair), "", false));
      }
    }
    return new QueryString(parameters);
  }

  /**
   * Percent-decoding with a plus as space; a stray percent sign stands for itself, broken UTF-8 is
   * replaced.
   */
  static String decode(String text) {
    if (text.indexOf('%') < 0 && text.indexOf('+') < 0) {
      return text;
    }
    return URLDecoder.decode(strayPercentsEscaped(text), StandardCharsets.UTF_8);
  }

  /** As {@link #decode}, for a path segment, where a plus is a plus. */
  static String decodeSegment(String text) {
    return text.indexOf('%') < 0 ? text : decode(text.replace("+", "%2B"));
  }

  private static String strayPercentsEscaped(String text) {
    StringBuilder escaped = new StringBuilder(text.length());
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      boolean stray = c == '%' && !(isHex(text, i + 1) && isHex(text, i + 2));
      escaped.append(stray ? "%25" : String.valueOf(c));
    }
    return escaped.toString();
  }

  private static boolean isHex(String text, int at) {
    return at < text.length() && text.charAt(at) < 128 && Character.digit(text.charAt(at), 16) >= 0;
  }

  /** Parameters sorted by key and encoded anew. */
  String canonical() {
    return parameters.stream()
        .sorted(Comparator.comparing(Parameter::key))
        .map(parameter -> encode(parameter.key()) + '=' + encode(parameter.value()))
        .collect(Collectors.joining("&"));
  }

  private static String encode(String text) {
    if (text.chars().allMatch(QueryString::isUnreserved)) {
      return text;
    }
    return URLEncoder.encode(text, StandardCharsets.UTF_8)
        .replace("+", "%20")
        .replace("*", "%2A")
        .replace("%7E", "~");
  }

  private static boolean isUnreserved(int c) {
    return (c >= 'a' && c <= 'z')
        || (c >= 'A' && c <= 'Z')
        || (c >= '0' && c <= '9')
        || "-_.~".indexOf(c) >= 0;
  }
}
