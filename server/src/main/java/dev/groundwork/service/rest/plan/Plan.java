package dev.groundwork.service.rest.plan;

import dev.groundwork.base.schema.Name;
import dev.groundwork.base.schema.Routine;
import dev.groundwork.service.rest.parse.MediaType;
import dev.groundwork.service.rest.parse.Preferences;
import dev.groundwork.service.rest.parse.Shape.Argument;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/** What a request means, with everything resolved against one schema snapshot. */
public sealed interface Plan {

  /** The schema that the request works in. */
  String schema();

  /** A plan that runs a statement on the database. */
  sealed interface Execution extends Plan {
    /** What is given back of the rows. */
    ReadNode read();

    /** How rows become the body. */
    BodyForm body();

    /** The media type of the body. */
    MediaType media();

    /** The preferences that the answer names as applied. */
    Preferences preferences();

    /** What becomes of tags; a function's answer has none. */
    default Tagging tagging() {
      return Tagging.NONE;
    }

    /** Whether it changes nothing, so that its transaction may not either. */
    default boolean reads() {
      return switch (this) {
        case Read _ -> true;
        case Write _ -> false;
        case Call call -> call.readOnly();
      };
    }
  }

  /**
   * Rows of a table or view.
   *
   * @param byKey whether there is one row at most, by the values of the whole primary key
   * @param keyset the order of its pages, when it is read in pages
   */
  record Read(
      String schema,
      Name relation,
      ReadNode read,
      BodyForm body,
      MediaType media,
      Preferences preferences,
      OptionalLong maxRows,
      boolean bodyWanted,
      boolean byKey,
      Tagging tagging,
      Optional<Keyset> keyset)
      implements Execution {}

  /** A change of rows and what is given back of them. */
  record Write(
      String schema,
      Name relation,
      Mutation mutation,
      ReadNode read,
      BodyForm body,
      MediaType media,
      Preferences preferences,
      Tagging tagging)
      implements Execution {}

  /**
   * A function call and what is given back of its result.
   *
   * @param computed computed columns of its rows that are used
   */
  record Call(
      String schema,
      Routine routine,
      Arguments arguments,
      List<String> computed,
      ReadNode read,
      BodyForm body,
      MediaType media,
      Preferences preferences,
      OptionalLong maxRows,
      boolean readOnly,
      boolean bodyWanted)
      implements Execution {
    public Call {
      computed = List.copyOf(computed);
    }
  }

  /** A description of the API. */
  record Describe(String schema, Form form, boolean bodyWanted) implements Plan {
    /** The format of the description. */
    public enum Form {
      OPENAPI_2,
      OPENAPI_31
    }
  }

  /** The methods that a resource has. */
  record Allow(String schema, List<String> methods) implements Plan {
    public Allow {
      methods = List.copyOf(methods);
    }
  }

  /** How a function gets its arguments. */
  sealed interface Arguments {
    /** One value for the only, unnamed parameter. */
    record Positional(Routine.Parameter parameter) implements Arguments {}

    /** Members of a JSON body, one for each parameter. */
    record FromJson(List<Routine.Parameter> parameters, boolean array) implements Arguments {
      public FromJson {
        parameters = List.copyOf(parameters);
      }
    }

    /** Values of the query string or of a form. */
    record Direct(List<Bound> bound) implements Arguments {
      public Direct {
        bound = List.copyOf(bound);
      }
    }

    /** A parameter with its value; more than one for a variadic parameter. */
    record Bound(Routine.Parameter parameter, List<Argument> values) {
      public Bound {
        values = List.copyOf(values);
      }
    }
  }

  /** How rows become the body. */
  sealed interface BodyForm {
    /** A JSON array of rows, or what the function's result calls for. */
    record Json(boolean nullsStripped) implements BodyForm {}

    /** The first row as a JSON object. */
    record SingleJson(boolean nullsStripped) implements BodyForm {}

    /** Each row as a JSON object on a line of its own. */
    record Lines() implements BodyForm {}

    /** Comma-separated values with a line of names. */
    record Csv() implements BodyForm {}

    /** A GeoJSON feature collection. */
    record GeoJson() implements BodyForm {}

    /**
     * By a function or aggregate of the database.
     *
     * @param rowType what the row is cast to; empty for any
     */
    record Custom(Name function, Optional<Name> rowType) implements BodyForm {}

    /** The value that a function gave, as it is. */
    record Value() implements BodyForm {}

    /** No body. */
    record Nothing() implements BodyForm {}
  }
}
