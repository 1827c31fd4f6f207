package dev.groundwork.service.auth.mail;

import java.util.regex.Pattern;

/** The words of an HTML mail for those who read mails as text; links stand behind their words. */
final class PlainText {
  private static final Pattern UNSEEN =
      Pattern.compile("(?is)<!--.*?-->|<(script|style|head|title)\\b.*?</\\1\\s*>");
  private static final Pattern LINK =
      Pattern.compile("(?is)<a\\b[^>]*?\\bhref\\s*=\\s*[\"']([^\"']*)[\"'][^>]*>(.*?)</a\\s*>");
  private static final Pattern BREAK =
      Pattern.compile("(?i)<br\\b[^>]*>|</(p|div|h[1-6]|li|tr|table|ul|ol)\\s*>");
  private static final Pattern TAG = Pattern.compile("(?s)<[/!?a-zA-Z][^>]*>");

  private PlainText() {}

  static String of(String html) {
    String text = UNSEEN.matcher(html).replaceAll("");
    text = text.replaceAll("\\s+", " ");
    text = LINK.matcher(text).replaceAll("$2: $1 ");
    text = BREAK.matcher(text).replaceAll("\n");
    text = TAG.matcher(text).replaceAll("");
    text = unescaped(text);
    return text.replaceAll(" *\n *", "\n").replaceAll("\n{3,}", "\n\n").strip() + "\n";
  }

  private static String unescaped(String text) {
    return text.replace("&nbsp;", " ")
        .replace("&lt;", "<")
        .replace("&gt;", ">")
        .replace("&quot;", "\"")
        .replace("&#34;", "\"")
        .replace("&#39;", "'")
        .replace("&amp;", "&");
  }
}
