package dev.groundwork.service.auth.mail;

import dev.groundwork.service.auth.mail.Mailbox.Kept;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A search in the mailbox: words that all must stand in the mail, or in the part of it that {@code
 * to:} or {@code subject:} before the word names.
 */
record MailboxSearch(List<Term> terms) {
  private static final Pattern TERM =
      Pattern.compile("(?:(to|addressed|subject):)?(?:\"([^\"]*)\"|(\\S+))");

  /** A word, and where it must stand. */
  record Term(Field field, String word) {

    enum Field {
      TO,
      SUBJECT,
      ANYWHERE
    }

    boolean isIn(Mail mail) {
      String text =
          switch (field) {
            case TO -> mail.to();
            case SUBJECT -> mail.subject();
            case ANYWHERE -> mail.to() + "\n" + mail.subject() + "\n" + mail.text();
          };
      return text.toLowerCase(Locale.ROOT).contains(word);
    }
  }

  MailboxSearch {
    terms = List.copyOf(terms);
  }

  static MailboxSearch of(String query) {
    List<Term> terms = new ArrayList<>();
    Matcher matcher = TERM.matcher(query);
    while (matcher.find()) {
      String word = matcher.group(2) == null ? matcher.group(3) : matcher.group(2);
      terms.add(new Term(field(matcher), word.toLowerCase(Locale.ROOT)));
    }
    return new MailboxSearch(terms);
  }

  private static Term.Field field(Matcher matcher) {
    return switch (matcher.group(1)) {
      case "to", "addressed" -> Term.Field.TO;
      case "subject" -> Term.Field.SUBJECT;
      case null, default -> Term.Field.ANYWHERE;
    };
  }

  boolean finds(Kept kept) {
    return terms.stream().allMatch(term -> term.isIn(kept.mail()));
  }
}
