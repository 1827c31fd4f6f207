package dev.groundwork.service.rest.plan;

import dev.groundwork.base.problem.Details;
import dev.groundwork.base.problem.Problem;
import java.util.List;
import java.util.Optional;

/** What can be wrong with the meaning of a request. */
public sealed interface PlanProblem extends Problem {

  /** PUT with filters that do not name exactly one row by its key. */
  record PutFilters() implements PlanProblem {
    @Override
    public String code() {
      return "PGRST105";
    }

    @Override
    public int status() {
      return 405;
    }

    @Override
    public String message() {
      return "Filters must include all and only primary key columns with 'eq' operators";
    }
  }

  /** A schema that is not exposed. */
  record UnknownSchema(String schema, List<String> exposed) implements PlanProblem {
    @Override
    public String code() {
      return "PGRST106";
    }

    @Override
    public int status() {
      return 406;
    }

    @Override
    public String message() {
      return "Invalid schema: " + schema;
    }

    @Override
    public Optional<String> hint() {
      return Optional.of("Only the following schemas are exposed: " + String.join(", ", exposed));
    }
  }

  /** No way to make any of the media types. */
  record UnknownMedia(List<String> accepted) implements PlanProblem {
    @Override
    public String code() {
      return "PGRST107";
    }

    @Override
    public int status() {
      return 406;
    }

    @Override
    public String message() {
      return "None of these media types are available: " + String.join(", ", accepted);
    }
  }

  /** Something refers to a resource that is not embedded. */
  record NotEmbedded(String name, Optional<String> alias) implements PlanProblem {
    @Override
    public String code() {
      return "PGRST108";
    }

    @Override
    public int status() {
      return 400;
    }

    @Override
    public String message() {
      return "'" + name + "' is not an embedded resource in this request";
    }

    @Override
    public Optional<Details> details() {
      return alias.map(
          _ -> new Details.Text("Target names are not allowed in filters if they have an alias"));
    }

    @Override
    public Optional<String> hint() {
      return Optional.of(
          alias
              .map(
                  other -> "Change '" + name + "' to '" + other + "' in filters, orders or limits.")
              .orElse("Verify that '" + name + "' is included in the 'select' query parameter."));
    }
  }

  /** Sorting by a resource that is not to-one. */
  record RelatedOrder(String origin, String target) implements PlanProblem {
    @Override
    public String code() {
      return "PGRST118";
    }

    @Override
    public int status() {
      return 400;
    }

    @Override
    public String message() {
      return "A related order on '" + target + "' is not possible";
    }

    @Override
    public Optional<Details> details() {
      return Optional.of(
          new Details.Text(
              "'"
                  + origin
                  + "' and '"
                  + target
                  + "' do not form a many-to-one or one-to-one relationship"));
    }
  }

  /** Preferences that nobody understands, while the client insists. */
  record UnknownPreferences(List<String> preferences) implements PlanProblem {
    @Override
    public String code() {
      return "PGRST122";
    }

    @Override
    public int status() {
      return 400;
    }

    @Override
    public String message() {
      return "Invalid preferences given with handling=strict";
    }

    @Override
    public Optional<Details> details() {
      return Optional.of(
          new Details.Text("Invalid preferences: " + String.join(", ", preferences)));
    }
  }

  /** Aggregates are switched off. */
  record AggregatesOff() implements PlanProblem {
    @Override
    public String code() {
      return "PGRST123";
    }

    @Override
    public int status() {
      return 400;
    }

    @Override
    public String message() {
      return "Use of aggregate functions is not allowed";
    }
  }

  /** The description of the API is switched off. */
  record DescriptionOff() implements PlanProblem {
    @Override
    public String code() {
      return "PGRST126";
    }

    @Override
    public int status() {
      return 404;
    }

    @Override
    public String message() {
      return "Root endpoint metadata is disabled";
    }
  }

  /** Aggregates within a spread of many rows. */
  record AggregateInSpread() implements PlanProblem {
    @Override
    public String code() {
      return "PGRST127";
    }

    @Override
    public int status() {
      return 400;
    }

    @Override
    public String message() {
      return "Feature not implemented";
    }

    @Override
    public Optional<Details> details() {
      return Optional.of(
          new Details.Text(
              "Aggregates are not implemented for one-to-many or many-to-many spreads."));
    }
  }

  /** A bound on changed rows for a function that does not give rows. */
  record MaxAffectedCall() implements PlanProblem {
    @Override
    public String code() {
      return "PGRST128";
    }

    @Override
    public int status() {
      return 400;
    }

    @Override
    public String message() {
      return "Function must return SETOF or TABLE when max-affected preference is used with"
          + " handling=strict";
    }
  }

  /** No relationship leads from one relation to the other. */
  record NoRelationship(
      String source,
      String target,
      Optional<String> embedHint,
      String schema,
      Optional<String> hint)
      implements PlanProblem {
    @Override
    public String code() {
      return "PGRST200";
    }

    @Override
    public int status() {
      return 400;
    }

    @Override
    public String message() {
      return "Could not find a relationship between '"
          + source
          + "' and '"
          + target
          + "' in the schema cache";
    }

    @Override
    public Optional<Details> details() {
      String using = embedHint.map(hint -> "' using the hint '" + hint).orElse("");
      return Optional.of(
          new Details.Text(
              "Searched for a foreign key relationship between '"
                  + source
                  + "' and '"
                  + target
                  + using
                  + "' in the schema '"
                  + schema
                  + "', but no matches were found."));
    }
  }

  /** More than one relationship leads from one relation to the other. */
  record AmbiguousRelationship(String source, String target, String choices, List<String> names)
      implements PlanProblem {
    @Override
    public String code() {
      return "PGRST201";
    }

    @Override
    public int status() {
      return 300;
    }

    @Override
    public String message() {
      return "Could not embed because more than one relationship was found for '"
          + source
          + "' and '"
          + target
          + "'";
    }

    @Override
    public Optional<Details> details() {
      return Optional.of(new Details.Json(choices));
    }

    @Override
    public Optional<String> hint() {
      return Optional.of(
          "Try changing '"
              + target
              + "' to one of the following: "
              + String.join(", ", names)
              + ". Find the desired relationship in the 'details' key.");
    }
  }

  /** No function has the name and the arguments. */
  record NoFunction(String message, String reason, Optional<String> hint) implements PlanProblem {
    @Override
    public String code() {
      return "PGRST202";
    }

    @Override
    public int status() {
      return 404;
    }

    @Override
    public Optional<Details> details() {
      return Optional.of(new Details.Text(reason));
    }
  }

  /** More than one function has the name and the arguments. */
  record AmbiguousFunction(List<String> signatures) implements PlanProblem {
    @Override
    public String code() {
      return "PGRST203";
    }

    @Override
    public int status() {
      return 300;
    }

    @Override
    public String message() {
      return "Could not choose the best candidate function between: "
          + String.join(", ", signatures);
    }

    @Override
    public Optional<String> hint() {
      return Optional.of(
          "Try renaming the parameters or the function itself in the database so function"
              + " overloading can be resolved");
    }
  }

  /** A column to be written is not there. */
  record NoColumn(String relation, String column) implements PlanProblem {
    @Override
    public String code() {
      return "PGRST204";
    }

    @Override
    public int status() {
      return 400;
    }

    @Override
    public String message() {
      return "Could not find the '" + column + "' column of '" + relation + "' in the schema cache";
    }
  }

  /** A cursor is not from here, or for something else; which of these is nobody's business. */
  record ForeignCursor() implements PlanProblem {
    @Override
    public String code() {
      return "GWREST402";
    }

    @Override
    public int status() {
      return 400;
    }

    @Override
    public String message() {
      return "The cursor does not belong to this request";
    }

    @Override
    public Optional<String> hint() {
      return Optional.of(
          "A cursor goes on with the request that it came with: the same caller, order, filters and"
              + " select. Begin anew with an empty `cursor=`.");
    }
  }

  /** Pages by cursor of rows that nothing tells apart. */
  record NoKey(String relation) implements PlanProblem {
    @Override
    public String code() {
      return "GWREST403";
    }

    @Override
    public int status() {
      return 400;
    }

    @Override
    public String message() {
      return "'" + relation + "' has no primary key by which its rows could be read in pages";
    }

    @Override
    public Optional<String> hint() {
      return Optional.of("Give an `order` by columns that together tell rows apart.");
    }
  }

  /** Pages by cursor of something that is no list of rows. */
  record NoPages(String reason) implements PlanProblem {
    @Override
    public String code() {
      return "GWREST404";
    }

    @Override
    public int status() {
      return 400;
    }

    @Override
    public String message() {
      return "This cannot be read in pages by `cursor`: " + reason;
    }
  }

  /** A table is not there. */
  record NoTable(String schema, String table, Optional<String> nearest) implements PlanProblem {
    @Override
    public String code() {
      return "PGRST205";
    }

    @Override
    public int status() {
      return 404;
    }

    @Override
    public String message() {
      return "Could not find the table '" + schema + "." + table + "' in the schema cache";
    }

    @Override
    public Optional<String> hint() {
      return nearest.map(name -> "Perhaps you meant the table '" + schema + "." + name + "'");
    }
  }

  /** A change depends on the state of rows that it does not name one by one. */
  record MatchOfMany() implements PlanProblem {
    @Override
    public String code() {
      return "GWREST213";
    }

    @Override
    public int status() {
      return 400;
    }

    @Override
    public String message() {
      return "If-Match needs filters that name one row by its whole primary key";
    }
  }

  /** A change depends on the state of a row, of which nothing tells. */
  record NoVersion(String relation) implements PlanProblem {
    @Override
    public String code() {
      return "GWREST214";
    }

    @Override
    public int status() {
      return 400;
    }

    @Override
    public String message() {
      return "Rows of '" + relation + "' have no version that If-Match could be compared with";
    }

    @Override
    public Optional<String> hint() {
      return Optional.of(
          "Write to the table, or mark a column that changes with each write: comment on column"
              + " ... is '@version'.");
    }
  }

  /** A patch goes into a value that is no JSON. */
  record NoJson(String column) implements PlanProblem {
    @Override
    public String code() {
      return "GWREST602";
    }

    @Override
    public int status() {
      return 400;
    }

    @Override
    public String message() {
      return "The column '" + column + "' holds no JSON that a path could lead into";
    }

    @Override
    public Optional<String> hint() {
      return Optional.of("A path of one step, /" + column + ", stands for the whole value.");
    }
  }
}
