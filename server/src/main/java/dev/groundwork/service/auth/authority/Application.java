package dev.groundwork.service.auth.authority;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.groundwork.service.auth.store.Json;
import dev.groundwork.service.auth.store.Row;
import java.time.temporal.ChronoUnit;
import java.util.List;

/** An application that is registered, as its row has it. */
record Application(Row row) {

  String id() {
    return row.text("id");
  }

  /** Whether it can keep no secret. */
  boolean isPublic() {
    return row.text("client_type").equals("public");
  }

  List<String> redirectUris() {
    return list("redirect_uris");
  }

  boolean may(String grant) {
    return list("grant_types").contains(grant);
  }

  private List<String> list(String column) {
    return row.find(column).map(text -> List.of(text.split(",", -1))).orElse(List.of());
  }

  boolean isProvedBy(String secret) {
    return Secrets.isOf(row.text("client_secret_hash"), secret);
  }

  /** As its owner sees it; never the secret. */
  ObjectNode json() {
    ObjectNode json = Json.object();
    json.put("client_id", id());
    json.put("client_name", row.text("client_name"));
    json.put("client_type", row.text("client_type"));
    json.put("token_endpoint_auth_method", row.text("token_endpoint_auth_method"));
    json.put("registration_type", row.text("registration_type"));
    row.find("client_uri").ifPresent(uri -> json.put("client_uri", uri));
    row.find("logo_uri").ifPresent(uri -> json.put("logo_uri", uri));
    ArrayNode uris = json.putArray("redirect_uris");
    redirectUris().forEach(uris::add);
    ArrayNode grants = json.putArray("grant_types");
    list("grant_types").forEach(grants::add);
    json.putArray("response_types").add("code");
    for (String time : List.of("created_at", "updated_at")) {
      row.time(time).ifPresent(at -> json.put(time, at.truncatedTo(ChronoUnit.MICROS).toString()));
    }
    return json;
  }

  /** As people see it who are asked to let it in. */
  ObjectNode shown() {
    return Json.object()
        .put("id", id())
        .put("name", row.text("client_name"))
        .put("uri", row.text("client_uri"))
        .put("logo_uri", row.text("logo_uri"));
  }
}
