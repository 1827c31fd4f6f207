package dev.groundwork.base.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.reflect.Field;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class SettingTableTest {

  @Test
  void everyConstantIsListed() throws Exception {
    List<Object> constants = new ArrayList<>();
    for (Class<?> table :
        List.of(
            SettingTable.class, AuthSettings.class, MigrationSettings.class, WriteSettings.class)) {
      for (Field field : table.getFields()) {
        if (field.getType() == Setting.class) {
          constants.add(field.get(null));
        }
      }
    }
    assertThat(constants).isNotEmpty();
    assertThat(SettingTable.all()).map(Object.class::cast).containsExactlyElementsOf(constants);
  }

  @Test
  void noNameMeansTwoSettings() {
    assertThat(SettingTable.all().stream().flatMap(Setting::names)).doesNotHaveDuplicates();
  }

  @Test
  void everyDefaultIsAValueOfItsKind() {
    for (Mode mode : Mode.values()) {
      for (Setting<?> setting : SettingTable.all()) {
        setting
            .standard(mode)
            .ifPresent(value ->
                assertThat(setting.kind().read(new Raw.Scalar(value)))
                    .as(setting.key())
                    .isInstanceOf(Parsed.Good.class));
      }
    }
  }

  @Test
  void keysAreSectionAndWords() {
    assertThat(SettingTable.all())
        .allMatch(each -> each.key().matches("[a-z]+(\\.[a-z0-9-]+){1,3}"));
    assertThat(SettingTable.all()).allMatch(each -> each.description().endsWith("."));
  }
}
