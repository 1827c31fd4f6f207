package dev.groundwork.bench.stages;

import dev.groundwork.base.schema.Cardinality;
import dev.groundwork.base.schema.Cardinality.ColumnPair;
import dev.groundwork.base.schema.Column;
import dev.groundwork.base.schema.Name;
import dev.groundwork.base.schema.Relation;
import dev.groundwork.base.schema.Relationship;
import dev.groundwork.base.schema.Routine;
import dev.groundwork.base.schema.SchemaCache;
import dev.groundwork.base.schema.TextTypes;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** The part of the hiring example's schema that the samples use, as it would be loaded. */
final class HiringSchema {
  private static final Name OPENINGS = name("openings");
  private static final Name COMPANIES = name("companies");
  private static final Name OPENING_SKILLS = name("opening_skills");
  private static final Name SKILLS = name("skills");
  private static final Name SEARCH = name("search_openings");

  private HiringSchema() {}

  static SchemaCache snapshot() {
    return new SchemaCache(
        1,
        180000,
        Map.of(
            OPENINGS,
            relation(
                OPENINGS,
                "id bigint,company_id bigint,title text,about text,location text,work_type text,"
                    + "pay_min integer,pay_max integer,status text,published_at timestamptz"),
            COMPANIES,
            relation(COMPANIES, "id bigint,name text,about text,headquarters text"),
            OPENING_SKILLS,
            relation(OPENING_SKILLS, "opening_id bigint,skill_id bigint,required boolean"),
            SKILLS,
            relation(SKILLS, "id bigint,name text,kind text")),
        Map.of(
            OPENINGS,
            List.of(
                toOne(OPENINGS, COMPANIES, new ColumnPair("company_id", "id")),
                toMany(OPENINGS, OPENING_SKILLS, new ColumnPair("id", "opening_id"))),
            OPENING_SKILLS,
            List.of(
                toOne(OPENING_SKILLS, SKILLS, new ColumnPair("skill_id", "id")),
                toOne(OPENING_SKILLS, OPENINGS, new ColumnPair("opening_id", "id")))),
        Map.of(SEARCH, List.of(search())),
        Map.of(),
        List.of(),
        List.of(),
        Map.of(),
        TextTypes.NONE,
        Set.of("utc"),
        Map.of());
  }

  private static Name name(String name) {
    return new Name("public", name);
  }

  private static Relation relation(Name name, String columns) {
    Map<String, Column> all = new LinkedHashMap<>();
    for (String each : columns.split(",", -1)) {
      int space = each.indexOf(' ');
      String column = each.substring(0, space);
      all.put(column, column(column, each.substring(space + 1)));
    }
    String key = all.keySet().iterator().next();
    return new Relation(
        name, Relation.Kind.TABLE, true, true, true, all, List.of(key), Optional.empty());
  }

  private static Column column(String name, String type) {
    return new Column(
        name,
        type,
        type,
        type,
        true,
        false,
        Optional.empty(),
        Optional.empty(),
        List.of(),
        Optional.empty());
  }

  private static Relationship toOne(Name source, Name target, ColumnPair columns) {
    String constraint = source.name() + '_' + columns.source() + "_fkey";
    return new Relationship.ForeignKey(
        source, target, new Cardinality.ManyToOne(constraint, List.of(columns)), false, false);
  }

  private static Relationship toMany(Name source, Name target, ColumnPair columns) {
    String constraint = target.name() + '_' + columns.target() + "_fkey";
    return new Relationship.ForeignKey(
        source, target, new Cardinality.OneToMany(constraint, List.of(columns)), false, false);
  }

  private static Routine search() {
    return new Routine(
        1,
        SEARCH,
        List.of(
            new Routine.Parameter("query", "text", "text", false, false),
            new Routine.Parameter("skills", "text[]", "text[]", false, false)),
        new Routine.Returns.Composite(OPENINGS, true, false),
        Routine.Volatility.STABLE,
        false,
        Optional.empty(),
        Map.of(),
        Optional.empty());
  }
}
