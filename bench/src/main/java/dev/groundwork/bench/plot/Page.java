package dev.groundwork.bench.plot;

import java.util.List;

/** Charts in two columns below a title, what was measured on, and what the lines mean. */
public record Page(String title, List<String> notes, List<Chart> charts) {
  private static final int MARGIN = 16;
  private static final int NOTE = 17;
  private static final int HEAD = 40;
  private static final int KEY = 40;

  /** Neutral and strong colours, which can be told from white and from nearly black. */
  private static final String STYLES =
      """
      text { font: 12px system-ui, -apple-system, "Segoe UI", Helvetica, Arial, sans-serif; fill: #787c82; }
      .title { font-size: 17px; font-weight: 600; }
      .name { font-size: 13px; font-weight: 600; }
      .tick { font-size: 11px; }
      .grid { stroke: #808080; stroke-opacity: 0.22; }
      .axis { stroke: #808080; stroke-opacity: 0.7; }
      .line { fill: none; stroke-width: 2; stroke-linejoin: round; }
      .dashed { stroke-dasharray: 5 4; }
      .line.server { stroke: #2f81f7; }
      .dot.server { fill: #2f81f7; }
      .line.postgres { stroke: #d9742a; }
      .dot.postgres { fill: #d9742a; }
      """;

  public Page {
    notes = List.copyOf(notes);
    charts = List.copyOf(charts);
  }

  /** The page as SVG. */
  public String svg() {
    Svg svg = new Svg();
    svg.text(MARGIN, 30, Svg.Anchor.START, "title", title);
    for (int i = 0; i < notes.size(); i++) {
      svg.text(MARGIN, HEAD + NOTE * (i + 0.7), Svg.Anchor.START, "tick", notes.get(i));
    }
    int key = HEAD + NOTE * notes.size() + 20;
    drawKey(svg, key);
    for (int i = 0; i < charts.size(); i++) {
      svg.open(MARGIN + i % 2 * (Chart.WIDTH + MARGIN), key + KEY + i / 2 * Chart.HEIGHT);
      charts.get(i).draw(svg);
      svg.close();
    }
    int rows = (charts.size() + 1) / 2;
    return svg.document(
        title, 2 * Chart.WIDTH + 3 * MARGIN, key + KEY + rows * Chart.HEIGHT + MARGIN, STYLES);
  }

  private static void drawKey(Svg svg, int y) {
    drawKey(svg, MARGIN, y, "server", "server");
    drawKey(svg, MARGIN + 110, y, "postgres", "pgbench, same statements");
    drawKey(svg, MARGIN + 340, y, "server dashed", "p99 of latencies; the full line is p50");
  }

  private static void drawKey(Svg svg, int x, int y, String style, String text) {
    svg.line(x, y, x + 26, y, "line " + style);
    svg.text(x + 33, y + 4, Svg.Anchor.START, "", text);
  }
}
