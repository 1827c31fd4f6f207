package dev.groundwork.service.rest.parse;

import java.net.URLDecoder;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** A query string as decoded parameters in the order in which they came. */
public record QueryString(List<Parameter> parameters) {

  /** A parameter; {@code given} is false when there was no equals sign. */
  public record Parameter(String key, String value, boolean given) {}

  public QueryString {
    parameters = List.copyOf(parameters);
  }

  static QueryString parse(String raw) {
    List<Parameter> parameters = new ArrayList<>();
    int start = 0;
    while (start < raw.length()) {
      int ampersand = raw.indexOf('&', start);
      int end = ampersand < 0 ? raw.length() : ampersand;
      if (end > start) {
        parameters.add(parameter(raw, start, end));
      }
      start = end + 1;
    }
    return new QueryString(parameters);
  }

  private static Parameter parameter(String raw, int start, int end) {
    int equals = raw.indexOf('=', start, end);
    return equals < 0
        ? new Parameter(decode(raw.substring(start, end)), "", false)
        : new Parameter(
            decode(raw.substring(start, equals)), decode(raw.substring(equals + 1, end)), true);
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
    List<Parameter> sorted = new ArrayList<>(parameters);
    sorted.sort(Comparator.comparing(Parameter::key));
    StringBuilder query = new StringBuilder();
    for (Parameter parameter : sorted) {
      query.append(query.isEmpty() ? "" : "&");
      query.append(encode(parameter.key())).append('=').append(encode(parameter.value()));
    }
    return query.toString();
  }

  private static String encode(String text) {
    if (isUnreserved(text)) {
      return text;
    }
    return URLEncoder.encode(text, StandardCharsets.UTF_8)
        .replace("+", "%20")
        .replace("*", "%2A")
        .replace("%7E", "~");
  }

  private static boolean isUnreserved(String text) {
    boolean unreserved = true;
    for (int i = 0; i < text.length(); i++) {
      unreserved &= isUnreserved(text.charAt(i));
    }
    return unreserved;
  }

  private static boolean isUnreserved(char c) {
    return (c >= 'a' && c <= 'z')
        || (c >= 'A' && c <= 'Z')
        || (c >= '0' && c <= '9')
        || "-_.~".indexOf(c) >= 0;
  }
}
