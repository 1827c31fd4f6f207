package dev.groundwork.bench.plot;

import java.util.Locale;

/** Puts the elements of a drawing together as text; coordinates are pixels from the top left. */
final class Svg {
  private final StringBuilder out = new StringBuilder();

  /** Where a text stands relative to its place. */
  enum Anchor {
    START,
    MIDDLE,
    END
  }

  void text(double x, double y, Anchor anchor, String style, String text) {
    String place = String.format(Locale.ROOT, "x=\"%.1f\" y=\"%.1f\"", x, y);
    String where = anchor.name().toLowerCase(Locale.ROOT);
    out.append("<text " + place + " text-anchor=\"" + where + "\" class=\"" + style + "\">");
    out.append(escaped(text)).append("</text>\n");
  }

  void line(double x1, double y1, double x2, double y2, String style) {
    String from = String.format(Locale.ROOT, "x1=\"%.1f\" y1=\"%.1f\"", x1, y1);
    String to = String.format(Locale.ROOT, "x2=\"%.1f\" y2=\"%.1f\"", x2, y2);
    out.append("<line " + from + " " + to + " class=\"" + style + "\"/>\n");
  }

  /**
   * A line through points.
   *
   * @param points pairs of coordinates as {@code x,y x,y}
   */
  void path(String points, String style) {
    out.append("<polyline points=\"" + points + "\" class=\"" + style + "\"/>\n");
  }

  void dot(double x, double y, String style) {
    String place = String.format(Locale.ROOT, "cx=\"%.1f\" cy=\"%.1f\"", x, y);
    out.append("<circle " + place + " r=\"2.6\" class=\"" + style + "\"/>\n");
  }

  /** Opens a group whose coordinates start at a place. */
  void open(double x, double y) {
    out.append(String.format(Locale.ROOT, "<g transform=\"translate(%.1f %.1f)\">%n", x, y));
  }

  void close() {
    out.append("</g>\n");
  }

  /** The whole drawing. */
  String document(String title, int width, int height, String styles) {
    String size = "width=\"" + width + "\" height=\"" + height + "\"";
    String view = "viewBox=\"0 0 " + width + " " + height + "\"";
    return "<svg xmlns=\"http://www.w3.org/2000/svg\" "
        + size
        + " "
        + view
        + " role=\"img\">\n<title>"
        + escaped(title)
        + "</title>\n<style>\n"
        + styles
        + "</style>\n"
        + out
        + "</svg>\n";
  }

  private static String escaped(String text) {
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;");
  }
}
