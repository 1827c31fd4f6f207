package dev.groundwork;

import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.JWKSet;
import dev.groundwork.base.config.ConfigProblem;
import dev.groundwork.base.config.ProjectFolder;
import dev.groundwork.base.identity.KeyPairs;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.text.ParseException;
import java.util.ArrayList;
import java.util.List;

/** The pairs of keys of a project: a JSON Web Key Set, the newest pair first. */
final class SigningKeyFile {
  /** Tokens live for a week at most: who rotates more often than that keeps more pairs. */
  private static final int KEPT = 4;

  private SigningKeyFile() {}

  /** Puts a new pair in front of the others, and gives its name. */
  static String rotate(ProjectFolder project, String algorithm) {
    Path file = project.signingKeys();
    try {
      Files.createDirectories(project.state());
      JWK fresh = KeyPairs.random(algorithm);
      List<JWK> keys = new ArrayList<>(List.of(fresh));
      if (Files.exists(file)) {
        keys.addAll(JWKSet.parse(Files.readString(file)).getKeys());
      }
      write(file, new JWKSet(keys.subList(0, Math.min(KEPT, keys.size()))).toString(false));
      return fresh.getKeyID();
    } catch (IOException e) {
      throw new ConfigProblem.UnusableFile(file, "cannot be written").raise();
    } catch (ParseException e) {
      throw new ConfigProblem.UnusableFile(file, "is no JWK set; remove it to begin anew").raise();
    }
  }

  /** Whole or not at all, and for the owner only. */
  private static void write(Path file, String json) throws IOException {
    Path draft =
        Files.createTempFile(
            file.getParent(),
            "keys",
            ".new",
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
    try {
      Files.writeString(draft, json + "\n");
      Files.move(draft, file, StandardCopyOption.ATOMIC_MOVE);
    } finally {
      Files.deleteIfExists(draft);
    }
  }
}
