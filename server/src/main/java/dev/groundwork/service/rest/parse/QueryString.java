package dev.groundwork.service.rest.parse;

import java.net.URLDecoder;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Set;

/** A query string as decoded parameters in the order in which they came. */
record QueryString(List<Parameter> parameters) {

  /** A parameter; {@code given} is false when there was no equals sign. */
  record Parameter(String key, String value, boolean given) {}

  QueryString {
    parameters = List.copyOf(parameters);
  }

  static QueryString parse(String raw) {
    List<Parameter> parameters = new ArrayList<>();
    read(raw, (key, value, given) -> parameters.add(new Parameter(key, value, given)));
    return new QueryString(parameters);
  }

  /** Takes one parameter after the other. */
  interface Reader {
    void take(String key, String value, boolean given);
  }

  /** Gives the parameters to a reader, without keeping them. */
  static void read(String raw, Reader reader) {
    int start = 0;
    while (start < raw.length()) {
      int ampersand = raw.indexOf('&', start);
      int end = ampersand < 0 ? raw.length() : ampersand;
      int equals = raw.indexOf('=', start, end);
      if (equals >= 0) {
        String value = decode(raw.substring(equals + 1, end));
        reader.take(decode(raw.substring(start, equals)), value, true);
      } else if (end > start) {
        reader.take(decode(raw.substring(start, end)), "", false);
      }
      start = end + 1;
    }
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

  /**
   * Without parameters that are not filters and have one of these names, and without empty words.
   */
  QueryString without(Set<String> names) {
    return new QueryString(
        parameters.stream()
            .filter(Parameter::given)
            .filter(each -> !names.contains(each.key) || FilterParser.looksLikeFilter(each.value))
            .toList());
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
