package dev.groundwork.service.rest.parse;

import java.util.List;
import java.util.Optional;

/**
 * What the objects at one place of a body with nested rows are like.
 *
 * @param number of the place, counted from 0 at the top
 * @param nested how the place was named; empty at the top
 * @param object whether an object stood there by itself
 * @param array whether an array stood there
 * @param absent whether null stood there
 * @param forms which members objects have, each combination once
 * @param members places within the objects
 */
public record Documents(
    int number,
    Optional<Nested> nested,
    boolean object,
    boolean array,
    boolean absent,
    List<Form> forms,
    List<Documents> members) {
  public Documents {
    forms = List.copyOf(forms);
    members = List.copyOf(members);
  }

  /**
   * The members of an object.
   *
   * @param columns sorted names of those that are not nested
   * @param nested sorted names of nested ones that are an object or null
   */
  public record Form(List<String> columns, List<String> nested) {
    public Form {
      columns = List.copyOf(columns);
      nested = List.copyOf(nested);
    }
  }

  /**
   * The objects at one place.
   *
   * @param number of the place
   * @param count of objects
   * @param json an array of them, without what is nested in them
   * @param parents a PostgreSQL array: the position, from 1, of the object that each stands in
   * @param forms a PostgreSQL array: the index of the form of each
   * @param within a PostgreSQL array: positions of the objects that have the place, even empty
   */
  public record Rows(
      int number, int count, String json, String parents, String forms, String within) {}
}
