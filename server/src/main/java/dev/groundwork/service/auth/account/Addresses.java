package dev.groundwork.service.auth.account;

import dev.groundwork.service.auth.web.Call;
import java.util.Optional;

/** What people are reached by, as it is stored; and where they may be sent. */
public interface Addresses {

  /**
   * A mail address in lower case.
   *
   * @throws dev.groundwork.base.problem.ProblemException when it is none
   */
  String email(String text);

  /**
   * A phone number in E.164 without the plus.
   *
   * @throws dev.groundwork.base.problem.ProblemException when it is none
   */
  String phone(String text);

  /** Where a person lands: where they want to, when they may, and at the site otherwise. */
  String landing(Optional<String> wanted);

  /** As above, for what a call wants. */
  default String landing(Call call) {
    return landing(call.redirectTo());
  }
}
