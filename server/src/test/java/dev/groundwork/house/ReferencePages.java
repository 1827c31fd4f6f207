package dev.groundwork.house;

import dev.groundwork.base.config.AuthFamilies;
import dev.groundwork.base.config.CallerSettings;
import dev.groundwork.base.config.Mode;
import dev.groundwork.base.config.Setting;
import dev.groundwork.base.config.SettingTable;
import dev.groundwork.cli.ExitCode;
import dev.groundwork.service.auth.problem.AuthCode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The reference pages that are made from the program itself. Run as a program, it writes them. */
final class ReferencePages {
  private static final String NOTE =
      "<!-- Made by: mvn -q -pl server test-compile exec:exec@reference -->\n\n";

  private ReferencePages() {}

  public static void main(String[] arguments) throws IOException {
    for (Map.Entry<Path, String> page : pages().entrySet()) {
      Files.createDirectories(page.getKey().getParent());
      Files.writeString(page.getKey(), page.getValue());
    }
  }

  /** What the pages must hold. */
  static Map<Path, String> pages() throws IOException {
    Path folder = Sources.project().resolve("docs/reference");
    Map<Path, String> pages = new LinkedHashMap<>();
    pages.put(folder.resolve("settings.md"), NOTE + settings());
    pages.put(folder.resolve("problems.md"), NOTE + problems());
    pages.put(folder.resolve("exit-codes.md"), NOTE + exitCodes());
    pages.put(folder.resolve("lint-rules.md"), NOTE + LintRulesPage.text());
    return pages;
  }

  private static String settings() {
    StringBuilder page =
        new StringBuilder(
            """
            # Settings

            `groundwork start` reads `groundwork.toml` in the project's folder, then environment variables, then
            options of the command line; the later one wins. The variable of `rest.max-rows` is
            `GROUNDWORK_REST_MAX_ROWS`. `groundwork rest` reads PostgREST's configuration file, then environment
            variables under both names; PostgREST's wins. `groundwork config` tells what holds and why.

            An empty value sets nothing, except where a list may be empty. Secrets may stand in a file of their own:
            `@path`. Unknown settings are errors. `app.settings.x` (`GROUNDWORK_APP_SETTINGS_X`,
            `PGRST_APP_SETTINGS_X`) is yours: SQL reads it by `current_setting('app.settings.x', true)`.
            """);
    String section = "";
    for (Setting<?> setting : settingsInOrder()) {
      String own = setting.key().substring(0, setting.key().indexOf('.'));
      if (!own.equals(section)) {
        page.append("\n## ").append(own).append("\n");
        section = own;
      }
      page.append(setting(setting));
    }
    return page.toString();
  }

  /** The limits of callers stand behind the other limits. */
  private static List<Setting<?>> settingsInOrder() {
    List<Setting<?>> settings = new ArrayList<>(SettingTable.all());
    settings.addAll(settings.indexOf(SettingTable.LIMITS_KEY_CLAIM) + 1, CallerSettings.samples());
    settings.addAll(AuthFamilies.samples());
    return settings;
  }

  private static String setting(Setting<?> setting) {
    String postgrest =
        setting
            .postgrest()
            .map(other ->
                "- PostgREST: `%s`, variable `%s`%s\n"
                    .formatted(
                        String.join("` or `", other.names()),
                        setting.postgrestVariables().getFirst(),
                        setting.standard(Mode.REST).equals(setting.standard())
                            ? ""
                            : ", default " + standard(setting, Mode.REST)))
            .orElse("");
    return """

    ### `%s`

    %s

    - value: %s
    - default: %s
    - variable: `%s`
    %s\
    """
        .formatted(
            setting.key(),
            setting.description(),
            setting.kind().words(),
            standard(setting, Mode.SERVER),
            setting.variable(),
            postgrest);
  }

  private static String standard(Setting<?> setting, Mode mode) {
    return setting.standard(mode).map(value -> "`" + value + "`").orElse("none");
  }

  private static String problems() throws IOException {
    StringBuilder page =
        new StringBuilder(
            """
            # Problems

            What can go wrong, by the part of the program that finds it. Clients see `code`, `message`, `details` and
            `hint` in the body of the answer; commands print them. Words in angle brackets stand for what the request
            or the machine says.
            """);
    Map<String, String> sentences = new TypeSentences().read();
    Class<?> family = Void.class;
    for (ProblemCatalog.Entry each : ProblemCatalog.all()) {
      if (!each.family().equals(family)) {
        family = each.family();
        page.append("\n## ").append(family.getSimpleName()).append("\n\n");
        page.append(sentences.get(family.getSimpleName())).append("\n\n");
        page.append("| code | status | when | message |\n| --- | --- | --- | --- |\n");
      }
      String name = family.getSimpleName() + "." + each.type().getSimpleName();
      page.append(
          "| %s | %s | %s | %s |\n"
              .formatted(
                  each.hasForeignCode() ? "any" : "`" + each.sample().code() + "`",
                  each.hasForeignCode() ? "" : each.sample().status(),
                  sentences.get(name),
                  cell(each.sample().message())));
    }
    return page.append(signIn()).toString();
  }

  /** The codes of sign-in are a list of their own, with messages that say more than the code. */
  private static String signIn() {
    StringBuilder table =
        new StringBuilder(
            """

            ## AuthCode

            What can go wrong at `/auth/v1`, by the codes that clients know. The body is `{"code", "message"}` for clients that
            send `X-Supabase-Api-Version: 2024-01-01` or later, and `{"code": status, "error_code", "msg"}` for others; the
            header `x-sb-error-code` holds the code in both. The status is the usual one.

            | code | status |
            | --- | --- |
            """);
    for (AuthCode each : AuthCode.values()) {
      table.append("| `%s` | %d |\n".formatted(each.text(), each.status()));
    }
    return table.toString();
  }

  private static String cell(String text) {
    return text.replace("|", "\\|").replace("<", "&lt;").replace(">", "&gt;").replace("\n", " ");
  }

  private static String exitCodes() {
    StringBuilder page =
        new StringBuilder(
            """
            # Exit codes

            | code | meaning |
            | --- | --- |
            """);
    for (ExitCode each : ExitCode.values()) {
      page.append("| %d | %s |\n".formatted(each.code(), each.meaning()));
    }
    return page.toString();
  }
}
