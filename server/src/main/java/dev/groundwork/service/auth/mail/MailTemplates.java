package dev.groundwork.service.auth.mail;

import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;

/**
 * Makes mails from templates: our own, or those that a project brings. Values are escaped for their
 * place: text, attribute, or part of a link.
 */
public final class MailTemplates {
  private static final String PAGE =
      """
      <!doctype html>
      <html lang="en">
      <head><meta charset="utf-8"><meta name="viewport" content="width=device-width"></head>
      <body style="margin:0 auto;padding:24px;max-width:560px;font:16px/1.5 sans-serif;color:#222">
      {{content}}</body>
      </html>
      """;

  private final Map<MailKind, Parts> templates = new EnumMap<>(MailKind.class);

  /** Subject and content. */
  private record Parts(Template subject, Template content) {}

  /**
   * What a project says itself.
   *
   * @param subject plain text
   * @param content HTML, a whole page
   */
  public record Custom(Optional<String> subject, Optional<String> content) {}

  /**
   * Reads all templates.
   *
   * @param custom takes the place of our own
   * @throws dev.groundwork.base.problem.ProblemException with {@link MailProblem.BadTemplate} at
   *     the first thing that is not understood
   */
  public MailTemplates(Map<MailKind, Custom> custom) {
    Custom none = new Custom(Optional.empty(), Optional.empty());
    for (MailKind kind : MailKind.values()) {
      Custom own = custom.getOrDefault(kind, none);
      String subject = own.subject().orElseGet(kind::subject);
      String content = own.content().orElseGet(() -> PAGE.replace("{{content}}", kind.content()));
      templates.put(
          kind,
          new Parts(
              TemplateParser.plain(kind.key() + ", subject", subject),
              TemplateParser.html(kind.key() + ", content", content)));
    }
  }

  /**
   * A mail with these values.
   *
   * @throws dev.groundwork.base.problem.ProblemException with {@link MailProblem.BadRecipient}
   */
  public Mail mail(MailKind kind, String to, MailValues values) {
    Parts parts = templates.get(kind);
    if (parts == null) {
      throw new IllegalStateException("no template of " + kind);
    }
    String html = parts.content().filled(values);
    return new Mail(to, parts.subject().filled(values), html, PlainText.of(html));
  }
}
