package dev.groundwork.cli;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.groundwork.base.config.ProjectFolder;
import dev.groundwork.base.config.SettingTable;
import dev.groundwork.base.config.Settings;
import dev.groundwork.base.identity.TokenIssuer;
import dev.groundwork.base.identity.VerificationKeys;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/** {@code groundwork token}: acts as an identity provider, so that a project can be tried out. */
final class TokenCommand implements Command {
  private static final Option SUBJECT =
      Option.required("sub", "ID", "Who: the claim that policies know the person by.");
  private static final Option ROLE =
      Option.value("role", "ROLE", "Database role; authenticated by default.");
  private static final Option HOURS =
      Option.value("hours", "N", "How long it holds; 12 hours by default.");

  private final Program program;

  TokenCommand(Program program) {
    this.program = program;
  }

  @Override
  public String name() {
    return "token";
  }

  @Override
  public List<String> description() {
    return List.of("Prints a token of a person, signed with the project's secret.");
  }

  @Override
  public List<Parameter> parameters() {
    return List.of(Parameter.FOLDER);
  }

  @Override
  public List<Option> options() {
    return List.of(SUBJECT, ROLE, HOURS);
  }

  @Override
  public List<String> footer() {
    return List.of("Try it:  curl -H \"Authorization: Bearer $(groundwork token --sub ID)\" URL");
  }

  @Override
  public int run(Arguments given) {
    long hours = given.number(HOURS).orElse(12L);
    ProjectFolder project = ProjectFolder.open(given.folder());
    Settings settings = program.settings().server(project, List.of());
    Keys keys = program.backend().keys(project, settings);
    boolean base64 = settings.value(SettingTable.JWT_SECRET_BASE64);
    TokenIssuer issuer =
        VerificationKeys.sharedSecret(keys.jwtSecret(), base64)
            .map(TokenIssuer::new)
            .orElseThrow(
                () -> given.wrong("jwt.secret cannot sign tokens: ask its issuer for one"));
    program.terminal().line(issuer.token(claims(given, Instant.now(), Duration.ofHours(hours))));
    return ExitCode.OK.code();
  }

  private static String claims(Arguments given, Instant now, Duration life) {
    ObjectNode claims = JsonNodeFactory.instance.objectNode();
    claims.put("role", given.value(ROLE).orElse("authenticated"));
    claims.put("sub", given.value(SUBJECT).orElse(""));
    claims.put("iat", now.getEpochSecond());
    claims.put("exp", now.plus(life).getEpochSecond());
    return claims.toString();
  }
}
