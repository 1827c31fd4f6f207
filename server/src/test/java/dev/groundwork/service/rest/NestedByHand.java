package dev.groundwork.service.rest;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Writes orders with all that is in them by one plain statement after the other. */
final class NestedByHand {
  private final Connection connection;
  private final Map<String, String> strategies;
  private final boolean upsert;
  private final int patched;

  /** Rows that were there in the beginning: by table and key, what they refer to. */
  private final Map<String, Long> there = new HashMap<>();

  private final Set<String> touched = new HashSet<>();

  NestedByHand(Connection connection, Map<String, String> strategies, boolean upsert, int patched) {
    this.connection = connection;
    this.strategies = strategies;
    this.upsert = upsert;
    this.patched = patched;
  }

  void write(List<Map<String, @Nullable Object>> orders) throws SQLException {
    note("customers", "select id, 0 from customers");
    note("orders", "select id, 0 from orders");
    note("items", "select id, order_id from items");
    note("remarks", "select id, item_id from remarks");
    note("tags", "select id, 0 from tags");
    for (Map<String, @Nullable Object> order : orders) {
      removeItems(order);
    }
    for (Map<String, @Nullable Object> order : orders) {
      order(order);
    }
  }

  /** What is removed is gone, with all that is in it, before anything refers to it. */
  private void removeItems(Map<String, @Nullable Object> order) throws SQLException {
    Object id = patched > 0 ? Integer.valueOf(patched) : order.get("id");
    if (!"replace".equals(strategies.get("items"))
        || !(order.get("items") instanceof List<?> items)
        || !there.containsKey("orders" + id)) {
      return;
    }
    Set<String> kept = new HashSet<>();
    items.forEach(item -> kept.add(String.valueOf(((Map<?, ?>) item).get("id"))));
    for (String row : List.copyOf(there.keySet())) {
      String key = row.replace("remarks", "");
      String item = String.valueOf(there.get(row));
      if (row.startsWith("remarks")
          && String.valueOf(there.get("items" + item)).equals(String.valueOf(id))
          && !kept.contains(item)) {
        run("delete from remarks where id = " + key);
        there.remove(row);
      }
    }
  }

  private void note(String table, String query) throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(query);
        ResultSet rows = statement.executeQuery()) {
      while (rows.next()) {
        there.put(table + rows.getLong(1), rows.getLong(2));
      }
    }
  }

  private boolean merges(String table) {
    return !"insert".equals(strategies.get(table));
  }

  private void order(Map<String, @Nullable Object> order) throws SQLException {
    Map<String, @Nullable Object> own = own(order);
    if (order.containsKey("customers")) {
      own.put("customer_id", customer(order.get("customers")));
    }
    if (patched > 0 && !there.containsKey("orders" + patched)) {
      if (order.get("customers") != null) {
        throw new SQLException("no such order");
      }
      return;
    }
    if (patched > 0) {
      own.put("id", (long) patched);
    }
    long id = save("orders", own, patched > 0 || upsert);
    if (order.get("items") instanceof List<?> items) {
      children("items", "order_id", id, items);
    }
    if (order.get("tags") instanceof List<?> tags) {
      tags(id, tags);
    }
  }

  private static Map<String, @Nullable Object> own(Map<?, ?> object) {
    Map<String, @Nullable Object> own = new LinkedHashMap<>();
    object.forEach((name, value) -> {
      if (!Set.of("customers", "items", "remarks", "tags").contains(name)) {
        own.put(
            String.valueOf(name), value instanceof Integer number ? (Object) (long) number : value);
      }
    });
    return own;
  }

  private @Nullable Long customer(@Nullable Object customer) throws SQLException {
    if (!(customer instanceof Map<?, ?> object)) {
      return null;
    }
    Map<String, @Nullable Object> own = own(object);
    if (own.containsKey("id") && !there.containsKey("customers" + own.get("id"))) {
      throw new SQLException("no such customer");
    }
    return save("customers", own, merges("customers"));
  }

  private void children(String table, String parent, long id, List<?> children)
      throws SQLException {
    if ("replace".equals(strategies.get(table))) {
      List<String> kept = new ArrayList<>(List.of("-1"));
      for (Object child : children) {
        Optional.ofNullable(((Map<?, ?>) child).get("id"))
            .ifPresent(key -> kept.add(key.toString()));
      }
      String list = String.join(",", kept);
      run(
          "delete from "
              + table
              + " where "
              + parent
              + " = "
              + id
              + " and id not in ("
              + list
              + ")");
    }
    for (Object child : children) {
      Map<String, @Nullable Object> own = own((Map<?, ?>) child);
      Long owner = there.get(table + own.get("id"));
      if (merges(table) && owner != null && owner != id) {
        throw new SQLException("it belongs to " + owner);
      }
      if (owner == null || !merges(table)) {
        own.put(parent, id);
      }
      long saved = save(table, own, merges(table));
      if (((Map<?, ?>) child).get("remarks") instanceof List<?> remarks) {
        children("remarks", "item_id", saved, remarks);
      }
    }
  }

  private void tags(long order, List<?> tags) throws SQLException {
    List<String> linked = new ArrayList<>(List.of("-1"));
    for (Object tag : tags) {
      long id = save("tags", own((Map<?, ?>) tag), merges("tags"));
      linked.add(Long.toString(id));
      run(
          "insert into order_tags values ("
              + order
              + ", "
              + id
              + ")"
              + (merges("tags") ? " on conflict do nothing" : ""));
    }
    if ("replace".equals(strategies.get("tags"))) {
      String list = String.join(",", linked);
      run("delete from order_tags where order_id = " + order + " and tag_id not in (" + list + ")");
    }
  }

  /** Inserts a row, or updates the one with its key. */
  private long save(String table, Map<String, @Nullable Object> values, boolean merges)
      throws SQLException {
    Object id = values.get("id");
    if (!merges || id == null || !there.containsKey(table + id)) {
      return insert(table, values);
    }
    List<String> names = values.keySet().stream().filter(name -> !name.equals("id")).toList();
    if (!names.isEmpty()) {
      if (!touched.add(table + id)) {
        throw new SQLException("one row cannot be changed twice");
      }
      String set = String.join(" = ?, ", names) + " = ?";
      run("update " + table + " set " + set + " where id = " + id, names, values);
    }
    return ((Number) id).longValue();
  }

  private long insert(String table, Map<String, @Nullable Object> values) throws SQLException {
    List<String> names = List.copyOf(values.keySet());
    String columns =
        names.isEmpty()
            ? " default values"
            : "("
                + String.join(", ", names)
                + ") values ("
                + String.join(", ", names.stream().map(_ -> "?").toList())
                + ")";
    return run("insert into " + table + columns + " returning id", names, values).orElseThrow();
  }

  private void run(String sql) throws SQLException {
    run(sql, List.of(), Map.of());
  }

  private Optional<Long> run(String sql, List<String> names, Map<String, @Nullable Object> values)
      throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(sql)) {
      for (int i = 0; i < names.size(); i++) {
        statement.setObject(i + 1, values.get(names.get(i)));
      }
      if (!statement.execute()) {
        return Optional.empty();
      }
      try (ResultSet rows = statement.getResultSet()) {
        return rows.next() ? Optional.of(rows.getLong(1)) : Optional.empty();
      }
    }
  }
}
