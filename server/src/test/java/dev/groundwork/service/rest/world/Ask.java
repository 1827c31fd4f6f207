package dev.groundwork.service.rest.world;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.groundwork.service.rest.world.Table.Way;
import dev.groundwork.service.rest.world.World.Row;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.random.RandomGenerator;
import java.util.stream.Collectors;

/**
 * A resource as a request asks for it, with the resources embedded in it: written as a query
 * string, and answered out of a world in memory.
 *
 * @param way from the parent; empty at the top
 * @param name the alias of an embed
 */
record Ask(
    Table table,
    Optional<Way> way,
    String name,
    Form form,
    boolean inner,
    List<Output> outputs,
    List<Criterion> criteria,
    List<Condition.Group> trees,
    Window window,
    List<Ask> embeds) {

  /** What becomes of an embed. */
  enum Form {
    NESTED,
    SPREAD,
    HIDDEN
  }

  private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

  /** A random request to a random table. */
  static Ask random(RandomGenerator random) {
    Table table = Criterion.pick(List.of(Table.values()), random);
    return random(table, Optional.empty(), "", Form.NESTED, 0, random);
  }

  private static Ask random(
      Table table, Optional<Way> way, String name, Form form, int depth, RandomGenerator random) {
    List<Ask> embeds = new ArrayList<>();
    for (int i = 0; depth < 3 && form == Form.NESTED && i < random.nextInt(3); i++) {
      embeds.add(embed(table, name + "e" + i, depth, random));
    }
    List<String> names = embeds.stream().filter(Ask::addressable).map(Ask::name).toList();
    List<Criterion> criteria = new ArrayList<>();
    List<Condition.Group> trees = new ArrayList<>();
    boolean filtered = form != Form.SPREAD && random.nextInt(3) > 0;
    for (int i = 0; filtered && i < random.nextInt(3); i++) {
      criteria.add(Criterion.random(table, random));
    }
    if (filtered && random.nextBoolean()) {
      trees.add(Condition.group(table, names, 2, random));
    }
    boolean many = way.isEmpty() || !way.get().toOne();
    Window window = many ? Window.random(table, embeds, random) : Window.NONE;
    List<Output> outputs =
        form == Form.HIDDEN ? List.of() : Output.random(table, name, form, random);
    boolean inner = way.isPresent() && random.nextInt(4) == 0;
    return new Ask(table, way, name, form, inner, outputs, criteria, trees, window, embeds);
  }

  private static Ask embed(Table table, String name, int depth, RandomGenerator random) {
    Way way = Criterion.pick(table.ways(), random);
    Form form =
        switch (random.nextInt(6)) {
          case 0 -> Form.HIDDEN;
          case 1, 2 -> way.toOne() ? Form.SPREAD : Form.NESTED;
          default -> Form.NESTED;
        };
    return random(way.target(), Optional.of(way), name, form, depth + 1, random);
  }

  private boolean addressable() {
    return form != Form.SPREAD;
  }

  /** The query string, percent-encoded. */
  String query() {
    List<String> parameters = new ArrayList<>();
    parameters.add("select=" + encode(select()));
    parameters(parameters, "");
    return String.join("&", parameters);
  }

  private String select() {
    List<String> items = new ArrayList<>(outputs.stream().map(Output::words).toList());
    embeds.forEach(embed -> items.add(embed.item()));
    return String.join(",", items);
  }

  private String item() {
    String target = way.orElseThrow().words() + (inner ? "!inner" : "") + "(" + select() + ")";
    return form == Form.SPREAD ? "..." + target : name + ":" + target;
  }

  private void parameters(List<String> all, String path) {
    criteria.forEach(each -> all.add(encode(path + each.column()) + "=" + encode(each.words())));
    for (Condition.Group tree : trees) {
      String negation = tree.negated() ? "not." : "";
      all.add(encode(path + negation + tree.name()) + "=" + encode(tree.list()));
    }
    window.parameters(all, path);
    embeds.forEach(embed -> embed.parameters(all, path + embed.name + "."));
  }

  static String encode(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8);
  }

  /** The answer that the request must have. */
  ArrayNode answer(World world) {
    ArrayNode answer = JSON.arrayNode();
    rows(world, Optional.empty()).forEach(row -> answer.add(shaped(world, row)));
    return answer;
  }

  /** The rows that belong to a row of the parent. */
  List<Row> rows(World world, Optional<Row> parent) {
    List<Row> found =
        world.rows().getOrDefault(table.tableName(), List.of()).stream()
            .filter(row -> parent.isEmpty() || related(world, parent.get(), row))
            .filter(row -> satisfies(world, row))
            .collect(Collectors.toCollection(ArrayList::new));
    return window.of(found, (row, embed) -> embed(embed).rows(world, Optional.of(row)));
  }

  private boolean related(World world, Row parent, Row row) {
    return way.orElseThrow().related().are(world, parent, row);
  }

  private boolean satisfies(World world, Row row) {
    return criteria.stream().allMatch(each -> Boolean.TRUE.equals(each.holds().apply(row)))
        && trees.stream().allMatch(tree -> Boolean.TRUE.equals(holds(tree, world, row)))
        && embeds.stream().allMatch(embed -> !embed.inner || hasRows(world, row, embed));
  }

  private @org.jspecify.annotations.Nullable Boolean holds(Condition tree, World world, Row row) {
    return tree.holds(row, (one, name) -> hasRows(world, one, embed(name)));
  }

  private static boolean hasRows(World world, Row row, Ask embed) {
    return !embed.rows(world, Optional.of(row)).isEmpty();
  }

  private Ask embed(String wanted) {
    return embeds.stream().filter(each -> each.name.equals(wanted)).findFirst().orElseThrow();
  }

  private ObjectNode shaped(World world, Row row) {
    ObjectNode shaped = JSON.objectNode();
    outputs.forEach(output -> output.add(shaped, Optional.of(row)));
    for (Ask embed : embeds) {
      List<Row> rows = embed.rows(world, Optional.of(row));
      switch (embed.form) {
        case HIDDEN -> {}
        case SPREAD ->
            embed.outputs.forEach(output -> output.add(shaped, rows.stream().findFirst()));
        case NESTED -> shaped.set(embed.name, embed.nested(world, rows));
      }
    }
    return shaped;
  }

  private JsonNode nested(World world, List<Row> rows) {
    if (way.orElseThrow().toOne()) {
      return rows.isEmpty() ? JSON.nullNode() : shaped(world, rows.getFirst());
    }
    ArrayNode array = JSON.arrayNode();
    rows.forEach(row -> array.add(shaped(world, row)));
    return array;
  }
}
