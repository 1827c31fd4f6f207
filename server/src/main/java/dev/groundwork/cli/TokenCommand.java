package dev.groundwork.cli;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.groundwork.base.config.ProjectFolder;
import dev.groundwork.base.config.SettingTable;
import dev.groundwork.base.config.Settings;
import dev.groundwork.base.identity.TokenIssuer;
import dev.groundwork.base.identity.VerificationKeys;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code groundwork token}: acts as an identity provider, so that a project can be tried out. */
@Command(
    name = "token",
    description = {"Prints a token of a person, signed with the project's secret.", ""},
    footer = {"", "Try it:  curl -H \"Authorization: Bearer $(groundwork token --sub ID)\" URL"})
final class TokenCommand implements Callable<Integer> {
  @Parameters(
      arity = "0..1",
      paramLabel = "FOLDER",
      defaultValue = ".",
      description = "The project's folder; by default the current one.")
  private Path folder = Path.of(".");

  @Option(
      names = "--sub",
      paramLabel = "ID",
      required = true,
      description = "Who: the claim that policies know the person by.")
  private String subject = "";

  @Option(
      names = "--role",
      paramLabel = "ROLE",
      defaultValue = "authenticated",
      description = "Database role; ${DEFAULT-VALUE} by default.")
  private String role = "authenticated";

  @Option(
      names = "--hours",
      paramLabel = "N",
      defaultValue = "12",
      description = "How long it holds; ${DEFAULT-VALUE} hours by default.")
  private long hours = 12;

  @Spec private CommandSpec spec;

  private final Program program;

  TokenCommand(Program program) {
    this.program = program;
    this.spec = CommandSpec.create();
  }

  @Override
  public Integer call() {
    ProjectFolder project = ProjectFolder.open(folder);
    Settings settings = program.settings().server(project, List.of());
    Keys keys = program.backend().keys(project, settings);
    boolean base64 = settings.value(SettingTable.JWT_SECRET_BASE64);
    TokenIssuer issuer =
        VerificationKeys.sharedSecret(keys.jwtSecret(), base64)
            .map(TokenIssuer::new)
            .orElseThrow(() ->
                new ParameterException(
                    spec.commandLine(), "jwt.secret cannot sign tokens: ask its issuer for one"));
    program.terminal().line(issuer.token(claims(Instant.now())));
    return ExitCode.OK.code();
  }

  private String claims(Instant now) {
    ObjectNode claims = JsonNodeFactory.instance.objectNode();
    claims.put("role", role);
    claims.put("sub", subject);
    claims.put("iat", now.getEpochSecond());
    claims.put("exp", now.plus(Duration.ofHours(hours)).getEpochSecond());
    return claims.toString();
  }
}
