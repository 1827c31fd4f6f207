package dev.groundwork.service.auth.mail;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.BooleanNode;
import java.util.List;

/** A template that was understood. */
record Template(List<Node> nodes) {

  Template {
    nodes = List.copyOf(nodes);
  }

  /** A part of a template. */
  sealed interface Node {}

  /** Text that stands as it is. */
  record Text(String text) implements Node {}

  /** A value, made harmless for its place. */
  record Value(Expression expression, Escape escape) implements Node {}

  /** One of two parts. */
  record Branch(Expression test, List<Node> then, List<Node> otherwise) implements Node {
    Branch {
      then = List.copyOf(then);
      otherwise = List.copyOf(otherwise);
    }
  }

  /** What has a value. */
  sealed interface Expression {}

  /** A value of the mail, such as {@code .Data.name}. */
  record Variable(List<String> path) implements Expression {
    Variable {
      path = List.copyOf(path);
    }
  }

  /** A text, number or truth value in the template. */
  record Literal(JsonNode value) implements Expression {}

  /** A function of values. */
  record Call(Function function, List<Expression> arguments) implements Expression {
    Call {
      arguments = List.copyOf(arguments);
    }
  }

  /** The functions that templates know. */
  enum Function {
    AND,
    OR,
    NOT,
    EQ,
    NE
  }

  /** The text with these values. */
  String filled(MailValues values) {
    StringBuilder out = new StringBuilder();
    write(out, nodes, values);
    return out.toString();
  }

  private static void write(StringBuilder out, List<Node> nodes, MailValues values) {
    for (Node node : nodes) {
      switch (node) {
        case Text text -> out.append(text.text());
        case Value value -> out.append(value.escape().of(shown(value(value.expression(), values))));
        case Branch branch -> {
          boolean holds = holds(value(branch.test(), values));
          write(out, holds ? branch.then() : branch.otherwise(), values);
        }
      }
    }
  }

  private static String shown(JsonNode value) {
    if (value.isMissingNode() || value.isNull()) {
      return "";
    }
    return value.isContainerNode() ? value.toString() : value.asText();
  }

  private static JsonNode value(Expression expression, MailValues values) {
    return switch (expression) {
      case Variable variable -> values.at(variable.path());
      case Literal literal -> literal.value();
      case Call call -> result(call, values);
    };
  }

  private static JsonNode result(Call call, MailValues values) {
    List<Expression> arguments = call.arguments();
    return switch (call.function()) {
      case AND -> firstThat(false, arguments, values);
      case OR -> firstThat(true, arguments, values);
      case NOT -> BooleanNode.valueOf(!holds(value(arguments.getFirst(), values)));
      case EQ -> BooleanNode.valueOf(equalsOne(arguments, values));
      case NE -> BooleanNode.valueOf(!equalsOne(arguments, values));
    };
  }

  /** The first value that holds, or does not; else the last one. */
  private static JsonNode firstThat(boolean wanted, List<Expression> arguments, MailValues values) {
    for (Expression each : arguments.subList(0, arguments.size() - 1)) {
      JsonNode value = value(each, values);
      if (holds(value) == wanted) {
        return value;
      }
    }
    return value(arguments.getLast(), values);
  }

  private static boolean equalsOne(List<Expression> arguments, MailValues values) {
    JsonNode first = value(arguments.getFirst(), values);
    for (Expression each : arguments.subList(1, arguments.size())) {
      JsonNode other = value(each, values);
      boolean same =
          (first.isNumber() && other.isNumber())
              ? first.decimalValue().compareTo(other.decimalValue()) == 0
              : first.equals(other);
      if (same) {
        return true;
      }
    }
    return false;
  }

  private static boolean holds(JsonNode value) {
    return switch (value.getNodeType()) {
      case STRING -> !value.textValue().isEmpty();
      case NUMBER -> value.decimalValue().signum() != 0;
      case BOOLEAN -> value.booleanValue();
      case ARRAY, OBJECT -> !value.isEmpty();
      case BINARY, POJO -> true;
      case MISSING, NULL -> false;
    };
  }
}
