package dev.groundwork.service.auth.authority;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.groundwork.base.http.Reply;
import dev.groundwork.base.pg.Transaction;
import dev.groundwork.service.auth.account.Floor;
import dev.groundwork.service.auth.problem.AuthCode;
import dev.groundwork.service.auth.store.Change;
import dev.groundwork.service.auth.store.Json;
import dev.groundwork.service.auth.store.Row;
import dev.groundwork.service.auth.store.Table;
import dev.groundwork.service.auth.store.Users;
import dev.groundwork.service.auth.web.Call;
import dev.groundwork.service.auth.web.Replies;
import java.util.List;
import java.util.Optional;

/** Registers applications: by those who run the server, or by themselves where that is allowed. */
final class Applications {
  private static final int PAGE = 50;
  private static final int LARGEST_PAGE = 1000;

  private final Floor floor;

  Applications(Floor floor) {
    this.floor = floor;
  }

  /** The application of an id. */
  static Optional<Application> find(Transaction tx, String id) {
    return Users.isId(id)
        ? table(tx).first("t.id = ? and t.deleted_at is null", id).map(Application::new)
        : Optional.empty();
  }

  private static Table table(Transaction tx) {
    return new Table(tx, "oauth_clients");
  }

  /** An application registers itself. */
  Reply register(Call call) {
    floor.guard().code(call);
    ObjectNode json = create(call, "dynamic");
    json.put("client_id_issued_at", floor.clock().instant().getEpochSecond());
    json.put("client_secret_expires_at", 0);
    return Replies.json(201, json);
  }

  Reply add(Call call) {
    floor.bearers().requireAdmin(call);
    return Replies.json(201, create(call, "manual"));
  }

  private ObjectNode create(Call call, String registration) {
    ApplicationForm form = new ApplicationForm(call);
    Change row = form.creation(registration);
    Optional<String> secret =
        form.method().equals("none") ? Optional.empty() : Optional.of(Secrets.random());
    secret.ifPresent(text -> row.set("client_secret_hash", Secrets.hash(text)));
    Row made = floor.database().transact(tx -> table(tx).insert(row));
    ObjectNode json = new Application(made).json();
    secret.ifPresent(text -> json.put("client_secret", text));
    return json;
  }

  Reply list(Call call) {
    floor.bearers().requireAdmin(call);
    int page = number(call, "page", 1, Integer.MAX_VALUE / LARGEST_PAGE);
    int size = number(call, "per_page", PAGE, LARGEST_PAGE);
    List<Row> all =
        floor
            .database()
            .transact(
                tx -> table(tx).where("t.deleted_at is null order by t.created_at desc, t.id"));
    ObjectNode json = Json.object();
    ArrayNode clients = json.putArray("clients");
    all.stream()
        .skip((long) (page - 1) * size)
        .limit(size)
        .forEach(row -> clients.add(new Application(row).json()));
    json.put("aud", "authenticated");
    return Replies.json(json)
        .with("X-Total-Count", String.valueOf(all.size()))
        .with("Link", links(page, size, all.size()));
  }

  private String links(int page, int size, int total) {
    int last = Math.max(1, (total + size - 1) / size);
    String start = "<" + floor.config().url() + "/admin/oauth/clients?page=";
    String next = start + (page + 1) + "&per_page=" + size + ">; rel=\"next\", ";
    return (page < last ? next : "") + start + last + "&per_page=" + size + ">; rel=\"last\"";
  }

  private static int number(Call call, String name, int standard, int most) {
    String text = call.parameter(name).orElse(String.valueOf(standard));
    if (!text.matches("[1-9][0-9]{0,8}")) {
      throw AuthCode.VALIDATION_FAILED.because(name + " must be a number above 0").raise();
    }
    return Math.min(Integer.parseInt(text), most);
  }

  Reply read(Call call) {
    floor.bearers().requireAdmin(call);
    return Replies.json(floor.database().transact(tx -> required(tx, call)).json());
  }

  private static Application required(Transaction tx, Call call) {
    return find(tx, call.place("id"))
        .orElseThrow(
            () -> AuthCode.OAUTH_CLIENT_NOT_FOUND.because("OAuth client not found").raise());
  }

  Reply update(Call call) {
    floor.bearers().requireAdmin(call);
    Change change = new ApplicationForm(call).update();
    return Replies.json(floor.database().transact(tx -> change(tx, call, change)).json());
  }

  private static Application change(Transaction tx, Call call, Change change) {
    Application application = required(tx, call);
    return new Application(
        table(tx).update(change.now("updated_at"), "t.id = ?", application.id()).getFirst());
  }

  /** Ends what it was let in for as well: its sessions go with it. */
  Reply delete(Call call) {
    floor.bearers().requireAdmin(call);
    floor.database().transact(tx -> table(tx).delete("t.id = ?", required(tx, call).id()));
    return Reply.empty(204);
  }

  Reply renewSecret(Call call) {
    floor.bearers().requireAdmin(call);
    String secret = Secrets.random();
    Change change = new Change().set("client_secret_hash", Secrets.hash(secret));
    Application application = floor.database().transact(tx -> renew(tx, call, change));
    return Replies.json(application.json().put("client_secret", secret));
  }

  private static Application renew(Transaction tx, Call call, Change change) {
    if (required(tx, call).isPublic()) {
      throw AuthCode.VALIDATION_FAILED
          .because("Cannot regenerate secret for public client")
          .raise();
    }
    return change(tx, call, change);
  }
}
