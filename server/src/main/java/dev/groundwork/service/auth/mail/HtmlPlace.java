package dev.groundwork.service.auth.mail;

import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/**
 * Where in an HTML document the next character stands; tells how a value there is made harmless.
 *
 * @param quote around the attribute's value
 * @param tag the element whose tag was read last, in lower case
 * @param word what is being read: a tag's or attribute's name
 * @param part of a link
 */
record HtmlPlace(Mode mode, char quote, String tag, String word, Part part) {
  static final HtmlPlace START = new HtmlPlace(Mode.TEXT, ' ', "", "", Part.NO_LINK);

  private static final Set<String> LINKS =
      Set.of("href", "src", "action", "formaction", "cite", "poster", "background");
  private static final Set<String> RAW = Set.of("script", "style", "xmp", "noscript", "iframe");

  /** Kinds of places. */
  enum Mode {
    TEXT,
    TAG_NAME,
    IN_TAG,
    ATTRIBUTE_NAME,
    BEFORE_VALUE,
    VALUE,
    COMMENT,
    RAW
  }

  /** Parts of a link in an attribute. */
  enum Part {
    NO_LINK,
    BEGINNING,
    PATH,
    QUERY,
    /** A value that is neither shown nor a link, but code. */
    CODE
  }

  /** How a value here is escaped; none where no value can be made harmless. */
  Optional<Escape> escape() {
    return switch (mode) {
      case TEXT -> Optional.of(Escape.HTML);
      case VALUE ->
          quote == ' '
              ? Optional.empty()
              : switch (part) {
                case NO_LINK -> Optional.of(Escape.HTML);
                case BEGINNING -> Optional.of(Escape.URL);
                case PATH -> Optional.of(Escape.URL_PATH);
                case QUERY -> Optional.of(Escape.URL_QUERY);
                case CODE -> Optional.empty();
              };
      case TAG_NAME, IN_TAG, ATTRIBUTE_NAME, BEFORE_VALUE, COMMENT, RAW -> Optional.empty();
    };
  }

  /** The place after a value here. */
  HtmlPlace afterValue() {
    return part == Part.BEGINNING ? in(Part.PATH) : this;
  }

  /** The place after some text. */
  HtmlPlace after(String text) {
    HtmlPlace place = this;
    for (int i = 0; i < text.length(); i++) {
      place = place.after(text.charAt(i));
    }
    return place;
  }

  /** One place for the ends of two branches; none when what follows would mean different things. */
  Optional<HtmlPlace> merged(HtmlPlace other) {
    if (equals(other)) {
      return Optional.of(this);
    }
    boolean beginnings =
        (part == Part.BEGINNING && other.part == Part.PATH)
            || (part == Part.PATH && other.part == Part.BEGINNING);
    return beginnings && in(Part.BEGINNING).equals(other.in(Part.BEGINNING))
        ? Optional.of(in(Part.BEGINNING))
        : Optional.empty();
  }

  private HtmlPlace in(Part other) {
    return new HtmlPlace(mode, quote, tag, word, other);
  }

  private HtmlPlace in(Mode other, String read) {
    return new HtmlPlace(other, ' ', tag, read, Part.NO_LINK);
  }

  private HtmlPlace after(char c) {
    return switch (mode) {
      case TEXT -> c == '<' ? in(Mode.TAG_NAME, "") : this;
      case TAG_NAME -> afterTagName(c);
      case IN_TAG, ATTRIBUTE_NAME -> inTag(c);
      case BEFORE_VALUE -> beforeValue(c);
      case VALUE -> inValue(c);
      case COMMENT -> ended("-->", c, Mode.COMMENT);
      case RAW -> ended("</" + tag, c, Mode.RAW);
    };
  }

  private HtmlPlace afterTagName(char c) {
    if (word.equals("!--")) {
      return in(Mode.COMMENT, "").after(c);
    }
    if (c == '>') {
      return afterTag(word);
    }
    if (Character.isWhitespace(c) || (c == '/' && !word.isEmpty())) {
      return word.isEmpty()
          ? in(Mode.TEXT, "")
          : new HtmlPlace(Mode.IN_TAG, ' ', lower(word), "", Part.NO_LINK);
    }
    return in(Mode.TAG_NAME, word + c);
  }

  private HtmlPlace afterTag(String name) {
    String lower = lower(name);
    return new HtmlPlace(RAW.contains(lower) ? Mode.RAW : Mode.TEXT, ' ', lower, "", Part.NO_LINK);
  }

  private HtmlPlace inTag(char c) {
    if (c == '>') {
      return afterTag(tag);
    }
    if (c == '=' && !word.isEmpty()) {
      return in(Mode.BEFORE_VALUE, word);
    }
    if (Character.isWhitespace(c)) {
      return in(Mode.IN_TAG, word);
    }
    return mode == Mode.IN_TAG
        ? in(Mode.ATTRIBUTE_NAME, String.valueOf(c))
        : in(Mode.ATTRIBUTE_NAME, word + c);
  }

  private HtmlPlace beforeValue(char c) {
    if (Character.isWhitespace(c)) {
      return this;
    }
    if (c == '>') {
      return afterTag(tag);
    }
    char around = c == '"' || c == '\'' ? c : ' ';
    return new HtmlPlace(Mode.VALUE, around, tag, "", kind(lower(word)));
  }

  private static Part kind(String attribute) {
    boolean code =
        attribute.startsWith("on")
            || attribute.equals("style")
            || attribute.startsWith("srcset")
            || attribute.equals("srcdoc")
            || attribute.equals("http-equiv")
            || attribute.equals("ping");
    if (code) {
      return Part.CODE;
    }
    String local = attribute.substring(attribute.indexOf(':') + 1);
    return LINKS.contains(local) ? Part.BEGINNING : Part.NO_LINK;
  }

  private HtmlPlace inValue(char c) {
    boolean unquotedEnd = quote == ' ' && (Character.isWhitespace(c) || c == '>');
    if (unquotedEnd || (quote != ' ' && c == quote)) {
      return c == '>' && quote == ' ' ? afterTag(tag) : in(Mode.IN_TAG, "");
    }
    return switch (part) {
      case BEGINNING, PATH ->
          c == '?' || c == '#'
              ? in(Part.QUERY)
              : part == Part.PATH || Character.isWhitespace(c) ? this : in(Part.PATH);
      case NO_LINK, QUERY, CODE -> this;
    };
  }

  /** Text in which only its end means something. */
  private HtmlPlace ended(String end, char c, Mode same) {
    String read = word + Character.toLowerCase(c);
    if (!read.endsWith(end)) {
      int kept = Math.min(read.length(), end.length());
      return in(same, read.substring(read.length() - kept));
    }
    return same == Mode.COMMENT
        ? in(Mode.TEXT, "")
        : new HtmlPlace(Mode.IN_TAG, ' ', "/" + tag, "", Part.NO_LINK);
  }

  private static String lower(String name) {
    return name.toLowerCase(Locale.ROOT);
  }
}
