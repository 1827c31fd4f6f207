package dev.groundwork.service.rest.parse;

import dev.groundwork.base.http.Headers;
import dev.groundwork.base.http.RawRequest;
import dev.groundwork.base.problem.Details;
import dev.groundwork.base.problem.Problem;
import dev.groundwork.base.problem.ProblemException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/** Words as short texts, for tables of what is read out of what. */
final class Words {
  private Words() {}

  /** A request with one decoded parameter. */
  static Request get(String path, String key, String value) {
    String query = key.isEmpty() ? "" : encoded(key) + '=' + encoded(value);
    return Parser.parse(new RawRequest("GET", path, query, Headers.NONE, new byte[0]));
  }

  private static String encoded(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8);
  }

  /** Code, message and details of the problem; the words when there is none. */
  static String orProblem(Work work) {
    try {
      return work.words();
    } catch (ProblemException e) {
      Problem problem = e.problem();
      String details =
          problem.details().map(d -> d instanceof Details.Text(String text) ? text : "").orElse("");
      return problem.code() + " " + details;
    }
  }

  /** Reads something. */
  interface Work {
    String words();
  }

  static String select(List<SelectItem> items) {
    return items.stream().map(Words::item).collect(Collectors.joining(" ", "[", "]"));
  }

  private static String item(SelectItem item) {
    return switch (item) {
      case SelectItem.Star _ -> "*";
      case SelectItem.Column(Field field, var cast, var aggregate, var alias) ->
          name(alias) + field(field) + type(cast) + aggregate.map(Words::fold).orElse("");
      case SelectItem.Count(var cast, var alias) -> name(alias) + "#" + type(cast);
      case SelectItem.Embed(String target, var hint, var join, var alias, var select) ->
          name(alias) + target + way(hint, join) + select(select);
      case SelectItem.Spread(String target, var hint, var join, var select) ->
          "..." + target + way(hint, join) + select(select);
    };
  }

  private static String name(Optional<String> alias) {
    return alias.map(name -> name + "=").orElse("");
  }

  private static String type(Optional<String> cast) {
    return cast.map(type -> "::" + type).orElse("");
  }

  private static String fold(SelectItem.Aggregated aggregate) {
    return "." + aggregate.function() + type(aggregate.cast());
  }

  private static String way(Optional<String> hint, Optional<SelectItem.Join> join) {
    return hint.map(h -> "!" + h).orElse("") + join.map(j -> "!" + j).orElse("");
  }

  static String field(Field field) {
    StringBuilder words = new StringBuilder("<" + field.name() + ">");
    for (Field.JsonStep step : field.path()) {
      words.append(step.asText() ? "->>" : "->");
      words.append(
          switch (step) {
            case Field.JsonStep.Key(String key, _) -> "'" + key + "'";
            case Field.JsonStep.Index(int index, _) -> Integer.toString(index);
          });
    }
    return words.toString();
  }

  /** Filters and trees, their operands in place of slots. */
  static String conditions(Request request) {
    List<String> values = request.values();
    String filters =
        request.shape().filters().stream()
            .map(f -> at(f.path()) + filter(f.what(), values))
            .collect(Collectors.joining(" "));
    String trees =
        request.shape().logic().stream()
            .map(l -> at(l.path()) + logic(l.what(), values))
            .collect(Collectors.joining(" "));
    String arguments =
        request.shape().arguments().stream()
            .map(a -> a.name() + "=>" + values.get(a.value()))
            .collect(Collectors.joining(" "));
    return (filters + trees + arguments);
  }

  private static String at(List<String> path) {
    return path.isEmpty() ? "" : String.join("/", path) + "/";
  }

  private static String logic(Logic logic, List<String> values) {
    return switch (logic) {
      case Logic.Leaf(Filter filter) -> filter(filter, values);
      case Logic.Group(boolean negated, var connective, List<Logic> members) ->
          (negated ? "!" : "")
              + connective
              + members.stream()
                  .map(member -> logic(member, values))
                  .collect(Collectors.joining(" ", "(", ")"));
    };
  }

  private static String filter(Filter filter, List<String> values) {
    String operation =
        switch (filter.operation()) {
          case Operation.Compare(var operator, int value) -> operator + " " + values.get(value);
          case Operation.CompareEach(var operator, var quantifier, int value) ->
              operator + " " + quantifier + " " + values.get(value);
          case Operation.In(int value) -> "IN " + values.get(value);
          case Operation.Is(var truth) -> "IS " + truth;
          case Operation.IsDistinct(int value) -> "DISTINCT " + values.get(value);
          case Operation.FullText(var query, var language, int value) ->
              query + language.map(l -> " " + values.get(l)).orElse("") + " " + values.get(value);
        };
    return field(filter.field()) + (filter.negated() ? " NOT " : " ") + operation;
  }

  static String orders(List<OrderTerm> terms) {
    return terms.stream().map(Words::order).collect(Collectors.joining(" "));
  }

  private static String order(OrderTerm term) {
    String key =
        switch (term) {
          case OrderTerm.ByField by -> field(by.field());
          case OrderTerm.ByRelated by -> by.embed() + "/" + field(by.field());
        };
    return key
        + term.direction().map(d -> " " + d).orElse("")
        + term.nulls().map(n -> " nulls " + n).orElse("");
  }
}
