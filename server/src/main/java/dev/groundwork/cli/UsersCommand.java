package dev.groundwork.cli;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.groundwork.base.config.ProjectFolder;
import dev.groundwork.base.config.Settings;
import dev.groundwork.base.problem.ProblemException;
import java.io.BufferedReader;
import java.io.IOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.function.ToIntFunction;
import java.util.stream.Stream;

/** {@code groundwork users}: the people of a running project. */
final class UsersCommand {
  private static final JsonMapper JSON = new JsonMapper();

  /** A hundred years. */
  private static final String BAN = "{\"ban_duration\":\"876000h\"}";

  private static final String NO_BAN = "{\"ban_duration\":\"none\"}";

  private static final List<String> IMPORT =
      List.of(
          "Makes people from a file with a JSON object a line.",
          "The names are those of the admin API: email, phone or username, password_hash (bcrypt,"
              + " argon2, scrypt, PBKDF2, Firebase), user_metadata, app_metadata, id. Who is there"
              + " already is left as they are.");
  private static final Option FOLDER =
      Option.value("folder", "FOLDER", Parameter.FOLDER.description());
  private static final Option URL =
      Option.value(
          "url", "URL", "Where the server is; by default what the project's settings say.");

  /** Where the people are. */
  private static final List<Option> SERVER = List.of(FOLDER, URL);

  private static final Option PASSWORD =
      Option.asked("password", "PASSWORD", "The password; asked for when it does not follow.");
  private static final Option END = Option.flag("end", "End all of them.");
  private static final Parameter FILTER = Parameter.optional("FILTER", "Part of an address.");
  private static final Parameter EMAIL = Parameter.required("EMAIL", "The mail address.");
  private static final Parameter WHO = Parameter.required("WHO", "Address or id.");
  private static final Parameter FILE = Parameter.required("FILE", "The file.");

  private final Program program;

  private UsersCommand(Program program) {
    this.program = program;
  }

  static Command of(Program program) {
    return new GroupCommand(
        "users",
        List.of("Lists, makes, disables and imports the people of a running project."),
        SERVER,
        new UsersCommand(program).commands());
  }

  private List<Command> commands() {
    return List.of(
        command(
            "create",
            List.of("Makes somebody, whose address counts as confirmed."),
            EMAIL,
            this::create,
            PASSWORD),
        command(
            "disable",
            List.of("Lets somebody in no more, and ends their sessions."),
            WHO,
            this::disable),
        command("enable", List.of("Lets somebody in again."), WHO, this::enable),
        command("import", IMPORT, FILE, this::importPeople),
        command("list", List.of("Lists people, the newest first."), FILTER, this::list),
        command(
            "sessions",
            List.of("Lists the sessions of somebody, or ends them."),
            WHO,
            this::sessions,
            END));
  }

  private static Command command(
      String name,
      List<String> description,
      Parameter parameter,
      ToIntFunction<Arguments> action,
      Option... own) {
    List<Option> options = Stream.concat(Stream.of(own), SERVER.stream()).toList();
    return new SimpleCommand(name, description, List.of(parameter), options, action);
  }

  private int list(Arguments given) {
    String query = given.parameter(0).map(filter -> "&filter=" + encoded(filter)).orElse("");
    try (AuthClient client = client(given)) {
      JsonNode people = client.ask("GET", "?per_page=1000" + query, "").path("users");
      people.forEach(person -> program.terminal().line(line(person)));
    }
    return ExitCode.OK.code();
  }

  private int create(Arguments given) {
    ObjectNode person = JsonNodeFactory.instance.objectNode();
    person.put("email", given.parameter(0).orElse("")).put("email_confirm", true);
    if (given.has(PASSWORD)) {
      person.put("password", given.value(PASSWORD).orElseGet(this::password));
    }
    try (AuthClient client = client(given)) {
      program.terminal().line(line(client.ask("POST", "", person.toString())));
    }
    return ExitCode.OK.code();
  }

  private int disable(Arguments given) {
    try (AuthClient client = client(given)) {
      String id = id(client, given);
      client.ask("PUT", "/" + id, BAN);
      client.ask("DELETE", "/" + id + "/sessions", "");
      program.terminal().line("disabled " + id);
    }
    return ExitCode.OK.code();
  }

  private int enable(Arguments given) {
    try (AuthClient client = client(given)) {
      String id = id(client, given);
      client.ask("PUT", "/" + id, NO_BAN);
      program.terminal().line("enabled " + id);
    }
    return ExitCode.OK.code();
  }

  private int sessions(Arguments given) {
    try (AuthClient client = client(given)) {
      String path = "/" + id(client, given) + "/sessions";
      client.ask("GET", path, "").forEach(each -> program.terminal().line(each.toString()));
      if (given.has(END)) {
        client.ask("DELETE", path, "");
        program.terminal().line("ended");
      }
    }
    return ExitCode.OK.code();
  }

  private int importPeople(Arguments given) {
    Path file = Path.of(given.parameter(0).orElse(""));
    Tally tally = new Tally();
    try (AuthClient client = client(given);
        BufferedReader lines = Files.newBufferedReader(file)) {
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        tally.number++;
        if (!line.isBlank()) {
          tally.add(file, importOne(client, line));
        }
      }
    } catch (IOException e) {
      throw given.wrong("cannot read " + file + " as UTF-8 text");
    }
    program.terminal().line("made " + tally.made + ", not made " + tally.failed);
    return (tally.failed == 0 ? ExitCode.OK : ExitCode.FAILURE).code();
  }

  /** What became of the lines of a file. */
  private final class Tally {
    private int number;
    private int made;
    private int failed;

    private void add(Path file, Optional<String> fault) {
      if (fault.isEmpty()) {
        made++;
        return;
      }
      failed++;
      program.terminal().error(file + ":" + number + ": " + fault.get());
    }
  }

  private static Optional<String> importOne(AuthClient client, String line) {
    try {
      if (!(JSON.readTree(line) instanceof ObjectNode person)) {
        return Optional.of("is no JSON object");
      }
      person.put("email_confirm", person.path("email_confirm").asBoolean(person.has("email")));
      person.put("phone_confirm", person.path("phone_confirm").asBoolean(person.has("phone")));
      client.ask("POST", "", person.toString());
      return Optional.empty();
    } catch (JsonProcessingException e) {
      return Optional.of("is no JSON object");
    } catch (ProblemException e) {
      if (e.problem() instanceof UsersProblem.Refused refused) {
        return Optional.of(refused.reason());
      }
      throw e;
    }
  }

  private AuthClient client(Arguments given) {
    ProjectFolder project = ProjectFolder.open(Path.of(given.value(FOLDER).orElse(".")));
    Settings settings = program.settings().server(project, List.of());
    Keys keys = program.backend().keys(project, settings);
    String key =
        keys.secret().stream()
            .findFirst()
            .or(keys::serviceRole)
            .orElseThrow(() -> given.wrong("the project has no key for servers"));
    return new AuthClient(given.value(URL).orElseGet(() -> AuthClient.url(settings)), key);
  }

  private static String id(AuthClient client, Arguments given) {
    String who = given.parameter(0).orElse("");
    if (who.matches("[0-9a-fA-F-]{36}")) {
      return who;
    }
    JsonNode found = client.ask("GET", "?per_page=1000&filter=" + encoded(who), "").path("users");
    for (JsonNode person : found) {
      if (person.path("email").asText("").equalsIgnoreCase(who)
          || person.path("phone").asText("").equals(who)) {
        return person.path("id").asText();
      }
    }
    throw new UsersProblem.Unknown(who).raise();
  }

  private String password() {
    return program.terminal().secret("Enter value for --password: ");
  }

  private static String encoded(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8);
  }

  private static String line(JsonNode person) {
    String address = person.path("email").asText("");
    String shown = address.isEmpty() ? person.path("phone").asText("") : address;
    String state = person.hasNonNull("banned_until") ? "  disabled" : "";
    return person.path("id").asText() + "  " + shown + state;
  }
}
