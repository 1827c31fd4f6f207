package dev.groundwork.service.migrations.write;

import dev.groundwork.service.migrations.catalog.CatalogObject;
import dev.groundwork.service.migrations.catalog.Kind;
import dev.groundwork.service.migrations.catalog.Snapshot;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/**
 * What becomes of things that the migrations make and the desired schema does not have: they may
 * have been dropped, or have another name. Nobody can see that; somebody must say it.
 */
public interface Answers {

  /** What becomes of one. */
  sealed interface Answer {
    /** It goes, with what it holds. */
    record Drop() implements Answer {}

    /** It is what the desired schema has by another name. */
    record Rename(CatalogObject to) implements Answer {}
  }

  /**
   * A thing in question.
   *
   * @param object as the migrations make it
   * @param candidates new things of its kind that it may have become, the likeliest first
   */
  record Question(CatalogObject object, List<CatalogObject> candidates) {
    public Question {
      candidates = List.copyOf(candidates);
    }
  }

  /** The answer to a question; empty when there is none. */
  Optional<Answer> to(Question question);

  /**
   * Every question was asked.
   *
   * @throws dev.groundwork.base.problem.ProblemException with a problem when there are answers to
   *     what nobody asked, such as a name with a letter wrong
   */
  void complete();

  /** The questions that two schemas raise. */
  static List<Question> questions(Snapshot now, Snapshot desired) {
    return now.objects().values().stream()
        .filter(object -> !desired.has(object.id()) && isAsked(object, now, desired))
        .sorted(Comparator.comparing(CatalogObject::kind).thenComparing(CatalogObject::id))
        .map(object -> new Question(object, candidates(object, now, desired)))
        .toList();
  }

  private static boolean isAsked(CatalogObject object, Snapshot now, Snapshot desired) {
    return switch (object.kind()) {
      case SCHEMA, TABLE, VIEW, MATERIALIZED_VIEW, ENUM, DOMAIN, COMPOSITE, RANGE -> true;
      case SEQUENCE -> object.text("owned_by").isEmpty();
      case FUNCTION, AGGREGATE ->
          desired.all(object.kind()).stream().noneMatch(each -> sameName(each, object));
      case COLUMN ->
          object.is("local")
              && object.parent().filter(id -> now.has(id) && desired.has(id)).isPresent();
      default -> false;
    };
  }

  /** A function that takes something else now is changed, not dropped. */
  private static boolean sameName(CatalogObject one, CatalogObject other) {
    return one.text("schema").equals(other.text("schema"))
        && one.text("name").equals(other.text("name"));
  }

  private static List<CatalogObject> candidates(
      CatalogObject object, Snapshot now, Snapshot desired) {
    Function<CatalogObject, Integer> distance = each -> distance(object, now, each, desired);
    List<CatalogObject> found = new ArrayList<>();
    for (CatalogObject each : desired.all(object.kind())) {
      if (!now.has(each.id()) && each.parent().equals(object.parent())) {
        found.add(each);
      }
    }
    found.sort(Comparator.comparing(distance).thenComparing(CatalogObject::id));
    return found;
  }

  /** In how much two differ: a column's properties, or the columns of tables. */
  private static int distance(
      CatalogObject one, Snapshot now, CatalogObject other, Snapshot desired) {
    if (one.kind() == Kind.TABLE) {
      List<String> mine = columns(one, now);
      List<String> others = columns(other, desired);
      long shared = mine.stream().filter(others::contains).count();
      return (int) (mine.size() + others.size() - 2 * shared);
    }
    return one.differs(other, "type") ? 1 : 0;
  }

  private static List<String> columns(CatalogObject table, Snapshot schema) {
    return schema.childrenOf(table.id()).stream()
        .filter(each -> each.kind() == Kind.COLUMN)
        .map(each -> each.required("name"))
        .toList();
  }
}
