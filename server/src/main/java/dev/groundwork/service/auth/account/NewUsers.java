package dev.groundwork.service.auth.account;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.groundwork.base.pg.Transaction;
import dev.groundwork.service.auth.store.Change;
import dev.groundwork.service.auth.store.Json;
import dev.groundwork.service.auth.store.Row;
import dev.groundwork.service.auth.store.User;
import dev.groundwork.service.auth.store.UserJson;
import dev.groundwork.service.auth.store.Users;
import dev.groundwork.service.auth.web.Call;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** Makes people: the row, the identity of how they came, what the application is told. */
public final class NewUsers {
  private NewUsers() {}

  /**
   * Somebody who is to be made.
   *
   * @param provider {@code email}, {@code phone}, {@code username}, {@code passkey}, {@code
   *     anonymous}
   * @param address as it is stored; empty for those who have none
   * @param metadata what the person says of themselves
   */
  public record Draft(
      String pool,
      String provider,
      String address,
      Optional<String> passwordHash,
      ObjectNode metadata) {}

  /** Asks the application whether somebody may be made. Outside of transactions. */
  public static void announce(Floor floor, Draft draft, Call call) {
    ObjectNode row = Json.object();
    row.put("id", UUID.randomUUID().toString());
    row.put("aud", "authenticated").put("role", "authenticated");
    row.put("email", draft.provider.equals("email") ? draft.address : "");
    row.put("phone", draft.provider.equals("phone") ? draft.address : "");
    row.set("raw_app_meta_data", appMetadata(draft));
    row.set("raw_user_meta_data", draft.metadata);
    row.put("is_anonymous", draft.provider.equals("anonymous"));
    User shown = new User(new Row(row));
    floor.extensions().beforeUserCreated(UserJson.user(shown, List.of(), List.of()), call.client());
  }

  /** Makes a person who has not proved yet who they are. */
  public static User insert(Transaction tx, Draft draft) {
    return insert(tx, draft, new Change());
  }

  /** The same, with an id that was chosen before. */
  public static User insert(Transaction tx, Draft draft, String id) {
    return insert(tx, draft, new Change().set("id", id));
  }

  private static User insert(Transaction tx, Draft draft, Change further) {
    User user = row(tx, draft, further);
    if (draft.provider.equals("anonymous")) {
      return user;
    }
    ObjectNode data = Json.merged(draft.metadata, claims(user, draft));
    addIdentity(tx, user, draft, data);
    return new Users(tx)
        .update(
            user, new Change().set("raw_user_meta_data", Json.merged(user.userMetadata(), data)));
  }

  /**
   * Makes a person whom a server knows: what it says of them stays as it is, without their address
   * and what is proved of it.
   *
   * @param further columns that only servers set
   */
  static User insertKnown(Transaction tx, Draft draft, Change further) {
    User user = row(tx, draft, further);
    addIdentity(tx, user, draft, claims(user, draft));
    return new Users(tx).byId(user.id()).orElse(user); // triggers may have changed it
  }

  /**
   * The row of a person. Columns that only servers set stand in it from the start, so that triggers
   * of the project see them, and what the triggers write refers to the final id.
   */
  private static User row(Transaction tx, Draft draft, Change further) {
    Change row =
        new Change()
            .set("raw_app_meta_data", appMetadata(draft))
            .set("raw_user_meta_data", draft.metadata)
            .set("encrypted_password", draft.passwordHash.orElse(""))
            .set("is_anonymous", String.valueOf(draft.provider.equals("anonymous")));
    switch (draft.provider) {
      case "email" -> row.set("email", draft.address);
      case "phone" -> row.set("phone", draft.address);
      default -> {
        // a username stands in the identity alone; the others have neither
      }
    }
    return new Users(tx).insert(draft.pool, row.with(further));
  }

  /** What is known of who somebody is. */
  private static ObjectNode claims(User user, Draft draft) {
    ObjectNode data = Json.object().put("sub", user.id());
    data.put("email_verified", false);
    data.put("phone_verified", false);
    if (!draft.address.isEmpty()) {
      data.put(draft.provider, draft.address);
    }
    return data;
  }

  private static void addIdentity(Transaction tx, User user, Draft draft, ObjectNode data) {
    boolean username = draft.provider.equals("username");
    String id = username ? Users.usernameKey(draft.pool, draft.address) : user.id();
    new Users(tx).addIdentity(user, draft.provider, id, data);
  }

  static ObjectNode appMetadata(Draft draft) {
    ObjectNode metadata = Json.object();
    if (!draft.provider.equals("anonymous")) {
      metadata.put("provider", draft.provider).putArray("providers").add(draft.provider);
    }
    return metadata;
  }

  /**
   * Forgets the password that somebody signed up with whose address nobody has confirmed: who
   * proves by a link that the address is theirs need not be the one who chose it. What a server set
   * stays.
   */
  static User withoutPassword(Transaction tx, User user) {
    return user.isConfirmed() || user.time("confirmation_sent_at").isEmpty()
        ? user
        : new Users(tx).update(user, new Change().set("encrypted_password", ""));
  }

  /** Notes that an address is a person's. */
  public static User confirm(Transaction tx, User user, String provider) {
    Users users = new Users(tx);
    users.identities(user).stream()
        .filter(identity -> identity.text("provider").equals(provider))
        .forEach(identity ->
            users.updateIdentity(
                identity,
                new Change()
                    .set(
                        "identity_data",
                        identity.object("identity_data").put(provider + "_verified", true))));
    ObjectNode metadata = user.userMetadata().deepCopy();
    metadata.put(provider + "_verified", true);
    Change change = new Change().set("raw_user_meta_data", metadata);
    if (user.time(provider + "_confirmed_at").isEmpty()) {
      change.now(provider + "_confirmed_at");
    }
    return users.update(user, change.set("is_anonymous", "false"));
  }
}
