package dev.groundwork.service.auth.address;

import dev.groundwork.base.problem.Problem;

/** What can be wrong with an address. */
public sealed interface AddressProblem extends Problem {

  /** Not an e-mail address. */
  record BadEmail() implements AddressProblem {
    @Override
    public String code() {
      return "GWADDR101";
    }

    @Override
    public int status() {
      return 400;
    }

    @Override
    public String message() {
      return "Unable to validate email address: invalid format";
    }
  }

  /** Not a phone number with its country's code. */
  record BadPhone() implements AddressProblem {
    @Override
    public String code() {
      return "GWADDR102";
    }

    @Override
    public int status() {
      return 400;
    }

    @Override
    public String message() {
      return "Invalid phone number format (E.164 required)";
    }
  }

  /**
   * The site's URL, or a pattern of URLs, cannot be used. Not for clients: this stops the start.
   */
  record BadRedirectSetting(String what, String reason) implements AddressProblem {
    @Override
    public String code() {
      return "GWADDR201";
    }

    @Override
    public int status() {
      return 500;
    }

    @Override
    public String message() {
      return "'" + what + "': " + reason;
    }
  }
}
