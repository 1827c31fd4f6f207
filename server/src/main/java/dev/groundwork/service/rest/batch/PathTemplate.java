package dev.groundwork.service.rest.batch;

import java.net.URLDecoder;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A path and query with references, written <code>${/0/body/0/id}</code>. They stand for values of
 * filters alone, which are parameters of the statement; what they hold can neither become another
 * filter nor another element of a list.
 */
public record PathTemplate(List<Piece> pieces) {
  private static final Pattern REFERENCE = Pattern.compile("\\$\\{([^}]*)}");

  /** What a plain filter begins with; {@code in} takes a list. */
  private static final String COMPARISON =
      "(?:(?:eq|gte|gt|lte|lt|like|ilike|match|imatch)(?:\\((?:any|all)\\))?"
          + "|neq|isdistinct|cs|cd|ov|sl|sr|nxr|nxl|adj"
          + "|(?:fts|plfts|phfts|wfts)(?:\\([^()]*\\))?)\\.";

  /** The elements before; those in quotes have become letters. */
  private static final String ELEMENTS = "(?:[^\"\\\\(){}\\[\\]]*,)?";

  private static final String ELEMENT = "(?:in\\.\\(|" + COMPARISON + "[{\\[(])" + ELEMENTS;

  private static final Pattern WHOLE =
      Pattern.compile("(?:not\\.)?" + COMPARISON + "(?:[^{\\[(].*)?", Pattern.DOTALL);
  private static final Pattern LISTED = Pattern.compile("(?:not\\.)?" + ELEMENT);
  private static final Pattern IN_LOGIC =
      Pattern.compile(".*\\.(?:not\\.)?(?:" + COMPARISON + "|" + ELEMENT + ")", Pattern.DOTALL);

  private static final List<String> NO_FILTERS =
      List.of("select", "order", "limit", "offset", "columns", "on_conflict");

  public PathTemplate {
    pieces = List.copyOf(pieces);
  }

  /** A piece of a path. */
  sealed interface Piece {
    record Raw(String text) implements Piece {}

    /** A value, in quotes where it is one of several. */
    record Value(Reference reference, boolean quoted) implements Piece {}
  }

  /** Reads a path. */
  static PathTemplate read(String path) {
    List<Piece> pieces = new ArrayList<>();
    Matcher found = REFERENCE.matcher(path);
    int taken = 0;
    while (found.find()) {
      pieces.add(new Piece.Raw(encoded(path.substring(taken, found.start()))));
      Reference reference = new Reference(found.group(1));
      pieces.add(
          new Piece.Value(
              reference, quoted(reference, before(path, found.start()), after(path, found.end()))));
      taken = found.end();
    }
    pieces.add(new Piece.Raw(encoded(path.substring(taken))));
    return new PathTemplate(pieces);
  }

  /** The parameter up to a place, its references as a letter. */
  private static String before(String path, int place) {
    int start = Math.max(path.indexOf('?'), path.lastIndexOf('&', place - 1));
    boolean inQuery = path.indexOf('?') >= 0 && path.indexOf('?') < place;
    return inQuery ? REFERENCE.matcher(path.substring(start + 1, place)).replaceAll("x") : "";
  }

  private static String after(String path, int place) {
    int end = path.indexOf('&', place);
    return decoded(path.substring(place, end < 0 ? path.length() : end));
  }

  /** Whether the value is one of several, after a look at whether it may stand where it does. */
  private static boolean quoted(Reference reference, String before, String after) {
    int equals = before.indexOf('=');
    String key = decoded(equals < 0 ? "" : before.substring(0, equals));
    String last = key.substring(key.lastIndexOf('.') + 1);
    String value = decoded(before.substring(equals + 1));
    if (equals < 0 || NO_FILTERS.contains(last)) {
      throw misplaced(reference);
    }
    boolean logic = last.equals("and") || last.equals("or");
    if (!logic && WHOLE.matcher(value).matches()) {
      return false;
    }
    boolean listed = (logic ? IN_LOGIC : LISTED).matcher(withoutQuoted(value)).matches();
    if (!listed || !(after.isEmpty() || ",)]}".indexOf(after.charAt(0)) >= 0)) {
      throw misplaced(reference);
    }
    return true;
  }

  /** A text with a letter in the place of each string in quotes; one that is open stays open. */
  private static String withoutQuoted(String text) {
    StringBuilder out = new StringBuilder();
    boolean open = false;
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c == '"') {
        open = !open;
        out.append(open ? "" : "x");
      } else if (c == '\\') {
        i++;
        out.append(open ? "" : "\\");
      } else if (!open) {
        out.append(c);
      }
    }
    return open ? "\"" : out.toString();
  }

  private static RuntimeException misplaced(Reference reference) {
    return reference.bad(
        "stands where no value of a filter stands, such as id=eq.${...} or id=in.(${...})");
  }

  /** The path, with what earlier results say. */
  public String fill(List<PartResult> done, Budget budget) {
    StringBuilder out = new StringBuilder();
    for (Piece piece : pieces) {
      String text =
          switch (piece) {
            case Piece.Raw(String raw) -> raw;
            case Piece.Value(Reference reference, boolean quoted) ->
                percent(text(reference.resolveText(done), quoted));
          };
      budget.use(text.length());
      out.append(text);
    }
    return out.toString();
  }

  private static String text(String value, boolean quoted) {
    return quoted ? '"' + value.replace("\\", "\\\\").replace("\"", "\\\"") + '"' : value;
  }

  private static String percent(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
  }

  /** Characters that cannot stand in a URL in percents, as a browser does it. */
  private static String encoded(String text) {
    StringBuilder out = new StringBuilder(text.length());
    text.codePoints()
        .forEach(c -> {
          boolean plain = c > ' ' && c < 0x7f && c != '#';
          out.append(plain ? Character.toString(c) : percent(Character.toString(c)));
        });
    return out.toString();
  }

  private static String decoded(String text) {
    try {
      return URLDecoder.decode(text, StandardCharsets.UTF_8);
    } catch (IllegalArgumentException strayPercent) {
      return text;
    }
  }
}
