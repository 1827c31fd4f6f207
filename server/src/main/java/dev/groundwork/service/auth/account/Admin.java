package dev.groundwork.service.auth.account;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.groundwork.base.http.Reply;
import dev.groundwork.base.pg.Transaction;
import dev.groundwork.service.auth.password.PasswordHasher;
import dev.groundwork.service.auth.problem.AuthCode;
import dev.groundwork.service.auth.session.SessionStore;
import dev.groundwork.service.auth.store.Change;
import dev.groundwork.service.auth.store.Json;
import dev.groundwork.service.auth.store.Row;
import dev.groundwork.service.auth.store.Table;
import dev.groundwork.service.auth.store.User;
import dev.groundwork.service.auth.store.UserJson;
import dev.groundwork.service.auth.store.Users;
import dev.groundwork.service.auth.web.Call;
import dev.groundwork.service.auth.web.Replies;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** What servers with a key of their own do with people. */
final class Admin {
  private static final long MOST_A_PAGE = 1000;
  private static final String NIL = "00000000-0000-0000-0000-000000000000";

  private final Floor floor;
  private final BanTime banTime = new BanTime();

  Admin(Floor floor) {
    this.floor = floor;
  }

  Reply list(Call call) {
    floor.bearers().requireAdmin(call);
    long page = number(call, "page", 1, Integer.MAX_VALUE);
    long size = number(call, "per_page", 50, MOST_A_PAGE);
    boolean oldestFirst = isOldestFirst(call.parameter("sort").orElse("created_at"));
    String filter = call.parameter("filter").orElse("");
    ObjectNode json = Json.object();
    ArrayNode users = json.putArray("users");
    long total =
        floor
            .database()
            .transact(tx -> fill(tx, users, new Users.Page(filter, oldestFirst, page, size)));
    json.put("aud", "authenticated");
    Reply reply = Replies.json(json).with("X-Total-Count", String.valueOf(total));
    return reply.with("Link", links(page, size, total));
  }

  private static long fill(Transaction tx, ArrayNode into, Users.Page page) {
    Users users = new Users(tx);
    users.page(page).forEach(user -> into.add(users.json(user)));
    return users.count(page.filter());
  }

  /** What {@code sort} says, such as {@code created_at asc}. */
  private static boolean isOldestFirst(String sort) {
    return switch (sort.toLowerCase(Locale.ROOT)) {
      case "created_at", "created_at desc" -> false;
      case "created_at asc" -> true;
      default ->
          throw AuthCode.VALIDATION_FAILED
              .because("Bad Sort Parameters: only 'created_at asc' and 'created_at desc' allowed")
              .raise();
    };
  }

  private String links(long page, long size, long total) {
    long last = Math.max(1, (total + size - 1) / size);
    String base = "<" + floor.config().url() + "/admin/users?page=%d&per_page=%d>; rel=\"%s\"";
    String end = base.formatted(last, size, "last");
    return page < last ? base.formatted(page + 1, size, "next") + ", " + end : end;
  }

  private static long number(Call call, String name, long standard, long most) {
    try {
      long given = call.parameter(name).map(Long::parseUnsignedLong).orElse(standard);
      return given < 1 ? standard : Math.min(given, most);
    } catch (NumberFormatException e) {
      throw AuthCode.VALIDATION_FAILED.because("Bad Pagination Parameters: " + name).raise();
    }
  }

  Reply read(Call call) {
    floor.bearers().requireAdmin(call);
    return Replies.json(floor.database().transact(tx -> new Users(tx).json(user(tx, call))));
  }

  private static User user(Transaction tx, Call call) {
    String id = call.place("id");
    if (!Users.isId(id)) {
      throw AuthCode.VALIDATION_FAILED.because("user_id must be an UUID").at(404).raise();
    }
    return new Users(tx)
        .byId(id)
        .orElseThrow(() -> AuthCode.USER_NOT_FOUND.because("User not found").raise());
  }

  Reply create(Call call) {
    floor.bearers().requireAdmin(call);
    Optional<String> email = call.find("email").map(floor.addresses()::email);
    Optional<String> phone = call.find("phone").map(floor.addresses()::phone);
    Optional<String> username = call.find("username").map(Usernames::valid);
    if (email.isEmpty() && phone.isEmpty() && username.isEmpty()) {
      throw AuthCode.VALIDATION_FAILED
          .because("Cannot create a user without either an email or phone")
          .raise();
    }
    Optional<String> hash = hash(call);
    String provider = email.isPresent() ? "email" : phone.isPresent() ? "phone" : "username";
    String address = email.or(() -> phone).or(() -> username).orElseThrow();
    NewUsers.Draft draft =
        new NewUsers.Draft(call.pool(), provider, address, hash, call.object("user_metadata"));
    return Replies.json(
        Saving.user(
            "creating new user",
            () -> floor.database().transact(tx -> create(tx, call, draft, phone))));
  }

  private ObjectNode create(
      Transaction tx, Call call, NewUsers.Draft draft, Optional<String> phone) {
    Users users = new Users(tx);
    requireFree(users, draft.pool(), draft.provider(), draft.address(), "");
    Change further = columns(call, NewUsers.appMetadata(draft));
    call.find("id").ifPresent(id -> further.set("id", valid(id)));
    User user = NewUsers.insertKnown(tx, draft, further);
    if (draft.provider().equals("email") && phone.isPresent()) {
      requireFree(users, draft.pool(), "phone", phone.get(), user.id());
      user = users.update(user, new Change().set("phone", phone.get()));
      users.addIdentity(
          user, "phone", user.id(), Json.object().put("sub", user.id()).put("phone", phone.get()));
      user = users.withProviders(user);
    }
    user = confirmed(tx, user, call);
    Audit.note(tx, "user_signedup", user, call.client());
    return users.json(user);
  }

  private static String valid(String id) {
    if (!Users.isId(id)) {
      throw AuthCode.VALIDATION_FAILED.because("ID must conform to the uuid v4 format").raise();
    }
    if (id.equals(NIL)) {
      throw AuthCode.VALIDATION_FAILED.because("ID cannot be a nil uuid").raise();
    }
    return id;
  }

  private static void requireFree(
      Users users, String pool, String provider, String address, String except) {
    Optional<User> taken =
        switch (provider) {
          case "email" -> users.byEmail(pool, address);
          case "phone" -> users.byPhone(address);
          default -> users.byUsername(pool, address);
        };
    if (taken.filter(user -> !user.id().equals(except)).isPresent()) {
      switch (provider) {
        case "email" ->
            throw AuthCode.EMAIL_EXISTS
                .because("A user with this email address has already been registered")
                .raise();
        case "phone" ->
            throw AuthCode.PHONE_EXISTS
                .because("Phone number already registered by another user")
                .raise();
        default -> throw AuthCode.USERNAME_EXISTS.because("Username is taken").raise();
      }
    }
  }

  private Optional<String> hash(Call call) {
    Optional<String> given = call.find("password_hash");
    if (given.isPresent() && call.find("password").isPresent()) {
      throw AuthCode.VALIDATION_FAILED
          .because("Only a password or a password hash should be provided")
          .raise();
    }
    if (given.isPresent() && !PasswordHasher.isKnown(given.get())) {
      throw AuthCode.VALIDATION_FAILED
          .because("password_hash is of no kind that is known: bcrypt, argon2, scrypt, PBKDF2")
          .raise();
    }
    return given.or(() -> call.find("password").map(floor.passwords()::hashOfNew));
  }

  /** What stands in the fields that only servers may set. */
  private Change columns(Call call, ObjectNode appMetadata) {
    Change change = new Change();
    call.find("role").ifPresent(role -> change.set("role", role));
    call.find("aud").ifPresent(audience -> change.set("aud", audience));
    ObjectNode app = call.object("app_metadata");
    if (!app.isEmpty()) {
      change.set("raw_app_meta_data", Json.merged(appMetadata, app));
    }
    call.find("ban_duration")
        .ifPresent(time -> banTime.apply(change, time, floor.clock().instant()));
    return change;
  }

  private static User confirmed(Transaction tx, User user, Call call) {
    User confirmed = user;
    if (call.flag("email_confirm", false) && user.email().isPresent()) {
      confirmed = NewUsers.confirm(tx, confirmed, "email");
    }
    if (call.flag("phone_confirm", false) && user.phone().isPresent()) {
      confirmed = NewUsers.confirm(tx, confirmed, "phone");
    }
    return confirmed;
  }

  Reply update(Call call) {
    floor.bearers().requireAdmin(call);
    Optional<String> email = call.find("email").map(floor.addresses()::email);
    Optional<String> phone = call.find("phone").map(floor.addresses()::phone);
    Optional<String> hash = hash(call);
    return Replies.json(
        Saving.user(
            "updating user",
            () -> floor.database().transact(tx -> update(tx, call, email, phone, hash))));
  }

  private ObjectNode update(
      Transaction tx,
      Call call,
      Optional<String> email,
      Optional<String> phone,
      Optional<String> hash) {
    Users users = new Users(tx);
    User user = user(tx, call);
    Change change = columns(call, user.appMetadata());
    ObjectNode data = call.object("user_metadata");
    if (!data.isEmpty()) {
      change.set("raw_user_meta_data", Json.merged(user.userMetadata(), data));
    }
    hash.ifPresent(value -> change.set("encrypted_password", value));
    User changed = users.update(user, change);
    if (email.isPresent() && !email.equals(user.email())) {
      requireFree(users, user.pool(), "email", email.get(), user.id());
      changed = address(users, changed, "email", email.get());
    }
    if (phone.isPresent() && !phone.equals(user.phone())) {
      requireFree(users, user.pool(), "phone", phone.get(), user.id());
      changed = address(users, changed, "phone", phone.get());
    }
    if (hash.isPresent()) {
      new SessionStore(tx).endAll(changed);
    }
    if (hash.isPresent() || email.isPresent() || phone.isPresent()) {
      floor.tokens().forget(tx, changed);
    }
    changed = confirmed(tx, changed, call);
    Audit.note(tx, "user_modified", changed, call.client());
    return users.json(changed);
  }

  private static User address(Users users, User user, String provider, String address) {
    User changed = users.update(user, new Change().set(provider, address));
    Optional<Row> identity =
        users.identities(changed).stream()
            .filter(each -> each.text("provider").equals(provider))
            .findFirst();
    if (identity.isPresent()) {
      ObjectNode data = identity.get().object("identity_data").put(provider, address);
      users.updateIdentity(identity.get(), new Change().set("identity_data", data));
    } else {
      ObjectNode data = Json.object().put("sub", changed.id()).put(provider, address);
      users.addIdentity(changed, provider, changed.id(), data);
    }
    return users.withProviders(changed);
  }

  Reply delete(Call call) {
    floor.bearers().requireAdmin(call);
    boolean soft = call.flag("should_soft_delete", false);
    Saving.user("deleting user", () -> floor.database().transact(tx -> delete(tx, call, soft)));
    return Replies.nothing();
  }

  private User delete(Transaction tx, Call call, boolean soft) {
    User user = user(tx, call);
    Users users = new Users(tx);
    Audit.note(tx, "user_deleted", user, call.client());
    if (soft) {
      SoftDeletion.of(tx, user);
    } else {
      users.delete(user);
    }
    return user;
  }

  Reply sessions(Call call) {
    floor.bearers().requireAdmin(call);
    return Replies.json(floor.database().transact(tx -> sessions(tx, call)));
  }

  private static JsonNode sessions(Transaction tx, Call call) {
    ArrayNode sessions = Json.object().putArray("sessions");
    new Table(tx, "sessions")
        .where("t.user_id = ? order by t.created_at desc", user(tx, call).id())
        .forEach(row -> sessions.add(shown(row)));
    return sessions;
  }

  /** A session without what its tokens are made of. */
  private static ObjectNode shown(Row session) {
    ObjectNode json = Json.object();
    for (String column :
        List.of("id", "created_at", "refreshed_at", "not_after", "aal", "user_agent", "ip")) {
      session.find(column).ifPresent(value -> json.put(column, value));
    }
    return json;
  }

  Reply endSessions(Call call) {
    floor.bearers().requireAdmin(call);
    floor.database().transact(tx -> endSessions(tx, call));
    return Replies.nothing();
  }

  private static User endSessions(Transaction tx, Call call) {
    User user = user(tx, call);
    new SessionStore(tx).endAll(user);
    Audit.note(tx, "logout", user, call.client());
    return user;
  }

  Reply factors(Call call) {
    floor.bearers().requireAdmin(call);
    return Replies.json(floor.database().transact(tx -> factors(tx, call)));
  }

  private static JsonNode factors(Transaction tx, Call call) {
    ArrayNode factors = Json.object().putArray("factors");
    new Users(tx).factors(user(tx, call)).forEach(factor -> factors.add(UserJson.factor(factor)));
    return factors;
  }

  Reply deleteFactor(Call call) {
    floor.bearers().requireAdmin(call);
    return Replies.json(floor.database().transact(tx -> deleteFactor(tx, call)));
  }

  private static JsonNode deleteFactor(Transaction tx, Call call) {
    User user = user(tx, call);
    String factor = call.place("factor");
    List<Row> gone =
        Users.isId(factor)
            ? new Table(tx, "mfa_factors").delete("t.id = ? and t.user_id = ?", factor, user.id())
            : List.of();
    if (gone.isEmpty()) {
      throw AuthCode.MFA_FACTOR_NOT_FOUND.because("Factor not found").raise();
    }
    new SessionStore(tx).lower(factor);
    Audit.note(tx, "factor_deleted", user, call.client());
    return UserJson.factor(gone.getFirst());
  }

  Reply audit(Call call) {
    floor.bearers().requireAdmin(call);
    long page = number(call, "page", 1, Integer.MAX_VALUE);
    long size = number(call, "per_page", 50, MOST_A_PAGE);
    return Replies.json(floor.database().transact(tx -> audit(tx, page, size)));
  }

  private static JsonNode audit(Transaction tx, long page, long size) {
    ArrayNode entries = Json.object().putArray("entries");
    new Table(tx, "audit_log_entries")
        .where(
            "true order by t.created_at desc, t.id limit ?::bigint offset ?::bigint",
            String.valueOf(size),
            String.valueOf((page - 1) * size))
        .forEach(row -> entries.add(row.json()));
    return entries;
  }
}
