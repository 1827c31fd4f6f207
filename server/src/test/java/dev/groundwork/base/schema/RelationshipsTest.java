package dev.groundwork.base.schema;

import static org.assertj.core.api.Assertions.assertThat;

import dev.groundwork.base.schema.Cardinality.ColumnPair;
import dev.groundwork.base.schema.Cardinality.Junction;
import dev.groundwork.base.schema.Cardinality.ManyToMany;
import dev.groundwork.base.schema.Cardinality.ManyToOne;
import dev.groundwork.base.schema.Cardinality.OneToMany;
import dev.groundwork.base.schema.Cardinality.OneToOne;
import dev.groundwork.base.schema.Relationship.Computed;
import dev.groundwork.base.schema.Relationship.ForeignKey;
import dev.groundwork.testing.TestPostgres;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class RelationshipsTest {

  @RegisterExtension
  static final TestPostgres POSTGRES =
      TestPostgres.with(
          """
          create schema api;
          create schema inner_;
          create schema extra;

          create table api.client (id int primary key, name text);
          create table api.project (
            id int primary key, client_id int constraint client references api.client);
          create table api.detail (
            id int primary key constraint project references api.project, text text);
          create table api.person (
            id int primary key, boss_id int constraint boss references api.person);
          create table api.assignment (
            person_id int constraint person references api.person,
            project_id int constraint project references api.project,
            since date,
            primary key (person_id, project_id));
          create table api.note (
            person_id int constraint note_person references api.person,
            project_id int constraint note_project references api.project);
          create table api.twice (a int, b int, primary key (a, b));
          create table api.pointing (
            x int, y int, constraint pair foreign key (y, x) references api.twice (a, b));

          create table inner_.base (id int primary key, client_id int references api.client);
          create table inner_.link (
            client_id int references api.client,
            base_id int references inner_.base,
            primary key (client_id, base_id));

          create view api.project_view as select id as pid, client_id as cid, 1 as one
            from api.project;
          create view api.project_view_view as select pid as ppid, cid as ccid
            from api.project_view;
          create view extra.middle as select * from api.project;
          create view inner_.middle as select * from api.project;
          create view api.through_extra as select id, client_id from extra.middle;
          create view api.through_inner as select id, client_id from inner_.middle;
          create view api.client_view as select id, id as same, name from api.client;
          create view api.base_view as select * from inner_.base;
          create view api.both as select id, client_id from api.project
            union all select id, client_id from api.project;
          create view api.nested as
            with p as (select id, client_id from (select * from api.project) s)
            select p.id, p.client_id, c.name from p join api.client c on c.id = p.client_id;
          create materialized view api.frozen as select id, client_id from api.project;
          create view api.assignment_view as select * from api.assignment;
          """,
          """
          create table api.parted (
            id int, region text, client_id int constraint parted_client references api.client,
            primary key (id, region)) partition by list (region);
          create table api.parted_north partition of api.parted for values in ('north');

          create table api.over (id int primary key, client_id int references api.client);
          create function api.client(api.over) returns setof api.client rows 1 language sql
            as 'select * from api.client';
          """);

  private static final SchemaScope SCOPE =
      new SchemaScope(List.of("api"), List.of("extra"), List.of());

  private static SchemaCache cache = SchemaLoaderTest.empty(0);

  @BeforeAll
  static void load() {
    cache = SchemaLoaderTest.load(POSTGRES, SCOPE, 1);
  }

  private static Name api(String name) {
    return new Name("api", name);
  }

  private static List<Relationship> ways(String source, String target) {
    return cache.relationshipsFrom(api(source)).stream()
        .filter(way -> way.target().equals(api(target)))
        .toList();
  }

  private static List<Cardinality> cardinalities(String source, String target) {
    return ways(source, target).stream().map(way -> ((ForeignKey) way).cardinality()).toList();
  }

  private static List<ColumnPair> columns(String source, String target) {
    return List.of(new ColumnPair(source, target));
  }

  @Test
  void foreignKeyGoesBothWays() {
    assertThat(ways("project", "client"))
        .containsExactly(
            new ForeignKey(
                api("project"),
                api("client"),
                new ManyToOne("client", columns("client_id", "id")),
                false,
                false));
    assertThat(ways("client", "project"))
        .containsExactly(
            new ForeignKey(
                api("client"),
                api("project"),
                new OneToMany("client", columns("id", "client_id")),
                false,
                false));
  }

  @Test
  void uniqueForeignKeyIsOneToOne() {
    assertThat(cardinalities("detail", "project"))
        .containsExactly(new OneToOne("project", columns("id", "id"), true));
    assertThat(cardinalities("project", "detail"))
        .containsExactly(new OneToOne("project", columns("id", "id"), false));
  }

  @Test
  void selfReferenceGoesBothWays() {
    assertThat(cardinalities("person", "person"))
        .containsExactly(
            new OneToMany("boss", columns("id", "boss_id")),
            new ManyToOne("boss", columns("boss_id", "id")));
    assertThat(ways("person", "person")).allMatch(Relationship::isSelf);
  }

  @Test
  void columnsPairInTheOrderOfTheConstraint() {
    assertThat(cardinalities("pointing", "twice"))
        .containsExactly(
            new ManyToOne("pair", List.of(new ColumnPair("y", "a"), new ColumnPair("x", "b"))));
  }

  @Test
  void junctionWhosePrimaryKeyHoldsBothKeysIsManyToMany() {
    Junction junction =
        new Junction(
            api("assignment"),
            "person",
            "project",
            columns("id", "person_id"),
            columns("id", "project_id"));
    assertThat(cardinalities("person", "project")).contains(new ManyToMany(junction));
    assertThat(cardinalities("person", "project"))
        .filteredOn(ManyToMany.class::isInstance)
        .extracting(cardinality -> ((ManyToMany) cardinality).junction().relation())
        .containsExactly(api("assignment"), api("assignment_view"));
    assertThat(cardinalities("project", "person")).hasSize(2);
  }

  @Test
  void viewsTakePartOnBothEnds() {
    assertThat(cardinalities("project_view", "client"))
        .containsExactly(new ManyToOne("client", columns("cid", "id")));
    assertThat(cardinalities("client", "project_view"))
        .containsExactly(new OneToMany("client", columns("id", "cid")));
    assertThat(cardinalities("detail", "project_view"))
        .containsExactly(new OneToOne("project", columns("id", "pid"), true));
    assertThat(ways("project_view", "client"))
        .allMatch(way -> ((ForeignKey) way).sourceIsView() && !((ForeignKey) way).targetIsView());
  }

  @Test
  void viewsOfViewsAndNestedQueriesAreFollowed() {
    assertThat(cardinalities("project_view_view", "client"))
        .containsExactly(new ManyToOne("client", columns("ccid", "id")));
    assertThat(cardinalities("nested", "client"))
        .containsExactly(new ManyToOne("client", columns("client_id", "id")));
    assertThat(cardinalities("frozen", "client"))
        .containsExactly(new ManyToOne("client", columns("client_id", "id")));
  }

  @Test
  void viewsInBetweenMustBeOnTheSearchPath() {
    assertThat(ways("through_extra", "client")).hasSize(1);
    assertThat(ways("through_inner", "client")).isEmpty();
  }

  @Test
  void unionsHaveNoRelationships() {
    assertThat(ways("both", "client")).isEmpty();
  }

  @Test
  void columnSelectedTwiceGivesBothWays() {
    assertThat(cardinalities("project", "client_view"))
        .containsExactly(
            new ManyToOne("client", columns("client_id", "id")),
            new ManyToOne("client", columns("client_id", "same")));
    assertThat(cardinalities("project_view", "client_view")).hasSize(2);
    assertThat(cache.relation(api("client_view")).orElseThrow().primaryKey()).containsExactly("id");
  }

  @Test
  void hiddenTablesAreReachedOnlyByTheirViews() {
    assertThat(cardinalities("base_view", "client"))
        .containsExactly(new ManyToOne("base_client_id_fkey", columns("client_id", "id")));
    assertThat(cache.relationships().keySet()).allMatch(name -> name.schema().equals("api"));
    assertThat(cache.relationships().values())
        .allSatisfy(ways -> assertThat(ways).allMatch(way -> way.target().schema().equals("api")));
    assertThat(ways("client", "base_view")).hasSize(1);
  }

  @Test
  void partitionsHaveNoRelationships() {
    assertThat(ways("parted", "client")).hasSize(1);
    assertThat(ways("client", "parted")).hasSize(1);
    assertThat(ways("client", "parted_north")).isEmpty();
  }

  @Test
  void functionOverridesWhatLeadsToARelationOfItsName() {
    assertThat(cache.relationshipsFrom(api("over")))
        .filteredOn(way -> way.target().equals(api("client")))
        .containsExactly(
            new Computed(api("over"), api("client"), api("client"), api("over"), true));
    assertThat(ways("client", "over")).hasSize(1);
  }
}
