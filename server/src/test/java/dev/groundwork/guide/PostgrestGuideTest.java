package dev.groundwork.guide;

import static org.assertj.core.api.Assertions.assertThat;

import dev.groundwork.base.config.Setting;
import dev.groundwork.base.config.SettingTable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The guide for those who come from PostgREST. */
class PostgrestGuideTest {

  @Test
  void saysSomethingOfEverySetting() throws IOException {
    String page = Files.readString(Path.of("../docs/guide/postgrest.md"));
    List<String> missing =
        SettingTable.all().stream()
            .flatMap(setting -> setting.postgrest().stream())
            .map(Setting.Postgrest::name)
            .filter(name -> !page.contains("`" + name + "`"))
            .toList();
    assertThat(missing).isEmpty();
  }
}
