package dev.groundwork.service.auth.mail;

import dev.groundwork.base.text.NearestName;
import dev.groundwork.service.auth.mail.Template.Branch;
import dev.groundwork.service.auth.mail.Template.Expression;
import dev.groundwork.service.auth.mail.Template.Node;
import dev.groundwork.service.auth.mail.Template.Text;
import dev.groundwork.service.auth.mail.Template.Value;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Reads a template: the part of Go's templates that mails of sign-in use.
 *
 * @see <a href="https://pkg.go.dev/text/template">text/template</a>
 */
final class TemplateParser {
  private static final int DEEPEST = 50;

  private final String name;
  private final String text;
  private final boolean html;
  private HtmlPlace place = HtmlPlace.START;
  private int at;
  private boolean trimsNext;

  /** The action that ended a list of nodes; empty at the end of the text. */
  private String closing = "";

  private int closingAt;

  private TemplateParser(String name, String text, boolean html) {
    this.name = name;
    this.text = text;
    this.html = html;
  }

  /** A template whose values are escaped for their places in HTML. */
  static Template html(String name, String text) {
    return new TemplateParser(name, text, true).parsed();
  }

  /** A template of plain text. */
  static Template plain(String name, String text) {
    return new TemplateParser(name, text, false).parsed();
  }

  private Template parsed() {
    List<Node> nodes = nodes(0);
    if (!closing.isEmpty()) {
      throw fault(closingAt, "{{ " + closing + " }} without {{ if }}");
    }
    return new Template(nodes);
  }

  /** Nodes up to an {@code else} or {@code end}, which is left in {@link #closing}. */
  private List<Node> nodes(int depth) {
    List<Node> nodes = new ArrayList<>();
    closing = "";
    while (at < text.length()) {
      int open = text.indexOf("{{", at);
      literal(nodes, open < 0 ? text.length() : open);
      if (open < 0) {
        break;
      }
      String action = action(open);
      if (action.equals("end") || action.equals("else") || action.startsWith("else ")) {
        closing = action;
        closingAt = open;
        return nodes;
      }
      node(action, open, depth).ifPresent(nodes::add);
    }
    return nodes;
  }

  private Optional<Node> node(String action, int open, int depth) {
    if (action.startsWith("/*")) {
      return Optional.empty();
    }
    if (action.equals("if") || action.startsWith("if ") || action.startsWith("if(")) {
      return Optional.of(branch(action.substring(2), open, depth + 1));
    }
    Expression shown = expression(action, open);
    if (!html) {
      return Optional.of(new Value(shown, Escape.NONE));
    }
    Escape escape =
        place
            .escape()
            .orElseThrow(() ->
                fault(
                    open, "no value can stand here; put it between tags or in a quoted attribute"));
    place = place.afterValue();
    return Optional.of(new Value(shown, escape));
  }

  private Branch branch(String test, int open, int depth) {
    if (depth > DEEPEST) {
      throw fault(open, "too many {{ if }} in each other");
    }
    Expression condition = expression(test, open);
    HtmlPlace before = place;
    List<Node> then = nodes(depth);
    HtmlPlace afterThen = place;
    place = before;
    List<Node> otherwise = otherwise(open, depth);
    place =
        place
            .merged(afterThen)
            .orElseThrow(
                () -> fault(open, "the parts of this {{ if }} end in different kinds of HTML"));
    return new Branch(condition, then, otherwise);
  }

  private List<Node> otherwise(int open, int depth) {
    String how = closing;
    int where = closingAt;
    closing = "";
    return switch (how) {
      case "end" -> List.of();
      case "else" -> last(where, depth);
      case "" -> throw fault(open, "{{ if }} without {{ end }}");
      default -> List.of(elseIf(how, where, depth));
    };
  }

  private List<Node> last(int where, int depth) {
    List<Node> nodes = nodes(depth);
    if (!closing.equals("end")) {
      throw fault(where, "{{ else }} without {{ end }}");
    }
    closing = "";
    return nodes;
  }

  private Branch elseIf(String how, int where, int depth) {
    String next = how.substring("else ".length()).strip();
    if (!next.startsWith("if ") && !next.startsWith("if(")) {
      throw fault(where, "{{ " + how + " }} is not known");
    }
    return branch(next.substring(2), where, depth + 1);
  }

  /** Text up to an action, less what trim markers take. */
  private void literal(List<Node> nodes, int end) {
    boolean trimsEnd = isTrimming(end);
    String literal = text.substring(at, end);
    literal = trimsNext ? literal.stripLeading() : literal;
    literal = trimsEnd ? literal.stripTrailing() : literal;
    trimsNext = false;
    at = end;
    if (!literal.isEmpty()) {
      nodes.add(new Text(literal));
      place = html ? place.after(literal) : place;
    }
  }

  /** Whether an action begins with a trim marker; without a space behind it, it is a minus. */
  private boolean isTrimming(int open) {
    return text.startsWith("{{-", open)
        && open + 3 < text.length()
        && Character.isWhitespace(text.charAt(open + 3));
  }

  /** What stands in an action's braces, without trim markers and space; moves behind it. */
  private String action(int open) {
    int start = isTrimming(open) ? open + 4 : open + 2;
    int close = Tokens.end(text, start);
    if (close < 0) {
      throw fault(open, "{{ without }}");
    }
    at = close + 2;
    String inside = text.substring(start, close);
    trimsNext =
        inside.endsWith("-")
            && inside.length() > 1
            && Character.isWhitespace(inside.charAt(inside.length() - 2));
    return (trimsNext ? inside.substring(0, inside.length() - 1) : inside).strip();
  }

  private Expression expression(String words, int open) {
    try {
      Expression expression = new Tokens(words).whole();
      checkNames(expression, open);
      return expression;
    } catch (IllegalArgumentException unknown) {
      throw fault(open, String.valueOf(unknown.getMessage()));
    }
  }

  private void checkNames(Expression expression, int open) {
    switch (expression) {
      case Template.Variable variable -> {
        String first = variable.path().getFirst();
        boolean known = MailValues.isKnown(first);
        if (!known || (variable.path().size() > 1 && !first.equals(MailValues.DATA))) {
          throw fault(
              open, "there is no value ." + String.join(".", variable.path()) + nearest(first));
        }
      }
      case Template.Call call -> call.arguments().forEach(each -> checkNames(each, open));
      case Template.Literal _ -> {}
    }
  }

  private static String nearest(String name) {
    return NearestName.to(name, MailValues.NAMES).map(it -> "; is it ." + it + "?").orElse("");
  }

  private RuntimeException fault(int position, String reason) {
    String before = text.substring(0, position);
    int line = 1 + (int) before.chars().filter(c -> c == '\n').count();
    int column = position - before.lastIndexOf('\n');
    return new MailProblem.BadTemplate(name, line, column, reason).raise();
  }
}
