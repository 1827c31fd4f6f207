package dev.groundwork.service.cron;

import dev.groundwork.base.problem.Problem;

/** Why a job cannot be run at all. */
sealed interface CronProblem extends Problem {

  @Override
  default int status() {
    return 500;
  }

  /** The user who scheduled it is gone. */
  record NoSuchUser(String user) implements CronProblem {
    @Override
    public String code() {
      return "GWCRON101";
    }

    @Override
    public String message() {
      return "there is no user " + user;
    }
  }

  /** The login of the server is no superuser, and it is somebody else's job. */
  record NotAllowed(String user) implements CronProblem {
    @Override
    public String code() {
      return "GWCRON102";
    }

    @Override
    public String message() {
      return "jobs of " + user + " cannot be run: the server's database user is no superuser";
    }
  }
}
