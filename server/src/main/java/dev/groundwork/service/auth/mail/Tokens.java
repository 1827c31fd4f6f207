package dev.groundwork.service.auth.mail;

import com.fasterxml.jackson.databind.node.BooleanNode;
import com.fasterxml.jackson.databind.node.DecimalNode;
import com.fasterxml.jackson.databind.node.NullNode;
import com.fasterxml.jackson.databind.node.TextNode;
import dev.groundwork.service.auth.mail.Template.Call;
import dev.groundwork.service.auth.mail.Template.Expression;
import dev.groundwork.service.auth.mail.Template.Function;
import dev.groundwork.service.auth.mail.Template.Literal;
import dev.groundwork.service.auth.mail.Template.Variable;
import java.math.BigDecimal;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads an expression of a template; throws {@code IllegalArgumentException} on what it is not. */
final class Tokens {
  private static final Pattern TOKEN =
      Pattern.compile(
          "\\s*(?<token>[()]|\"(?:[^\"\\\\\\n]|\\\\[\"\\\\nt])*\"|`[^`]*`|[^\\s()\"`]+|$)");
  private static final Pattern PATH = Pattern.compile("(\\.[\\p{L}_][\\p{L}\\p{N}_]*)+");
  private static final Pattern NUMBER = Pattern.compile("-?[0-9]{1,15}(\\.[0-9]{1,15})?");
  private static final int DEEPEST = 20;

  private final Deque<String> tokens = new ArrayDeque<>();

  Tokens(String words) {
    Matcher matcher = TOKEN.matcher(words);
    int at = 0;
    while (at < words.length()) {
      if (!matcher.find(at) || matcher.start() != at) {
        throw new IllegalArgumentException("a quote is not closed");
      }
      if (!matcher.group("token").isEmpty()) {
        tokens.add(matcher.group("token"));
      }
      at = Math.max(matcher.end(), at + 1);
    }
  }

  /** Where an action's closing braces begin, or -1: braces in quotes and comments are none. */
  static int end(String text, int start) {
    char quote = 0;
    for (int i = start; i < text.length(); i++) {
      char c = text.charAt(i);
      if (quote == 0 && text.startsWith("/*", i)) {
        int end = text.indexOf("*/", i + 2);
        i = end < 0 ? text.length() : end + 1;
      } else if (quote == 0 && text.startsWith("}}", i)) {
        return i;
      } else if (quote == 0 && (c == '"' || c == '`')) {
        quote = c;
      } else if (c == '\\' && quote == '"') {
        i++;
      } else if (c == quote) {
        quote = 0;
      }
    }
    return -1;
  }

  /** The whole expression. */
  Expression whole() {
    Expression expression = call(0);
    if (!tokens.isEmpty()) {
      throw new IllegalArgumentException("'" + tokens.peek() + "' is not expected here");
    }
    return expression;
  }

  private Expression call(int depth) {
    String first = tokens.isEmpty() ? "" : tokens.peek();
    Function function =
        switch (first) {
          case "and" -> Function.AND;
          case "or" -> Function.OR;
          case "not" -> Function.NOT;
          case "eq" -> Function.EQ;
          case "ne" -> Function.NE;
          default -> null;
        };
    if (function == null) {
      return operand(depth);
    }
    tokens.remove();
    List<Expression> arguments = new ArrayList<>();
    while (!tokens.isEmpty() && !tokens.peek().equals(")")) {
      arguments.add(operand(depth));
    }
    boolean enough =
        switch (function) {
          case AND, OR -> !arguments.isEmpty();
          case NOT -> arguments.size() == 1;
          case EQ -> arguments.size() >= 2;
          case NE -> arguments.size() == 2;
        };
    if (!enough) {
      throw new IllegalArgumentException("'" + first + "' has too few or too many values");
    }
    return new Call(function, arguments);
  }

  private Expression operand(int depth) {
    if (tokens.isEmpty() || depth > DEEPEST) {
      throw new IllegalArgumentException("a value is missing");
    }
    String token = tokens.remove();
    if (token.equals("(")) {
      Expression inner = call(depth + 1);
      if (tokens.isEmpty() || !tokens.remove().equals(")")) {
        throw new IllegalArgumentException("a parenthesis is not closed");
      }
      return inner;
    }
    return simple(token);
  }

  private static Expression simple(String token) {
    if (PATH.matcher(token).matches()) {
      return new Variable(List.of(token.substring(1).split("\\.")));
    }
    if (NUMBER.matcher(token).matches()) {
      return new Literal(DecimalNode.valueOf(new BigDecimal(token)));
    }
    if (token.startsWith("\"") || token.startsWith("`")) {
      return new Literal(TextNode.valueOf(unquoted(token)));
    }
    return switch (token) {
      case "true" -> new Literal(BooleanNode.TRUE);
      case "false" -> new Literal(BooleanNode.FALSE);
      case "nil" -> new Literal(NullNode.getInstance());
      default -> throw new IllegalArgumentException("'" + token + "' is not known");
    };
  }

  private static String unquoted(String token) {
    String inside = token.substring(1, token.length() - 1);
    if (token.startsWith("`")) {
      return inside;
    }
    StringBuilder out = new StringBuilder();
    for (int i = 0; i < inside.length(); i++) {
      char c = inside.charAt(i);
      if (c == '\\') {
        i++;
        c =
            switch (inside.charAt(i)) {
              case 'n' -> '\n';
              case 't' -> '\t';
              default -> inside.charAt(i);
            };
      }
      out.append(c);
    }
    return out.toString();
  }
}
