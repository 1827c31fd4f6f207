package dev.groundwork.base.http;

/**
 * What a handler learns about a request on its way and the access log and metrics want to know. One
 * request, one thread.
 */
public final class Notes {
  private final String requestId;
  private final String remoteAddress;
  private String route = "";
  private String role = "";
  private String statement = "";
  private boolean refused;

  public Notes() {
    this("");
  }

  public Notes(String requestId) {
    this(requestId, "");
  }

  public Notes(String requestId, String remoteAddress) {
    this.requestId = requestId;
    this.remoteAddress = remoteAddress;
  }

  /** The address that the connection comes from; empty when it has none. */
  public String remoteAddress() {
    return remoteAddress;
  }

  /** Names the request in logs; empty when it has none. */
  public String requestId() {
    return requestId;
  }

  /**
   * The path's template, with few distinct values over all requests, such as {@code
   * /rest/v1/{table}}.
   */
  public void route(String template) {
    this.route = template;
  }

  /** The database role that the request ran as. */
  public void role(String name) {
    this.role = name;
  }

  /** The SQL that answers the request, without its values. */
  public void statement(String sql) {
    this.statement = sql;
  }

  /** The request was refused before anything was done for it: there was too much to do. */
  public void refused() {
    this.refused = true;
  }

  public boolean isRefused() {
    return refused;
  }

  public String statement() {
    return statement;
  }

  public String route() {
    return route;
  }

  public String role() {
    return role;
  }
}
