package dev.groundwork.service.auth.passkey;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.groundwork.base.http.Reply;
import dev.groundwork.base.pg.Transaction;
import dev.groundwork.service.auth.account.Audit;
import dev.groundwork.service.auth.account.FirstAddress;
import dev.groundwork.service.auth.account.Floor;
import dev.groundwork.service.auth.account.NewUsers;
import dev.groundwork.service.auth.account.Saving;
import dev.groundwork.service.auth.account.Usernames;
import dev.groundwork.service.auth.problem.AuthCode;
import dev.groundwork.service.auth.session.Method;
import dev.groundwork.service.auth.session.Sessions;
import dev.groundwork.service.auth.store.Json;
import dev.groundwork.service.auth.store.User;
import dev.groundwork.service.auth.store.Users;
import dev.groundwork.service.auth.web.Call;
import dev.groundwork.service.auth.web.Replies;
import dev.groundwork.service.auth.webauthn.Credential;
import dev.groundwork.service.auth.webauthn.Options;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** Signing up with a passkey and nothing else; a mail address may be confirmed later. */
final class FirstKey {
  private final Floor floor;
  private final Challenges challenges;
  private final FirstAddress address;

  FirstKey(Floor floor, Challenges challenges) {
    this.floor = floor;
    this.challenges = challenges;
    this.address = new FirstAddress(floor);
  }

  Reply options(Call call) {
    requireOpen();
    floor.guard().passkey(call);
    floor.guard().human(call);
    Optional<String> email = call.find("email").map(this::email);
    Optional<String> username = call.find("username").map(this::username);
    if (email.isPresent() && username.isPresent()) {
      throw AuthCode.VALIDATION_FAILED
          .because("Only an email address or a username should be provided on signup.")
          .raise();
    }
    username.ifPresent(name -> requireFree(call, name));
    String id = UUID.randomUUID().toString();
    ObjectNode more = Json.object().put("id", id).put("pool", call.pool());
    email.ifPresent(value -> more.put("email", value));
    username.ifPresent(value -> more.put("username", value));
    ObjectNode data = call.object("data");
    more.set("data", data);
    String name = email.or(() -> username).orElse(id);
    String shown = data.path("full_name").asText("");
    Options.Owner owner =
        new Options.Owner(Keyring.handle(id), name, shown.isEmpty() ? name : shown);
    return challenges.begin(
        Challenges.Purpose.SIGNUP,
        Optional.empty(),
        more,
        options -> options.creation(owner, List.of()));
  }

  private void requireOpen() {
    PasskeyRoutes.requireEnabled(floor);
    if (!floor.config().access().signup()) {
      throw AuthCode.SIGNUP_DISABLED.because("Signups not allowed for this instance").raise();
    }
  }

  private String email(String given) {
    if (!floor.config().access().email()) {
      throw AuthCode.EMAIL_PROVIDER_DISABLED.because("Email signups are disabled").raise();
    }
    return floor.addresses().email(given);
  }

  private String username(String given) {
    if (!floor.config().access().usernames()) {
      throw AuthCode.USERNAME_PROVIDER_DISABLED.because("Usernames are disabled").raise();
    }
    return Usernames.valid(given);
  }

  /** Told before somebody makes a passkey in vain; names of this kind are no secret. */
  private void requireFree(Call call, String username) {
    boolean taken =
        floor
            .database()
            .transact(tx -> new Users(tx).byUsername(call.pool(), username).isPresent());
    if (taken) {
      throw AuthCode.USERNAME_EXISTS.because("Username is taken").raise();
    }
  }

  Reply signUp(Call call) {
    requireOpen();
    floor.guard().passkey(call);
    Challenges.Taken taken = challenges.take(call, Challenges.Purpose.SIGNUP, Optional.empty());
    Credential credential = Keyring.made(call, taken);
    ObjectNode more = taken.more();
    Optional<String> email = Optional.of(more.path("email").asText("")).filter(it -> !it.isEmpty());
    String username = more.path("username").asText("");
    ObjectNode data = more.path("data") instanceof ObjectNode object ? object : Json.object();
    NewUsers.Draft draft =
        new NewUsers.Draft(
            more.path("pool").asText(),
            username.isEmpty() ? "passkey" : "username",
            username,
            Optional.empty(),
            data);
    email.ifPresent(address::pause);
    NewUsers.announce(floor, draft, call);
    Signing signing = new Signing(more.path("id").asText(), draft, email, credential);
    Sessions.Begun begun =
        Keyring.unique(() ->
            Saving.user(
                "saving new user", () -> floor.database().transact(tx -> make(tx, call, signing))));
    floor.extensions().afterUserCreated(begun.userJson());
    email.ifPresent(_ -> address.send(call, begun.user()));
    return Replies.json(floor.sessions().answer(begun));
  }

  /** Somebody who signs up, and with what. */
  private record Signing(
      String id, NewUsers.Draft draft, Optional<String> email, Credential credential) {}

  private Sessions.Begun make(Transaction tx, Call call, Signing signing) {
    User made = NewUsers.insert(tx, signing.draft, signing.id);
    User user = signing.email.isPresent() ? address.note(tx, made, signing.email.get()) : made;
    new Passkeys(tx).add(user, signing.credential);
    Audit.note(tx, "user_signedup", user, call.client());
    return floor.sessions().begin(tx, user, Method.PASSKEY, call.client());
  }
}
