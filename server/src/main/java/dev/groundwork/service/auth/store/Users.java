package dev.groundwork.service.auth.store;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.groundwork.base.pg.Rows;
import dev.groundwork.base.pg.Transaction;
import dev.groundwork.base.sql.Statement;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** People and their identities, in a transaction. */
public final class Users {
  private static final String DEFAULT_ROLE = "authenticated";

  /** Rows that a project's own SQL has made may have no pool. */
  private static final String IN_POOL =
      "coalesce(t.instance_id, '00000000-0000-0000-0000-000000000000') = ?";

  private static final String FILTERED =
      """
      where ?::text = '' or t.email ilike '%' || ? || '%' or t.phone like '%' || ? || '%'
        or t.raw_user_meta_data->>'full_name' ilike '%' || ? || '%'\
      """;

  private final Transaction tx;
  private final Table users;
  private final Table identities;
  private final Table factors;

  public Users(Transaction tx) {
    this.tx = tx;
    this.users = new Table(tx, "users");
    this.identities = new Table(tx, "identities");
    this.factors = new Table(tx, "mfa_factors");
  }

  /** The person of an id; empty as well for a text that is no id. */
  public Optional<User> byId(String id) {
    return isId(id) ? users.first("t.id = ?", id).map(User::new) : Optional.empty();
  }

  /** The same, kept from being changed by others until the transaction ends. */
  public Optional<User> locked(String id) {
    return users.first("t.id = ? for update", id).map(User::new);
  }

  /** The person of a mail address in a pool. */
  public Optional<User> byEmail(String pool, String email) {
    return users
        .first(IN_POOL + " and t.email = ? and not t.is_sso_user", pool, email)
        .map(User::new);
  }

  /** The person of a phone number. */
  public Optional<User> byPhone(String phone) {
    return users.first("t.phone = ?", phone).map(User::new);
  }

  /** The person who signs in by a username, whatever its case. */
  public Optional<User> byUsername(String pool, String username) {
    return identities
        .first("t.provider = 'username' and t.provider_id = ?", usernameKey(pool, username))
        .flatMap(identity -> byId(identity.text("user_id")));
  }

  /** How a username stands among the identities: once in each pool. */
  public static String usernameKey(String pool, String username) {
    return pool + "/" + username.toLowerCase(java.util.Locale.ROOT);
  }

  /** A new person; what the change says, and an id, a role and times. */
  public User insert(String pool, Change given) {
    Change row =
        new Change()
            .set("instance_id", pool)
            .set("id", UUID.randomUUID().toString())
            .set("aud", DEFAULT_ROLE)
            .set("role", DEFAULT_ROLE)
            .now("created_at")
            .now("updated_at");
    return new User(users.insert(row.with(given)));
  }

  /** Changes a person. */
  public User update(User user, Change change) {
    List<Row> rows = users.update(change.now("updated_at"), "t.id = ?", user.id());
    return rows.isEmpty() ? user : new User(rows.getFirst());
  }

  public void delete(User user) {
    users.delete("t.id = ?", user.id());
  }

  /** The identities of a person, the oldest first. */
  public List<Row> identities(User user) {
    return identities.where("t.user_id = ? order by t.created_at, t.id", user.id());
  }

  /** The identity that a provider knows by an id. */
  public Optional<Row> identity(String provider, String providerId) {
    return identities.first("t.provider = ? and t.provider_id = ?", provider, providerId);
  }

  /** A further identity of a person. */
  public Row addIdentity(User user, String provider, String providerId, ObjectNode data) {
    return identities.insert(
        new Change()
            .set("id", UUID.randomUUID().toString())
            .set("provider_id", providerId)
            .set("user_id", user.id())
            .set("identity_data", data)
            .set("provider", provider)
            .now("last_sign_in_at")
            .now("created_at")
            .now("updated_at"));
  }

  /** Other data of an identity. */
  public void updateIdentity(Row identity, Change change) {
    identities.update(change.now("updated_at"), "t.id = ?", identity.text("id"));
  }

  public void removeIdentity(Row identity) {
    identities.delete("t.id = ?", identity.text("id"));
  }

  /** The second factors of a person, the oldest first. */
  public List<Row> factors(User user) {
    return factors.where("t.user_id = ? order by t.created_at, t.id", user.id());
  }

  /** Puts the providers of the identities into what the application may know of a person. */
  public User withProviders(User user) {
    ObjectNode metadata = user.appMetadata().deepCopy();
    ArrayNode providers = metadata.putArray("providers");
    List<Row> all = identities(user);
    all.stream().map(each -> each.text("provider")).distinct().forEach(providers::add);
    if (all.isEmpty()) {
      metadata.remove("provider");
      metadata.remove("providers");
    } else if (!metadata.hasNonNull("provider")) {
      metadata.put("provider", all.getFirst().text("provider"));
    }
    return update(user, new Change().set("raw_app_meta_data", metadata));
  }

  /** A person as clients see them. */
  public ObjectNode json(User user) {
    return UserJson.user(user, identities(user), factors(user));
  }

  /**
   * A page of all people.
   *
   * @param filter part of an address or a name
   * @param oldestFirst otherwise the newest come first
   * @param number from 1
   */
  public record Page(String filter, boolean oldestFirst, long number, long size) {}

  /** The people of a page. */
  public List<User> page(Page page) {
    String order = page.oldestFirst ? "t.created_at, t.id" : "t.created_at desc, t.id";
    String sql =
        "select to_jsonb(t) from auth.users t "
            + FILTERED
            + " order by "
            + order
            + " limit ?::bigint offset ?::bigint";
    String filter = page.filter;
    String from = String.valueOf((page.number - 1) * page.size);
    Statement statement =
        Statement.of(sql, filter, filter, filter, filter, String.valueOf(page.size), from);
    return Row.all(tx.run(statement)).stream().map(User::new).toList();
  }

  /** How many there are on all pages. */
  public long count(String filter) {
    String sql = "select count(*) from auth.users t " + FILTERED;
    Rows rows = tx.run(Statement.of(sql, filter, filter, filter, filter));
    return Long.parseLong(rows.text(0, 0).orElse("0"));
  }

  /** Whether a text is a UUID. */
  public static boolean isId(String text) {
    return text.length() == 36
        && text.matches("[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}");
  }
}
