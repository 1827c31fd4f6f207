package dev.groundwork.service.migrations.rules;

import dev.groundwork.service.migrations.review.Change;
import dev.groundwork.service.migrations.review.Step;
import dev.groundwork.service.migrations.review.Thing;
import dev.groundwork.service.migrations.review.Thing.Kind;
import dev.groundwork.service.migrations.rules.Rule.Example;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Statements that let more people see or do something than their author may think. */
final class AccessRules {
  private static final Pattern SUBQUERY = Pattern.compile("\\( ?SELECT ");
  private static final Pattern CALL =
      Pattern.compile("\\b(auth\\.(uid|role|jwt|email)|current_setting)\\(");
  private static final Pattern USER_METADATA = Pattern.compile("(raw_)?user_meta_?data");
  private static final Set<String> WRITING = Set.of("a", "w", "d", "*");
  private static final Set<String> API_ROLES = Set.of("anon", "authenticated", "public");
  private static final String LIKE_LEVELS =
      "create table levels (id bigint generated always as identity primary key, name text);\n";
  private static final String SHUT = "alter table levels enable row level security;\n";

  static final List<Rule> ALL =
      List.of(
          Rule.error(
              "GWML061",
              "table-without-rls",
              "A new table in a schema of the API has no row-level security.",
              "Whoever is granted the table sees and changes every row.",
              "Enable row-level security in the same file, and write policies.",
              Example.of(LIKE_LEVELS, LIKE_LEVELS + SHUT),
              AccessRules::withoutRls),
          Rule.error(
              "GWML062",
              "rls-disabled",
              "Row-level security of a table in use is switched off.",
              "Its policies stay and have no effect: every grant is for every row.",
              "Write a policy that allows what is wanted.",
              Example.of(
                  "alter table orders disable row level security;",
                  """
                  create policy "staff reads all" on orders for select to service_staff using (true);
                  """
                      .replace("service_staff", "pg_read_all_data")),
              (step, _) ->
                  step.altered(Kind.RELATION, "rls")
                      .map(Change::thing)
                      .filter(each -> !each.is("rls") && step.isOld(each))
                      .map(step::name)),
          Rule.error(
              "GWML063",
              "rls-without-policy",
              "Row-level security is switched on for a table in use that has no policy.",
              "Nobody but the owner sees a row from this moment on.",
              "Write the policies first, in the same file.",
              Example.after(
                  LIKE_LEVELS,
                  SHUT,
                  "create policy \"everybody reads\" on levels for select using (true);\n" + SHUT),
              AccessRules::withoutPolicy),
          Rule.error(
              "GWML064",
              "policy-without-rls",
              "A policy is made for a table whose row-level security is off.",
              "It has no effect.",
              "Enable row-level security in the same file.",
              Example.after(
                  LIKE_LEVELS,
                  "create policy \"everybody reads\" on levels for select using (true);",
                  "create policy \"everybody reads\" on levels for select using (true);\n" + SHUT),
              AccessRules::policyWithoutRls),
          Rule.warning(
              "GWML065",
              "policy-calls-per-row",
              "A policy calls a function for every row that gives the same each time.",
              "auth.uid() and current_setting() are then computed as often as the table has rows.",
              "Wrap the call in a select: PostgreSQL computes that once.",
              Example.of(
                  """
                  create policy "own orders" on orders for select
                    using (note = current_setting('request.user', true));
                  """,
                  """
                  create policy "own orders" on orders for select
                    using (note = (select current_setting('request.user', true)));
                  """),
              AccessRules::callsPerRow),
          Rule.warning(
              "GWML066",
              "policy-lets-everybody-write",
              "A policy lets everybody of the API write every row.",
              "Its condition is always true, for a command that changes rows.",
              "Say whose rows they are, or name the role that may.",
              Example.of(
                  "create policy \"anybody writes\" on orders for update using (true);",
                  """
                  create policy "own orders" on orders for update
                    using (note = (select current_setting('request.user', true)));
                  """),
              AccessRules::everybodyWrites),
          Rule.error(
              "GWML067",
              "policy-trusts-user-metadata",
              "A policy believes what people say about themselves.",
              "Everybody can change their own user_metadata.",
              "Use app_metadata, which only the server changes, or a table.",
              Example.of(
                  """
                  create policy "admins" on orders for select using (
                    (select current_setting('request.jwt.claims', true)::json
                      -> 'user_metadata' ->> 'role') = 'admin');
                  """,
                  """
                  create policy "admins" on orders for select using (
                    (select current_setting('request.jwt.claims', true)::json
                      -> 'app_metadata' ->> 'role') = 'admin');
                  """),
              AccessRules::trustsUsers),
          Rule.error(
              "GWML068",
              "definer-without-search-path",
              "A SECURITY DEFINER function takes names from whatever search path its caller has.",
              "A caller can put an object of their own in the place of one that it names, and have"
                  + " it used with the owner's rights.",
              "Set the search path of the function to nothing, and name schemas in it.",
              Example.after(
                  "create schema internal;",
                  """
                  create function internal.count_orders() returns bigint
                    language sql security definer as 'select count(*) from public.orders';
                  """,
                  """
                  create function internal.count_orders() returns bigint
                    language sql security definer set search_path = ''
                    as 'select count(*) from public.orders';
                  """),
              AccessRules::definer),
          Rule.warning(
              "GWML069",
              "definer-for-everybody",
              "Everybody of the API may call a SECURITY DEFINER function.",
              "Functions can be called by PUBLIC unless that is revoked, and this one has its"
                  + " owner's rights.",
              "Revoke EXECUTE from PUBLIC and grant it to the roles that need it.",
              Example.of(
                  """
                  create function count_orders() returns bigint
                    language sql security definer set search_path = ''
                    as 'select count(*) from public.orders';
                  """,
                  """
                  create function count_orders() returns bigint
                    language sql security definer set search_path = ''
                    as 'select count(*) from public.orders';
                  revoke execute on function count_orders() from public;
                  """),
              AccessRules::definerForEverybody),
          Rule.error(
              "GWML070",
              "view-without-security-invoker",
              "A view in a schema of the API reads tables with its owner's rights.",
              "The row-level security of those tables does not hold for who reads the view.",
              "Make it WITH (security_invoker = on), PostgreSQL 15 or later.",
              Example.of(
                  "create view order_notes as select id, note from orders;",
                  """
                  create view order_notes with (security_invoker = on) as
                    select id, note from orders;
                  """),
              AccessRules::viewOfOwner),
          Rule.warning(
              "GWML071",
              "materialized-view-exposed",
              "A role of the API reads a materialised view.",
              "It has no row-level security: everybody who reads it sees all of it.",
              "Keep it in a schema that is not served, behind a function or a view that filters.",
              Example.of(
                  """
                  create materialized view totals as select sum(total) from orders;
                  grant select on totals to public;
                  """,
                  """
                  create schema internal;
                  create materialized view internal.totals as select sum(total) from orders;
                  """),
              AccessRules::openMaterialized),
          Rule.error(
              "GWML072",
              "grant-to-public",
              "Every role of the server gets a right on a table.",
              "PUBLIC is more than the roles of the API: all logins have it, also later ones.",
              "Grant it to the roles that need it.",
              Example.of(
                  "grant select on orders to public;", "grant select on orders to pg_monitor;"),
              AccessRules::toPublic));

  private AccessRules() {}

  /** A condition without the selects in it, each from its parenthesis to the one that closes it. */
  private static String withoutSelects(String condition) {
    Matcher select = SUBQUERY.matcher(condition);
    if (!select.find()) {
      return condition;
    }
    int end = select.start();
    int depth = 0;
    do {
      char c = condition.charAt(end++);
      depth += c == '(' ? 1 : c == ')' ? -1 : 0;
    } while (depth > 0 && end < condition.length());
    return condition.substring(0, select.start()) + withoutSelects(condition.substring(end));
  }

  private static Stream<String> withoutRls(Step step, Scene scene) {
    return scene
        .lastingNew(step, Kind.RELATION)
        .filter(each -> each.isTable() && scene.isExposed(each))
        .filter(each -> !each.is("rls") && !each.is("partition") && !each.is("member"))
        .map(scene::name);
  }

  private static Stream<String> withoutPolicy(Step step, Scene scene) {
    return step.altered(Kind.RELATION, "rls")
        .map(Change::thing)
        .filter(each -> each.is("rls") && step.isOld(each) && scene.isExposed(each))
        .filter(each -> scene.end().of(each.id(), Kind.POLICY).findAny().isEmpty())
        .map(step::name);
  }

  private static Stream<String> policyWithoutRls(Step step, Scene scene) {
    return scene
        .lastingNew(step, Kind.POLICY)
        .filter(each -> !scene.end().relation(each.relation()).orElseThrow().is("rls"))
        .map(scene::name);
  }

  private static Stream<Thing> policies(Step step, Scene scene) {
    return scene.lasting(step, Kind.POLICY);
  }

  private static String conditions(Thing policy) {
    return policy.fact("using") + " " + policy.fact("check");
  }

  /** Selects within the condition are computed once; what is left is computed for each row. */
  private static Stream<String> callsPerRow(Step step, Scene scene) {
    return policies(step, scene)
        .filter(each -> CALL.matcher(withoutSelects(conditions(each))).find())
        .map(scene::name);
  }

  private static Stream<String> everybodyWrites(Step step, Scene scene) {
    return policies(step, scene)
        .filter(each -> each.is("permissive") && each.is("public"))
        .filter(each -> WRITING.contains(each.fact("command")))
        .filter(each ->
            each.find("check").orElse(each.fact("using")).equals("true")
                && !each.fact("using").matches("(?s).*[^a-z].*"))
        .map(scene::name);
  }

  private static Stream<String> trustsUsers(Step step, Scene scene) {
    return policies(step, scene)
        .filter(each -> USER_METADATA.matcher(conditions(each)).find())
        .map(scene::name);
  }

  private static Stream<Thing> definers(Step step, Scene scene) {
    return scene.lasting(step, Kind.ROUTINE).filter(each -> each.is("definer"));
  }

  private static Stream<String> definer(Step step, Scene scene) {
    return definers(step, scene)
        .filter(each -> !each.fact("settings").contains("search_path="))
        .map(scene::name);
  }

  private static Stream<String> definerForEverybody(Step step, Scene scene) {
    return definers(step, scene)
        .filter(each -> each.is("public") && !each.is("trigger") && scene.isExposed(each))
        .map(scene::name);
  }

  private static Stream<String> viewOfOwner(Step step, Scene scene) {
    return scene
        .lasting(step, Kind.RELATION)
        .filter(each -> each.isView() && scene.isExposed(each) && !each.is("member"))
        .filter(each -> !each.list("reads").isEmpty())
        .filter(
            each -> !each.fact("options").matches("(?s).*security_invoker=(on|true|1|yes)\\b.*"))
        .map(scene::name);
  }

  private static Stream<String> openMaterialized(Step step, Scene scene) {
    return scene
        .lastingNew(step, Kind.PRIVILEGE)
        .filter(each -> API_ROLES.contains(each.fact("role")) && scene.isExposed(each))
        .filter(each -> scene.end().relation(each.relation()).orElseThrow().has("kind", "m"))
        .map(scene::name);
  }

  private static Stream<String> toPublic(Step step, Scene scene) {
    return scene
        .lastingNew(step, Kind.PRIVILEGE)
        .filter(each -> each.has("role", "public"))
        .filter(each -> !scene.end().relation(each.relation()).orElseThrow().is("member"))
        .map(scene::name);
  }
}
