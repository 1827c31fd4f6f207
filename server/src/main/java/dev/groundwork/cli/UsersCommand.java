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
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ScopeType;
import picocli.CommandLine.Spec;

/** {@code groundwork users}: the people of a running project. */
@Command(
    name = "users",
    description = {"Lists, makes, disables and imports the people of a running project.", ""},
    synopsisSubcommandLabel = "COMMAND")
final class UsersCommand implements Runnable {
  private static final JsonMapper JSON = new JsonMapper();

  /** A hundred years. */
  private static final String BAN = "{\"ban_duration\":\"876000h\"}";

  private static final String NO_BAN = "{\"ban_duration\":\"none\"}";

  @Option(
      names = "--folder",
      paramLabel = "FOLDER",
      defaultValue = ".",
      scope = ScopeType.INHERIT,
      description = "The project's folder; by default the current one.")
  private Path folder = Path.of(".");

  @Option(
      names = "--url",
      paramLabel = "URL",
      scope = ScopeType.INHERIT,
      description = "Where the server is; by default what the project's settings say.")
  private @Nullable String url;

  @Spec private CommandSpec spec;

  private final Program program;

  UsersCommand(Program program) {
    this.program = program;
    this.spec = CommandSpec.create();
  }

  @Override
  public void run() {
    throw new ParameterException(spec.commandLine(), "a command is missing");
  }

  @Command(name = "list", description = "Lists people, the newest first.")
  int list(
      @Parameters(arity = "0..1", paramLabel = "FILTER", description = "Part of an address.")
          @Nullable String filter) {
    String query = filter == null ? "" : "&filter=" + encoded(filter);
    try (AuthClient client = client()) {
      JsonNode people = client.ask("GET", "?per_page=1000" + query, "").path("users");
      people.forEach(person -> program.terminal().line(line(person)));
    }
    return ExitCode.OK.code();
  }

  @Command(name = "create", description = "Makes somebody, whose address counts as confirmed.")
  int create(
      @Parameters(paramLabel = "EMAIL", description = "The mail address.") String email,
      @Option(
              names = "--password",
              paramLabel = "PASSWORD",
              interactive = true,
              arity = "0..1",
              description = "The password; asked for when it does not follow.")
          char @Nullable [] password) {
    ObjectNode person = JsonNodeFactory.instance.objectNode();
    person.put("email", email).put("email_confirm", true);
    if (password != null) {
      person.put("password", String.valueOf(password));
    }
    try (AuthClient client = client()) {
      program.terminal().line(line(client.ask("POST", "", person.toString())));
    }
    return ExitCode.OK.code();
  }

  @Command(name = "disable", description = "Lets somebody in no more, and ends their sessions.")
  int disable(@Parameters(paramLabel = "WHO", description = "Address or id.") String who) {
    try (AuthClient client = client()) {
      String id = id(client, who);
      client.ask("PUT", "/" + id, BAN);
      client.ask("DELETE", "/" + id + "/sessions", "");
      program.terminal().line("disabled " + id);
    }
    return ExitCode.OK.code();
  }

  @Command(name = "enable", description = "Lets somebody in again.")
  int enable(@Parameters(paramLabel = "WHO", description = "Address or id.") String who) {
    try (AuthClient client = client()) {
      String id = id(client, who);
      client.ask("PUT", "/" + id, NO_BAN);
      program.terminal().line("enabled " + id);
    }
    return ExitCode.OK.code();
  }

  @Command(name = "sessions", description = "Lists the sessions of somebody, or ends them.")
  int sessions(
      @Parameters(paramLabel = "WHO", description = "Address or id.") String who,
      @Option(names = "--end", description = "End all of them.") boolean end) {
    try (AuthClient client = client()) {
      String path = "/" + id(client, who) + "/sessions";
      client.ask("GET", path, "").forEach(each -> program.terminal().line(each.toString()));
      if (end) {
        client.ask("DELETE", path, "");
        program.terminal().line("ended");
      }
    }
    return ExitCode.OK.code();
  }

  @Command(
      name = "import",
      description = {
        "Makes people from a file with a JSON object a line, by the names of the admin API:",
        "email, phone or username, password_hash (bcrypt, argon2, scrypt, PBKDF2, Firebase),",
        "user_metadata, app_metadata, id. Who is there already is left as they are."
      })
  int importPeople(@Parameters(paramLabel = "FILE", description = "The file.") Path file) {
    Tally tally = new Tally();
    try (AuthClient client = client();
        BufferedReader lines = Files.newBufferedReader(file)) {
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        tally.number++;
        if (!line.isBlank()) {
          tally.add(file, importOne(client, line));
        }
      }
    } catch (IOException e) {
      throw new ParameterException(spec.commandLine(), "cannot read " + file + " as UTF-8 text");
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

  private AuthClient client() {
    ProjectFolder project = ProjectFolder.open(folder);
    Settings settings = program.settings().server(project, List.of());
    Keys keys = program.backend().keys(project, settings);
    String key =
        keys.secret().stream()
            .findFirst()
            .or(keys::serviceRole)
            .orElseThrow(() ->
                new ParameterException(spec.commandLine(), "the project has no key for servers"));
    return new AuthClient(url == null ? AuthClient.url(settings) : url, key);
  }

  private static String id(AuthClient client, String who) {
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
