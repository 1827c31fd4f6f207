package dev.groundwork.service.auth.mfa;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.groundwork.service.auth.store.Change;
import dev.groundwork.service.auth.store.Row;
import dev.groundwork.service.auth.store.User;
import dev.groundwork.service.auth.web.Call;
import java.util.Optional;

/** How a kind of factor is set up, asked for, and proved. */
interface Proving {

  /**
   * A new factor.
   *
   * @param columns of its row
   * @param answer what its owner is told beside its name
   */
  record Setup(Change columns, ObjectNode answer) {}

  /**
   * A question that a factor is to answer.
   *
   * @param columns of the challenge's row
   * @param answer what its owner is told beside its id
   * @param sending what is to be sent once the row is there
   */
  record Question(Change columns, ObjectNode answer, Runnable sending) {}

  /** Sets a factor up. */
  Setup enroll(Call call, User user, String factor);

  /** Asks for a factor. */
  Question ask(Call call, User user, Row factor, String challenge);

  /**
   * Whether the answer to a challenge is right.
   *
   * @return what the factor's row then says; empty when it is wrong
   */
  Optional<Change> check(Call call, Row factor, Row challenge);

  /** What somebody is told whose answer is wrong. */
  String refusal();

  /** How often a challenge may be answered. */
  int tries();
}
