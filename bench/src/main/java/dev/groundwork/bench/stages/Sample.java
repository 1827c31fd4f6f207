package dev.groundwork.bench.stages;

import dev.groundwork.base.http.Headers;
import dev.groundwork.base.http.RawRequest;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Requests as a web page sends them, by the hundred: of one shape, each with other values. */
public enum Sample {
  KEY("GET", "/openings", "id=eq.NUMBER", ""),
  LIST(
      "GET",
      "/openings",
      "select=id,title,location&status=eq.published&id=gte.NUMBER&order=published_at.desc,id&limit=25",
      ""),
  EMBED(
      "GET",
      "/openings",
      "select=id,title,companies(name),opening_skills(skills(name))&id=eq.NUMBER",
      ""),
  INSERT(
      "POST",
      "/openings",
      "",
      """
      {"company_id":NUMBER,"title":"Backend engineer","location":"Lisbon","work_type":"remote",\
      "pay_min":90000,"pay_max":120000,"about":"Keeps the payments running."}\
      """),
  CALL("POST", "/rpc/search_openings", "", "{\"query\":\"NUMBER\",\"skills\":[\"java\",\"sql\"]}");

  private static final int FIRST = 1_000;

  private final String method;
  private final String path;
  private final String query;
  private final String body;

  Sample(String method, String path, String query, String body) {
    this.method = method;
    this.path = path;
    this.query = query;
    this.body = body;
  }

  /** So many requests that differ in values only. */
  List<RawRequest> requests(int count, String token) {
    List<RawRequest> requests = new ArrayList<>();
    for (int number = FIRST; number < FIRST + count; number++) {
      requests.add(request(Integer.toString(number), token));
    }
    return requests;
  }

  private RawRequest request(String number, String token) {
    byte[] bytes = body.replace("NUMBER", number).getBytes(StandardCharsets.UTF_8);
    return new RawRequest(
        method, path, query.replace("NUMBER", number), headers(bytes.length, token), bytes);
  }

  private Headers headers(int length, String token) {
    List<Map.Entry<String, String>> lines = new ArrayList<>();
    lines.add(Map.entry("Host", "api.example.com"));
    lines.add(
        Map.entry(
            "User-Agent",
            "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0"));
    lines.add(Map.entry("Accept", "application/json"));
    lines.add(Map.entry("Accept-Language", "en-US,en;q=0.5"));
    lines.add(Map.entry("Accept-Encoding", "gzip, deflate, br"));
    lines.add(Map.entry("Authorization", "Bearer " + token));
    lines.add(Map.entry("Origin", "https://app.example.com"));
    lines.add(Map.entry("Connection", "keep-alive"));
    if (length > 0) {
      lines.add(Map.entry("Content-Type", "application/json"));
      lines.add(Map.entry("Content-Length", Integer.toString(length)));
      lines.add(Map.entry("Prefer", "return=representation"));
    }
    return new Headers(lines);
  }
}
