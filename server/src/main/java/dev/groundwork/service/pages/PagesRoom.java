package dev.groundwork.service.pages;

import dev.groundwork.base.http.Router;
import dev.groundwork.service.Room;
import java.nio.file.Files;

/** Serves the files of a folder where no other room answers. */
public final class PagesRoom implements Room {
  private final PagesConfig config;

  public PagesRoom(PagesConfig config) {
    this.config = config;
  }

  @Override
  public void mount(Router router) {
    if (Files.isDirectory(config.folder())) {
      PagesRoutes routes = new PagesRoutes(new PageFiles(config.folder()), config);
      router.mount("", routes::handle);
    }
  }
}
