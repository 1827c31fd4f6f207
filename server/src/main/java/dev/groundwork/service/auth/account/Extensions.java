package dev.groundwork.service.auth.account;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.groundwork.service.auth.session.AccessTokens;
import dev.groundwork.service.auth.session.Client;
import dev.groundwork.service.auth.store.User;

/** Where the application has its say. Called outside of transactions. */
public interface Extensions extends AccessTokens.ClaimsHook {

  /**
   * Somebody is about to sign up.
   *
   * @throws dev.groundwork.base.problem.ProblemException when the application refuses
   */
  void beforeUserCreated(ObjectNode user, Client client);

  /** Somebody has signed up. */
  void afterUserCreated(ObjectNode user);

  /**
   * A password was tried.
   *
   * @throws dev.groundwork.base.problem.ProblemException when the application refuses
   */
  void passwordAttempt(User user, boolean valid);

  /**
   * A second factor was tried.
   *
   * @throws dev.groundwork.base.problem.ProblemException when the application refuses
   */
  void factorAttempt(User user, String factor, String kind, boolean valid);
}
