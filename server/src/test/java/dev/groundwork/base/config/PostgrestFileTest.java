package dev.groundwork.base.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.groundwork.base.problem.ProblemException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PostgrestFileTest {
  @TempDir Path folder;

  @Test
  void linesCommentsAndLiterals() throws Exception {
    assertThat(
            read(
                """
                # a comment
                db-uri       = "postgresql://me@host/db" # behind a value
                server-port=3001

                jwt-secret-is-base64 = false
                db-schemas = ["a", "b"]
                app.settings.key = "two \\"words\\" and \\u0041"
                """))
        .containsExactly(
            "db-uri = postgresql://me@host/db",
            "server-port = 3001",
            "jwt-secret-is-base64 = false",
            "db-schemas = a,b",
            "app.settings.key = two \"words\" and A");
  }

  @Test
  void dollarsStandForVariables() throws Exception {
    assertThat(read("jwt-secret = \"$(PART)-$$-x\"")).containsExactly("jwt-secret = part-$-x");
  }

  @Test
  void anEmptyFileSetsNothing() throws Exception {
    assertThat(read("  \n# nothing\n")).isEmpty();
  }

  @Test
  void aMissingFileIsNamed() {
    assertThatThrownBy(() -> PostgrestFile.read(folder.resolve("none.conf"), Map.of()))
        .isInstanceOf(ProblemException.class)
        .hasMessageEndingWith("none.conf: there is no such configuration file");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "db-uri \"x\" | :1: expected = after db-uri",
        "db-uri = | :1: expected a value",
        "db-uri = bare | :1: expected a value",
        "db-uri = \"open | :1: the file ends within a value",
        "db-uri = \"a\" \"b\" | :1: more text after the value of db-uri",
        "db-uri = \"a$b\" | :1: write $$ for a dollar sign",
        "db-uri = \"$(NONE)\" | :1: the environment variable NONE is not set",
        "db-uri = \"\\q\" | :1: unknown escape",
        "db-uri = [\"a\" \"b\"] | :1: expected , or ] in a list",
        "= 3 | :1: expected a setting's name"
      })
  void malformedLinesAreNamed(String text, String message) throws Exception {
    assertThatThrownBy(() -> read(text))
        .isInstanceOf(ProblemException.class)
        .hasMessageContaining(message);
  }

  @Test
  void theLineOfAFaultCountsFromOne() throws Exception {
    assertThatThrownBy(() -> read("a = 1\n\nb = ?\n")).hasMessageContaining(":3: ");
  }

  private List<String> read(String text) throws IOException {
    Path file = Files.writeString(folder.resolve("postgrest.conf"), text);
    return PostgrestFile.read(file, Map.of("PART", "part")).stream()
        .map(given -> given.name() + " = " + given.raw().line())
        .toList();
  }
}
