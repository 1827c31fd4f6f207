package dev.groundwork.examples;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.groundwork.testing.HiringBoard;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Who may see and do what on the hiring board. The people are those of seed.sql: Sam owns Stripe
 * (company 6), Kim Netflix (company 5); Ada applied at both (applications 1 and 2), Ben at Stripe
 * (3), Chen nowhere. Opening 13 is Stripe's draft.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class HiringExampleTest {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String FORBIDDEN = "\"code\":\"42501\"";

  private HiringBoard board;

  @BeforeAll
  void open() throws Exception {
    board = HiringBoard.open();
  }

  @AfterAll
  void close() throws Exception {
    board.close();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          ANYONE  | openings?select=id&order=id.desc&limit=1          | [{"id":12}]
          ANYONE  | openings?select=id&status=neq.published           | []
          ANYONE  | opening_cards?select=id&id=eq.13                  | []
          ANYONE  | opening_skills?select=opening_id&opening_id=eq.13 | []
          ANYONE  | rpc/search_openings?query=staff&select=id         | []
          ANYONE  | companies?select=members(full_name)&limit=0       | !401
          ANYONE  | candidates                                        | !401
          ANYONE  | candidate_skills                                  | !401
          ANYONE  | applications                                      | !401
          ANYONE  | application_events                                | !401
          ANYONE  | application_notes                                 | !401
          ANYONE  | members                                           | !401
          ANYONE  | opening_internals                                 | !401
          ANYONE  | rpc/pipeline?opening_id=1                         | !401
          NOBODY  | candidates                                        | []
          NOBODY  | applications                                      | []
          NOBODY  | members                                           | []
          NOBODY  | openings?select=id&status=eq.draft                | []
          ADA     | candidates?select=full_name                       | [{"full_name":"Ada Okafor"}]
          ADA     | applications?select=id&order=id                   | [{"id":1},{"id":2}]
          ADA     | candidates?select=applications(id)&applications.order=id | [{"applications":[{"id":1},{"id":2}]}]
          ADA     | openings?select=applications(id)&id=eq.2          | [{"applications":[]}]
          ADA     | application_events?select=id&application_id=eq.3  | []
          ADA     | application_notes                                 | []
          ADA     | opening_internals                                 | []
          ADA     | members                                           | []
          SAM     | openings?select=id&status=eq.draft                | [{"id":13}]
          SAM     | applications?select=id&order=id                   | [{"id":1},{"id":3}]
          SAM     | candidates?select=full_name&order=full_name       | [{"full_name":"Ada Okafor"},{"full_name":"Ben Ito"}]
          SAM     | opening_internals?select=budget&opening_id=eq.1   | [{"budget":210000}]
          SAM     | opening_internals?select=budget&opening_id=eq.10  | []
          SAM     | members?select=full_name&order=full_name          | [{"full_name":"Noor Haddad"},{"full_name":"Sam Rivera"}]
          KIM     | openings?select=id&status=eq.draft                | []
          KIM     | applications?select=id                            | [{"id":2}]
          KIM     | candidates?select=full_name                       | [{"full_name":"Ada Okafor"}]
          KIM     | candidate_skills?select=years&candidate_id=eq.20000000-0000-4000-8000-000000000002 | []
          SERVICE | applications?select=id&order=id                   | [{"id":1},{"id":2},{"id":3}]
          SERVICE | openings?select=id&id=eq.13                       | [{"id":13}]
          SERVICE | candidates?select=full_name&order=id&limit=1      | [{"full_name":"Ada Okafor"}]
          """)
  void readersSeeTheirRowsOnly(String who, String target, String expected) throws Exception {
    HiringBoard.Answer answer = ask(who, "GET", target, "");
    if (expected.startsWith("!")) {
      assertThat(answer.status()).isEqualTo(Integer.parseInt(expected.substring(1)));
      assertThat(answer.body()).contains(FORBIDDEN);
    } else {
      assertThat(answer.status()).as(answer.body()).isEqualTo(200);
      assertThat(JSON.readTree(answer.body())).isEqualTo(JSON.readTree(expected));
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          ANYONE | POST   | skills                        | {"name":"Cobol","kind":"language"}        | 401
          ANYONE | POST   | rpc/publish_opening           | {"opening_id":13}                         | 401
          ADA    | POST   | rpc/publish_opening           | {"opening_id":13}                         | 404
          ADA    | POST   | rpc/move_application          | {"application_id":1,"to_stage":"hired"}   | 404
          ADA    | POST   | rpc/withdraw_application      | {"application_id":3}                      | 404
          ADA    | POST   | rpc/apply_to_opening          | {"opening_id":13}                         | 404
          ADA    | POST   | rpc/apply_to_opening          | {"opening_id":1}                          | 409
          ADA    | POST   | applications                  | {"opening_id":13}                         | 403
          ADA    | POST   | applications                  | {"opening_id":3,"stage":"hired"}          | 403
          ADA    | PATCH  | applications?id=eq.1          | {"stage":"hired"}                         | 403
          ADA    | DELETE | applications?id=eq.1          |                                           | 403
          ADA    | POST   | application_events            | {"application_id":1,"to_stage":"hired"}   | 403
          ADA    | POST   | application_notes             | {"application_id":1,"body":"hello"}       | 403
          ADA    | POST   | candidate_skills              | {"candidate_id":"20000000-0000-4000-8000-000000000002","skill_id":1} | 403
          ADA    | PATCH  | candidates                    | {"id":"20000000-0000-4000-8000-00000000000f"} | 403
          SAM    | PATCH  | openings?id=eq.13             | {"status":"published"}                    | 403
          SAM    | PATCH  | openings?id=eq.13             | {"company_id":5}                          | 403
          SAM    | POST   | openings                      | {"company_id":5,"role_id":1,"level_id":1,"title":"Stolen","about":"","location":"","work_type":"remote","pay_min":1,"pay_max":2} | 403
          SAM    | POST   | members                       | {"company_id":5,"user_id":"10000000-0000-4000-8000-000000000001","full_name":"Sam"} | 403
          SAM    | POST   | rpc/close_opening             | {"opening_id":10}                         | 404
          SAM    | POST   | rpc/close_opening             | {"opening_id":13}                         | 409
          SAM    | POST   | rpc/move_application          | {"application_id":1,"to_stage":"applied"} | 409
          KIM    | POST   | rpc/move_application          | {"application_id":1,"to_stage":"offer"}   | 404
          KIM    | POST   | opening_skills                | {"opening_id":1,"skill_id":8}             | 403
          NOBODY | POST   | rpc/apply_to_opening          | {"opening_id":1}                          | 409
          """)
  void writersAreRefused(String who, String method, String target, String body, int status) {
    HiringBoard.Answer answer = ask(who, method, target, body == null ? "" : body);
    assertThat(answer.status()).as(answer.body()).isEqualTo(status);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          ADA | PATCH  | applications?id=eq.3           | {"cover_letter":"changed"}
          ADA | PATCH  | applications?id=eq.1           | {"cover_letter":"too late"}
          ADA | PATCH  | candidates?full_name=eq.Ben%20Ito | {"headline":"changed"}
          KIM | PATCH  | openings?id=eq.1               | {"title":"Changed"}
          KIM | PATCH  | companies?id=eq.6              | {"about":"changed"}
          SAM | DELETE | openings?id=eq.1               |
          KIM | DELETE | members?company_id=eq.6        |
          """)
  void rowsOfOthersAreNotThereToChange(String who, String method, String target, String body) {
    HiringBoard.Answer answer = ask(who, method, target, body == null ? "" : body);
    assertThat(answer.status()).as(answer.body()).isEqualTo(200);
    assertThat(answer.body()).isEqualTo("[]");
  }

  @Test
  void refusalsSayWhatIsPossible() throws Exception {
    HiringBoard.Answer answer =
        ask("SAM", "POST", "rpc/move_application", "{\"application_id\":3,\"to_stage\":\"hired\"}");
    assertThat(JSON.readTree(answer.body()))
        .isEqualTo(
            JSON.readTree(
                """
                {"code": "PT409", "details": null,
                 "message": "an application cannot move from \\"applied\\" to \\"hired\\"",
                 "hint": "From \\"applied\\" it can move to: screening, rejected."}
                """));
  }

  @Test
  void aSchemaThatIsNotServedIsRefused() {
    HiringBoard.Answer answer =
        board.ask(
            "POST",
            "/rest/v1/rpc/fill",
            List.of(
                Map.entry("Content-Profile", "hiring"),
                Map.entry("Content-Type", "application/json")),
            "{\"applications\":1}");
    assertThat(answer.status()).isEqualTo(406);
    assertThat(answer.body()).contains("PGRST106");
  }

  @Test
  void theOnlySchemaMayBeNamed() {
    HiringBoard.Answer answer =
        board.ask(
            "GET",
            "/rest/v1/levels?select=id&limit=1",
            List.of(Map.entry("Accept-Profile", "public")),
            "");
    assertThat(answer.status()).isEqualTo(200);
    assertThat(answer.headers().firstValue("Content-Profile")).contains("public");
  }

  private HiringBoard.Answer ask(String who, String method, String target, String body) {
    return board.askAs(who, method, target, body);
  }
}
