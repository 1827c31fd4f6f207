package dev.groundwork.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ArgumentsTest {
  private static final Option PORT = Option.value("port", "PORT", "Port.");
  private static final Option SECRET = Option.asked("secret", "TEXT", "Secret.");
  private static final Option SHOW = Option.flag("s", "show", "Show.");
  private static final Option NAME = Option.required("name", "NAME", "Name.");
  private static final Option PLACE = Option.value("place", "PLACE", "Place.");

  @Test
  void valuesFollowAnEqualsSignOrASpace() {
    assertThat(parse("run", "--port=1").value(PORT)).contains("1");
    assertThat(parse("run", "--port", "1").value(PORT)).contains("1");
  }

  @Test
  void valuesAreTakenAsTheyAre() {
    assertThat(parse("run", "--port=a=b c").value(PORT)).contains("a=b c");
    assertThat(parse("run", "--port", "\"quoted\"").value(PORT)).contains("\"quoted\"");
    assertThat(parse("run", "--port=").value(PORT)).contains("");
    assertThat(parse("run", "--port", "").value(PORT)).contains("");
    assertThat(parse("run", "--port", "-5").number(PORT)).contains(-5L);
    assertThat(parse("run", "--port=--show").value(PORT)).contains("--show");
  }

  @Test
  void optionsStandBeforeAndAfterWords() {
    Arguments given = parse("run", "here", "--show", "--port", "1");
    assertThat(given.parameters()).containsExactly("here");
    assertThat(given.has(SHOW)).isTrue();
    assertThat(parse("run", "-s", "here").parameters()).containsExactly("here");
  }

  @Test
  void whatFollowsTwoHyphensIsAWord() {
    assertThat(parse("run", "--", "--show").parameters()).containsExactly("--show");
    assertThat(parse("run", "--", "-port").parameters()).containsExactly("-port");
    assertThat(parse("run", "").parameters()).containsExactly("");
  }

  @Test
  void flagsMayBeTrueOrFalse() {
    assertThat(parse("run", "--show=true").has(SHOW)).isTrue();
    assertThat(parse("run", "--show=false").has(SHOW)).isFalse();
    refused("Unknown option: '--show=1'", "did you mean --show?", "run", "--show=1");
  }

  @Test
  void aValueThatIsAskedForMayFollow() {
    assertThat(parse("run", "--secret", "x").value(SECRET)).contains("x");
    Arguments given = parse("run", "--secret", "--show");
    assertThat(given.has(SECRET)).isTrue();
    assertThat(given.value(SECRET)).isEmpty();
  }

  @Test
  void optionsOfAGroupStandBeforeOrAfterTheCommand() {
    assertThat(parse("group", "--place", "x", "inner", "--name=a").value(PLACE)).contains("x");
    assertThat(parse("group", "inner", "--name=a", "--place=x").value(PLACE)).contains("x");
  }

  @ParameterizedTest
  @CsvSource({
    "--prot=1, did you mean --port?",
    "--prot, did you mean --port?",
    "-port, did you mean --port?",
    "--Port, did you mean --port?",
    "-x, top run --help",
    "--whatsoever, top run --help",
    "-sx, top run --help"
  })
  void anUnknownOptionIsNamedWithAHint(String word, String hint) {
    refused("Unknown option: '" + word + "'", hint, "run", word);
  }

  @Test
  void anUnknownCommandIsNamedWithAHint() {
    refused("Unmatched argument: 'rum'", "did you mean top run?", "rum");
    refused("Unmatched argument: 'iner'", "did you mean top group inner?", "group", "iner");
    refused("Unknown option: '--bogus'", "top --help", "--bogus", "run");
    refused("Unknown option: '--bogus'", "top --help", "--help=false", "--bogus", "run");
  }

  @Test
  void aMissingValueIsNamed() {
    String message = "Missing required parameter for option '--port' (PORT)";
    refused(message, "top run --help", "run", "--port");
    refused(message, "top run --help", "run", "--port", "--show");
  }

  @Test
  void whatIsRequiredIsNamed() {
    refused("Missing required option: '--name=NAME'", "top group inner --help", "group", "inner");
    refused("Missing required parameter: 'WHO'", "top need --help", "need");
  }

  @Test
  void oneWordTooManyIsNamed() {
    refused("Unmatched argument: 'b'", "top run --help", "run", "a", "b");
  }

  @Test
  void anOptionTwiceIsRefused() {
    String message = "option '--port' should be specified only once";
    refused(message, "top run --help", "run", "--port=1", "--port=2");
    refused("option '--show' should be specified only once", "top run --help", "run", "-s", "-s");
  }

  @Test
  void aNumberThatIsNoneIsRefused() {
    Arguments given = parse("run", "--port=x");
    assertThatThrownBy(() -> given.number(PORT))
        .hasMessage("Invalid value for option '--port': 'x' is not a whole number");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "-h",
        "--help",
        "group --help",
        "group -h inner",
        "group inner --help",
        "group inner -h",
        "run --bogus --help",
        "run --port --help",
        "run a b -h",
        "--bogus --help",
        "run -sh",
        "run -hV"
      })
  void helpIsGivenWhateverElseIsWrong(String words) {
    assertThat(parse(words.split(" ", -1)).has(Option.HELP)).isTrue();
  }

  @ParameterizedTest
  @ValueSource(strings = {"-V", "--version", "group --version", "group inner -V", "need -V"})
  void everyCommandTellsTheVersion(String words) {
    assertThat(parse(words.split(" ", -1)).has(Option.VERSION)).isTrue();
  }

  @Test
  void helpNamesEverything() {
    Arguments given = parse("group", "inner", "-h");
    assertThat(new HelpText(terminal(false), given.command(), given.path()).text())
        .isEqualTo(
            """
            Usage: top group inner [-hV] --name=NAME [--place=PLACE]
            Does inner.

                  --name=NAME     Name.
                  --place=PLACE   Place.
              -h, --help          Show this help message and exit.
              -V, --version       Print version information and exit.
            """);
  }

  @Test
  void helpHasColoursOnTerminalsOnly() {
    Arguments given = parse("-h");
    assertThat(new HelpText(terminal(true), given.command(), given.path()).text())
        .contains("\u001b[1m");
    assertThat(new HelpText(terminal(false), given.command(), given.path()).text())
        .contains("Commands:\n  run ")
        .doesNotContain("\u001b");
  }

  private static void refused(String message, String hint, String... words) {
    assertThatThrownBy(() -> parse(words))
        .isInstanceOfSatisfying(
            UsageException.class, failure -> assertThat(failure.hint()).isEqualTo(hint))
        .hasMessage(message);
  }

  private static Arguments parse(String... words) {
    Parameter word = Parameter.optional("WORD", "Word.");
    Command run = leaf("run", List.of(word), PORT, SECRET, SHOW);
    Command need = leaf("need", List.of(Parameter.required("WHO", "Who.")));
    Command group =
        new Group("group", List.of(PLACE), List.of(leaf("inner", List.of(), NAME, PLACE)));
    return ArgumentParser.parse(
        new Group("top", List.of(), List.of(run, need, group)), List.of(words));
  }

  private static Command leaf(String name, List<Parameter> parameters, Option... options) {
    return new SimpleCommand(
        name, List.of("Does " + name + "."), parameters, List.of(options), _ -> 0);
  }

  private static Terminal terminal(boolean colours) {
    return new Terminal(
        new PrintWriter(new StringWriter()), new PrintWriter(new StringWriter()), colours);
  }

  /** A command with commands. */
  private record Group(String name, List<Option> options, List<Command> commands)
      implements Command {
    @Override
    public List<String> description() {
      return List.of("Has commands.");
    }

    @Override
    public int run(Arguments given) {
      throw given.wrong("a command is missing");
    }
  }
}
