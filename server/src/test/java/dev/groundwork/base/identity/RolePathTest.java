package dev.groundwork.base.identity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import com.fasterxml.jackson.databind.JsonNode;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RolePathTest {
  private static final String CLAIMS =
      """
      {"role":"top","a b":{"c.d":["x","app_one","app_two",7]},"https://x/role":"spaced",
       "deep":{"roles":["one","two"]},"_a$@1":"odd","n":3,"é":"accent","long":"prefix_äb_suffix"}
      """;

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      quoteCharacter = '`',
      value = {
        ".role; top",
        "$.role; top",
        "$['role']; top",
        ".\"role\"; top",
        ".\"https://x/role\"; spaced",
        ".\"a b\".\"c.d\"[1]; app_one",
        ".deep.roles[0]; one",
        ".deep.roles[1]; two",
        "._a$@1; odd",
        ".é; accent",
        ".n; 3",
        ".\"a b\".\"c.d\"[?(@ == \"app_two\")]; app_two",
        ".\"a b\".\"c.d\"[?(@ != \"x\")]; app_one",
        ".\"a b\".\"c.d\"[?(@ ^== \"app_\")]; app_one",
        ".\"a b\".\"c.d\"[?(@ ==^ \"two\")]; app_two",
        ".\"a b\".\"c.d\"[?(@ *== \"p_t\")]; app_two",
        ".\"a b\".\"c.d\"[?(@==\"x\")]; x",
        "$.deep.roles[?@ == 'two']; two",
        ".long[7:9]; äb",
        ".long[:6]; prefix",
        ".long[-6:]; suffix",
        ".long[-99:3]; pre",
        ".role[:]; top",
        ".\"a b\".\"c.d\"[?(@ ^== \"app_\")][4:]; one",
      })
  void leadsToTheRole(String path, String role) throws Exception {
    JsonNode claims = TokenDecoder.JSON.readTree(CLAIMS);
    assertThat(RolePath.parse(path).in(claims).map(JsonNode::asText)).contains(role);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        ".nothing",
        ".role.deeper",
        ".role[0]",
        ".deep[0]",
        ".deep.roles[2]",
        ".deep.roles.one",
        ".deep.roles[0:1]",
        ".deep.roles[?(@ == \"three\")]",
        ".role[?(@ == \"top\")]",
      })
  void mayLeadNowhere(String path) throws Exception {
    JsonNode claims = TokenDecoder.JSON.readTree(CLAIMS);
    assertThat(RolePath.parse(path).in(claims)).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "$",
        "role",
        ".",
        "..a",
        ".a-b",
        ".a b",
        ".\"a",
        ".a[",
        ".a[x]",
        ".a[-1]",
        ".a[1",
        ".a[1:x]",
        ".a[99999999999]",
        ".a[?(@ = \"x\")]",
        ".a[?(@ == x)]",
        ".a[?(@ == \"x\"]",
        ".a[?(@ == \"x\")",
        ".a[?(b == \"x\")]",
      })
  void aWrongPathSaysWhere(String path) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> RolePath.parse(path))
        .withMessageContaining("'" + path + "' is wrong at character ");
  }

  @Test
  void isShownAsItWasWritten() {
    assertThat(RolePath.parse("$.role")).hasToString("$.role");
  }
}
