package dev.groundwork.service.auth.provider;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.groundwork.base.pg.Transaction;
import dev.groundwork.base.problem.ProblemException;
import dev.groundwork.service.auth.account.Audit;
import dev.groundwork.service.auth.account.Floor;
import dev.groundwork.service.auth.account.Saving;
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
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.BiFunction;
import java.util.function.Supplier;

/**
 * Who somebody is here whom a provider has sent. The provider's id decides; for one that is new, a
 * mail address does that the provider has verified, and one that it has not never does.
 */
final class Arrivals {
  private static final String ONLY_POOL = "00000000-0000-0000-0000-000000000000";

  private final Floor floor;

  Arrivals(Floor floor) {
    this.floor = floor;
  }

  /**
   * Somebody whom a provider has sent.
   *
   * @param emailOptional whether they may come without a mail address
   */
  record Visitor(String provider, Profile profile, boolean emailOptional) {}

  /** What somebody new to the provider's list of ids is here. */
  private sealed interface Decision {
    record Known(User user, Row identity) implements Decision {}

    record Joining(User user) implements Decision {}

    record New(Optional<String> email, Optional<User> holder) implements Decision {}
  }

  /** What came of an arrival, and whether the person is new. */
  private record Done<T>(T value, Optional<ObjectNode> made) {}

  /**
   * Lets somebody in.
   *
   * @param then what follows for the person in the same transaction
   * @throws ProblemException when they may not come in
   */
  <T> T signIn(Call call, Visitor visitor, BiFunction<Transaction, User, T> then) {
    Visitor guest = checked(visitor);
    Decision before = floor.database().transact(tx -> decide(tx, call, guest));
    if (before instanceof Decision.New fresh) {
      announce(call, guest, fresh);
    }
    boolean asked = before instanceof Decision.New;
    Done<T> done = entered(call, guest, asked, then);
    done.made.ifPresent(floor.extensions()::afterUserCreated);
    return done.value;
  }

  /** Somebody who comes twice at once is made once. */
  private <T> Done<T> entered(
      Call call, Visitor visitor, boolean asked, BiFunction<Transaction, User, T> then) {
    Supplier<Done<T>> work =
        () -> floor.database().transact(tx -> enter(tx, call, visitor, asked, then));
    try {
      return Saving.user("saving new user", work);
    } catch (ProblemException e) {
      if (e.problem().code().equals(AuthCode.USER_ALREADY_EXISTS.text())) {
        return Saving.user("saving new user", work);
      }
      throw e;
    }
  }

  /** The same without a mail address that could not be stored. */
  private Visitor checked(Visitor visitor) {
    try {
      visitor.profile.email().ifPresent(floor.addresses()::email);
      return visitor;
    } catch (ProblemException invalid) {
      return new Visitor(visitor.provider, visitor.profile.withoutMail(), visitor.emailOptional);
    }
  }

  private Decision decide(Transaction tx, Call call, Visitor visitor) {
    Users users = new Users(tx);
    Optional<Row> identity = identity(users, call.pool(), visitor);
    if (identity.isPresent()) {
      User user = users.byId(identity.get().text("user_id")).orElseThrow();
      return new Decision.Known(user, identity.get());
    }
    Optional<String> email = visitor.profile.email();
    Optional<User> holder = email.flatMap(address -> users.byEmail(call.pool(), address));
    if (!visitor.profile.isEmailVerified()) {
      return newcomer(visitor, email.filter(_ -> holder.isEmpty()));
    }
    if (holder.isPresent() && isTheirs(holder.get())) {
      return new Decision.Joining(holder.get());
    }
    return new Decision.New(email, holder);
  }

  /**
   * Whether a person is who owns their address: it is confirmed, or nothing is, and what was done
   * without proof can be undone. Who has proved another thing keeps the account, but not the
   * address.
   */
  private static boolean isTheirs(User user) {
    return user.isEmailConfirmed() || !user.isPhoneConfirmed();
  }

  /** Somebody whose address, if any, proves nothing; it is kept where addresses need no proof. */
  private Decision newcomer(Visitor visitor, Optional<String> free) {
    boolean proof = floor.config().email().confirm();
    if (!visitor.emailOptional && visitor.profile.email().isEmpty()) {
      throw AuthCode.UNEXPECTED_FAILURE
          .because("Error getting user email from external provider")
          .raise();
    }
    if (!visitor.emailOptional && proof) {
      throw AuthCode.PROVIDER_EMAIL_NEEDS_VERIFICATION
          .because(
              "Unverified email with %1$s. Verify the email with %1$s in order to sign in"
                  .formatted(visitor.provider))
          .raise();
    }
    return new Decision.New(free.filter(_ -> !proof), Optional.empty());
  }

  private static Optional<Row> identity(Users users, String pool, Visitor visitor) {
    return users.identity(visitor.provider, key(pool, visitor));
  }

  /** The same person at a provider may be somebody in each pool. */
  private static String key(String pool, Visitor visitor) {
    String subject = visitor.profile.subject();
    return pool.equals(ONLY_POOL) || pool.isEmpty() ? subject : pool + "/" + subject;
  }

  private void announce(Call call, Visitor visitor, Decision.New fresh) {
    if (!floor.config().access().signup()) {
      throw AuthCode.SIGNUP_DISABLED.because("Signups not allowed for this instance").raise();
    }
    ObjectNode row = Json.object();
    row.put("id", UUID.randomUUID().toString());
    row.put("aud", "authenticated").put("role", "authenticated");
    row.put("email", fresh.email.orElse("")).put("phone", "");
    row.set("raw_app_meta_data", appMetadata(visitor));
    row.set("raw_user_meta_data", visitor.profile.data());
    ObjectNode shown = UserJson.user(new User(new Row(row)), List.of(), List.of());
    floor.extensions().beforeUserCreated(shown, call.client());
  }

  private <T> Done<T> enter(
      Transaction tx,
      Call call,
      Visitor visitor,
      boolean asked,
      BiFunction<Transaction, User, T> then) {
    Decision decision = decide(tx, call, visitor);
    User user =
        switch (decision) {
          case Decision.Known(User known, Row identity) -> again(tx, visitor, known, identity);
          case Decision.Joining(User known) -> join(tx, call, visitor, known);
          case Decision.New fresh when asked -> create(tx, call, visitor, fresh);
          case Decision.New _ ->
              throw AuthCode.CONFLICT.because("The account was deleted just now").raise();
        };
    Audit.note(tx, "login", user, call.client());
    T value = then.apply(tx, user);
    boolean made = decision instanceof Decision.New;
    return new Done<>(value, made ? Optional.of(new Users(tx).json(user)) : Optional.empty());
  }

  private static User again(Transaction tx, Visitor visitor, User user, Row identity) {
    Users users = new Users(tx);
    Profile profile = visitor.profile;
    users.updateIdentity(
        identity, new Change().set("identity_data", profile.data()).now("last_sign_in_at"));
    Change change =
        new Change()
            .set("raw_user_meta_data", Json.merged(user.userMetadata(), metadata(user, profile)));
    if (profile.isEmailVerified()
        && profile.email().equals(user.email())
        && !user.isEmailConfirmed()) {
      change.now("email_confirmed_at");
    }
    return users.update(user, change);
  }

  /** Whoever has an address gets the account of it; who only said so loses what they left there. */
  private static User join(Transaction tx, Call call, Visitor visitor, User known) {
    Users users = new Users(tx);
    User user = users.locked(known.id()).orElseThrow();
    Change change = new Change();
    if (!user.isEmailConfirmed()) {
      users.identities(user).forEach(users::removeIdentity);
      new SessionStore(tx).endAll(user);
      new Table(tx, "mfa_factors").delete("t.user_id = ?", user.id());
      new Table(tx, "one_time_tokens").delete("t.user_id = ?", user.id());
      new Table(tx, "webauthn_credentials").delete("t.user_id = ?", user.id());
      change.set("encrypted_password", "").now("email_confirmed_at").clear("phone");
    } else {
      removeUnproved(users, user);
    }
    change.set("raw_user_meta_data", Json.merged(user.userMetadata(), visitor.profile.data()));
    users.addIdentity(user, visitor.provider, key(call.pool(), visitor), visitor.profile.data());
    Audit.note(tx, "identity_linked", user, call.client());
    return users.withProviders(users.update(user, change));
  }

  /** Identities that came with an address which nobody has verified. */
  private static void removeUnproved(Users users, User user) {
    users.identities(user).stream()
        .filter(each -> each.find("email").isPresent())
        .filter(each -> !each.object("identity_data").path("email_verified").asBoolean())
        .forEach(users::removeIdentity);
  }

  private static User create(Transaction tx, Call call, Visitor visitor, Decision.New fresh) {
    Users users = new Users(tx);
    fresh.holder.ifPresent(holder -> takeAddress(users, holder));
    Profile profile = visitor.profile;
    Change row =
        new Change()
            .set("raw_app_meta_data", appMetadata(visitor))
            .set("raw_user_meta_data", profile.data())
            .set("encrypted_password", "")
            .set("is_anonymous", "false");
    fresh.email.ifPresent(address -> row.set("email", address));
    if (profile.isEmailVerified()) {
      row.now("email_confirmed_at");
    }
    User user = users.insert(call.pool(), row);
    users.addIdentity(user, visitor.provider, key(call.pool(), visitor), profile.data());
    Audit.note(tx, "user_signedup", user, call.client());
    return user;
  }

  private static void takeAddress(Users users, User holder) {
    users.identities(holder).stream()
        .filter(each -> each.text("provider").equals("email"))
        .forEach(users::removeIdentity);
    users.withProviders(users.update(holder, new Change().clear("email")));
  }

  /**
   * Gives somebody who is signed in a further identity.
   *
   * @throws ProblemException when it is somebody's already
   */
  User link(Transaction tx, Call call, Visitor visitor, String userId) {
    Users users = new Users(tx);
    User user =
        users
            .locked(userId)
            .orElseThrow(() -> AuthCode.USER_NOT_FOUND.because("User not found").raise());
    Optional<Row> known = identity(users, user.pool(), visitor);
    if (known.isPresent()) {
      boolean own = known.get().text("user_id").equals(user.id());
      throw AuthCode.IDENTITY_ALREADY_EXISTS
          .because(
              own ? "Identity is already linked" : "Identity is already linked to another user")
          .raise();
    }
    Profile profile = visitor.profile;
    users.addIdentity(user, visitor.provider, key(user.pool(), visitor), profile.data());
    Change change =
        new Change()
            .set("is_anonymous", "false")
            .set("raw_user_meta_data", Json.merged(user.userMetadata(), metadata(user, profile)));
    Optional<String> email = profile.email().filter(_ -> profile.isEmailVerified());
    if (user.email().isEmpty()
        && email.filter(each -> users.byEmail(user.pool(), each).isEmpty()).isPresent()) {
      change.set("email", email.get()).now("email_confirmed_at");
    }
    Audit.note(tx, "identity_linked", user, call.client());
    return users.withProviders(users.update(user, change));
  }

  /** What a provider says of a person whose address may be another one. */
  private static ObjectNode metadata(User user, Profile profile) {
    ObjectNode data = profile.data().deepCopy();
    if (user.email().isPresent() && !user.email().equals(profile.email())) {
      data.remove(List.of("email", "email_verified"));
    }
    return data;
  }

  private static ObjectNode appMetadata(Visitor visitor) {
    ObjectNode metadata = Json.object().put("provider", visitor.provider);
    metadata.putArray("providers").add(visitor.provider);
    return metadata;
  }
}
