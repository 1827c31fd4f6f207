package dev.groundwork.service.rest.openapi;

import java.io.IOException;
import java.util.List;

/** Describes batches: several requests in one transaction. */
final class BatchOperation {
  private final JsonWriter json;
  private final boolean keyed;

  /**
   * Batches.
   *
   * @param keyed whether answers are kept by {@code Idempotency-Key}
   */
  BatchOperation(JsonWriter json, boolean keyed) {
    this.json = json;
    this.keyed = keyed;
  }

  void write() throws IOException {
    json.array("tags", () -> json.element("batch"));
    json.text("summary", "Several requests in one transaction: all are done, or none");
    json.text("operationId", "batch");
    if (keyed) {
      json.array("parameters", () -> json.object(this::key));
    }
    json.object("requestBody", this::request);
    json.object("responses", this::responses);
  }

  private void key() throws IOException {
    json.text("$ref", "#/components/parameters/idempotencyKey");
  }

  private void request() throws IOException {
    json.flag("required", true);
    json.object(
        "content",
        () ->
            json.object(
                "application/vnd.groundwork.batch+json",
                () -> json.object("schema", this::document)));
  }

  private void document() throws IOException {
    json.text("type", "object");
    json.array("required", () -> json.element("requests"));
    json.object("properties", this::members);
  }

  private void members() throws IOException {
    json.object("requests", () -> list(this::part));
    json.object("isolation", this::isolation);
    json.object("deferConstraints", () -> json.text("type", "boolean"));
    json.object("retries", () -> json.text("type", "integer"));
  }

  private void isolation() throws IOException {
    json.text("type", "string");
    json.texts("enum", List.of("read committed", "repeatable read", "serializable"));
  }

  private void list(JsonWriter.Part element) throws IOException {
    json.text("type", "array");
    json.object("items", element);
  }

  private void part() throws IOException {
    json.text("type", "object");
    json.texts("required", List.of("method", "path"));
    json.object(
        "properties",
        () -> {
          json.object("method", () -> json.text("type", "string"));
          json.object("path", () -> json.text("type", "string"));
          json.object("headers", () -> json.text("type", "object"));
          json.object("body", () -> {});
        });
  }

  private void responses() throws IOException {
    json.object("200", this::answer);
    RelationOperations.errors(json, true, keyed);
  }

  private void answer() throws IOException {
    json.text("description", "All requests were done");
    json.object(
        "content",
        () -> json.object("application/json", () -> json.object("schema", this::results)));
  }

  private void results() throws IOException {
    json.text("type", "object");
    json.array("required", () -> json.element("results"));
    json.object("properties", () -> json.object("results", () -> list(this::result)));
  }

  private void result() throws IOException {
    json.text("type", "object");
    json.texts("required", List.of("status", "headers"));
    json.object(
        "properties",
        () -> {
          json.object("status", () -> json.text("type", "integer"));
          json.object("headers", () -> json.text("type", "object"));
          json.object("body", () -> {});
        });
  }
}
