package dev.groundwork.base.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ConnectionStringTest {

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "postgresql://Me@127.0.0.1:5433/db|jdbc:postgresql://127.0.0.1:5433/db|Me|",
        "postgres://u:p%40ss+1@host/my%20db|jdbc:postgresql://host:5432/my+db|u|p@ss+1",
        "postgres://u:?p?@host/db|jdbc:postgresql://host:5432/db|u|?p?",
        "postgresql://u@[::1]:5433/db|jdbc:postgresql://[::1]:5433/db|u|",
        "postgresql://u@a:1,b:2/db|jdbc:postgresql://a:1,b:2/db|u|",
        "postgresql://u@h/d?sslmode=require|jdbc:postgresql://h:5432/d?sslmode=require|u|",
        "postgresql:///d?host=h&user=u&password=p|jdbc:postgresql://h:5432/d|u|p",
        "postgresql://u@h/d?target_session_attrs=read-write"
            + "|jdbc:postgresql://h:5432/d?targetServerType=primary|u|",
        "postgresql://u@h|jdbc:postgresql://h:5432/u|u|",
        "host=h port=5433 user=u dbname=d|jdbc:postgresql://h:5433/d|u|",
        "host = h user='two words' password='it\\'s' dbname=d|jdbc:postgresql://h:5432/d|two"
            + " words|it's",
        "postgresql://u@h/d?options=-c%20x%3D1|jdbc:postgresql://h:5432/d?options=-c+x%3D1|u|"
      })
  void isReadIntoTheDriversTerms(String text, String url, String user, String password) {
    assertThat(ConnectionString.parse(text, Map.of()))
        .isEqualTo(
            new Parsed.Good<>(
                new ConnectionString(url, Optional.empty(), user, Optional.ofNullable(password))));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "postgresql://u@%2Ftmp/d|/tmp/.s.PGSQL.5432",
        "postgresql:///d?host=/tmp&port=6000&user=u|/tmp/.s.PGSQL.6000",
        "host=/run/pg user=u dbname=d|/run/pg/.s.PGSQL.5432",
        "postgresql:///d?host=/tmp&user=u&sslmode=require|/tmp/.s.PGSQL.5432"
      })
  void aFolderInTheHostsPlaceIsThatOfAUnixSocket(String text, String socket) {
    assertThat(ConnectionString.parse(text, Map.of()))
        .isInstanceOfSatisfying(
            Parsed.Good.class,
            good -> {
              ConnectionString read = (ConnectionString) good.value();
              assertThat(read.socket()).contains(Path.of(socket));
              assertThat(read.jdbcUrl()).doesNotContain("ssl");
            });
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "nonsense|must be postgresql://",
        "postgresql:///d?host=@pg|names the abstract Unix socket @pg",
        "postgresql:///d?host=/tmp,/run|names several hosts, one of them a Unix socket",
        "postgresql://u@h:port/d|has the port port",
        "postgresql://u@h:70000/d|has the port 70000",
        "postgresql://u%zz@h/d|has a % that no two hexadecimal digits follow",
        "postgresql://u@h/d?sslmod=require|unsupported parameter sslmod; did you mean sslmode?",
        "postgresql://u@h/d?sslmode|has a parameter without a value",
        "host=h password='open|ends within a quoted value",
        "host=h user|must be key=value words"
      })
  void isRefusedWithAReason(String text, String reason) {
    assertThat(ConnectionString.parse(text, Map.of()))
        .isInstanceOfSatisfying(Parsed.Bad.class, bad -> assertThat(bad.reason()).contains(reason));
  }

  @Test
  void environmentFillsWhatIsLeftOpen() {
    Map<String, String> environment =
        Map.of(
            "PGHOST", "db", "PGPORT", "6000", "PGUSER", "u", "PGPASSWORD", "p", "PGDATABASE", "d");
    assertThat(ConnectionString.parse("postgresql://", environment))
        .isEqualTo(
            new Parsed.Good<>(
                new ConnectionString(
                    "jdbc:postgresql://db:6000/d", Optional.empty(), "u", Optional.of("p"))));
    assertThat(ConnectionString.parse("postgresql://x@h:1/y", environment))
        .isEqualTo(
            new Parsed.Good<>(
                new ConnectionString(
                    "jdbc:postgresql://h:1/y", Optional.empty(), "x", Optional.of("p"))));
  }

  @Test
  void isShownWithoutItsPassword() {
    assertThat(
            new ConnectionString(
                "jdbc:postgresql://h/d", Optional.empty(), "u", Optional.of("hidden")))
        .hasToString("jdbc:postgresql://h/d as u");
  }
}
