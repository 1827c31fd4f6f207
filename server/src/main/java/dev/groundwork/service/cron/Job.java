package dev.groundwork.service.cron;

/** A line of the table of jobs that is active. */
record Job(long id, String schedule, String command, String user) {}
