package dev.groundwork.cli;

import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** A server that serves. */
public interface Running {

  /** Where the API is. */
  URI api();

  /** The Unix socket that the API is reached by, if it is; its host does not count then. */
  Optional<Path> socket();

  /** Where health checks and metrics are. */
  Optional<URI> admin();

  /** Pages for those who run the server. */
  List<URI> operatorPages();

  /** Where the project's page is, when it has one. */
  Optional<URI> page();

  /** The path of something that anyone may read, relative to the API, with its query. */
  Optional<String> example();

  /** Loads the database's schema anew. */
  void reloadSchema();

  /** Reads the settings anew and takes over those that can change while serving. */
  void reloadSettings();
}
