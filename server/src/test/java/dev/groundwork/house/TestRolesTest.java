package dev.groundwork.house;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * Roles belong to the whole server, which all test classes share: two that make a role of the same
 * name would depend on which of them runs first.
 */
class TestRolesTest {
  private static final Pattern ROLE = Pattern.compile("create role (\\w+)");

  @Test
  void everyRoleOfTheTestsIsMadeInOnePlace() throws IOException {
    Map<String, Set<Path>> places = new TreeMap<>();
    try (Stream<Path> tree = Files.walk(Sources.project().resolve("server/src/test"))) {
      for (Path file : tree.filter(Files::isRegularFile).toList()) {
        collect(file, places);
      }
    }
    assertThat(places).isNotEmpty();
    assertThat(places).allSatisfy((role, files) -> assertThat(files).as(role).hasSize(1));
  }

  private static void collect(Path file, Map<String, Set<Path>> places) throws IOException {
    Matcher role = ROLE.matcher(Files.readString(file));
    while (role.find()) {
      places.computeIfAbsent(role.group(1), _ -> new TreeSet<>()).add(file);
    }
  }
}
