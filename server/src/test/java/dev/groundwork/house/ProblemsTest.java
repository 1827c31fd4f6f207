package dev.groundwork.house;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class ProblemsTest {
  private final List<ProblemCatalog.Entry> problems = ProblemCatalog.all();

  @Test
  void thereAreProblems() {
    assertThat(problems).hasSizeGreaterThan(10);
  }

  @Test
  void everyFamilyIsSealed() {
    assertThat(problems).allMatch(each -> each.family() != null && each.family().isSealed());
  }

  @Test
  void everyCodeBelongsToOneProblem() {
    assertThat(problems.stream().filter(each -> !each.hasForeignCode()))
        .extracting(each -> each.sample().code())
        .doesNotHaveDuplicates()
        .allMatch(code -> code.matches("[A-Z]+[0-9]+"));
  }

  @Test
  void everyStatusIsThatOfAnError() {
    assertThat(problems)
        .allSatisfy(each ->
            assertThat(each.sample().status())
                .as(each.type().getName())
                .satisfies(status ->
                    assertThat(status == 300 || (status >= 400 && status < 600)).isTrue()));
  }

  @Test
  void everyProblemSaysWhatIsWrong() {
    assertThat(problems)
        .allSatisfy(
            each -> assertThat(each.sample().message()).as(each.type().getName()).isNotBlank());
  }
}
