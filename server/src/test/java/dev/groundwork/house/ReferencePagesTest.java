package dev.groundwork.house;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class ReferencePagesTest {

  @Test
  void pagesSayWhatTheProgramDoes() throws Exception {
    assertThat(ReferencePages.pages())
        .allSatisfy((file, content) ->
            assertThat(file)
                .as("run: mvn -q -pl server test-compile exec:exec@reference")
                .exists()
                .hasContent(content));
  }
}
