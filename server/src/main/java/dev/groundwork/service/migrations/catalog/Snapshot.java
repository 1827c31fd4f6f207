package dev.groundwork.service.migrations.catalog;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * What a database contains at one moment.
 *
 * @param objects by their ids
 * @param needs for each object the ids of those that it cannot be without
 * @param others kinds of objects that are there and not looked at, with their numbers
 * @param version of the server, such as 180006
 */
public record Snapshot(
    Map<String, CatalogObject> objects,
    Map<String, Set<String>> needs,
    List<String> others,
    int version) {

  public Snapshot {
    objects = Map.copyOf(objects);
    needs = Map.copyOf(needs);
    others = List.copyOf(others);
  }

  public Optional<CatalogObject> find(String id) {
    return Optional.ofNullable(objects.get(id));
  }

  public CatalogObject object(String id) {
    return find(id).orElseThrow(() -> new IllegalStateException("no " + id));
  }

  public boolean has(String id) {
    return objects.containsKey(id);
  }

  public Set<String> needsOf(String id) {
    return needs.getOrDefault(id, Set.of());
  }

  /** As if some objects were not there. */
  public Snapshot without(Set<String> ids) {
    Map<String, CatalogObject> kept = new HashMap<>(objects);
    kept.keySet().removeAll(ids);
    return new Snapshot(kept, needs, others, version);
  }

  /** Objects of a kind in no order. */
  public List<CatalogObject> all(Kind kind) {
    return objects.values().stream().filter(each -> each.kind() == kind).toList();
  }

  /** What goes with a table or view. */
  public List<CatalogObject> childrenOf(String id) {
    return objects.values().stream()
        .filter(each -> each.parent().filter(id::equals).isPresent())
        .toList();
  }
}
