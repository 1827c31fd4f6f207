package dev.groundwork;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.groundwork.base.config.AuthSettings;
import dev.groundwork.base.config.ConfigProblem;
import dev.groundwork.base.config.Fault;
import dev.groundwork.base.config.Origin;
import dev.groundwork.base.config.ProjectFolder;
import dev.groundwork.base.config.Setting;
import dev.groundwork.base.config.SettingTable;
import dev.groundwork.base.config.Settings;
import dev.groundwork.base.identity.ApiKey;
import dev.groundwork.base.identity.SigningKeys;
import dev.groundwork.base.identity.VerificationKeys;
import dev.groundwork.base.problem.ProblemException;
import dev.groundwork.cli.Keys;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** The keys of a project: those of its settings, and generated ones in place of the others. */
final class ProjectKeys {
  /** The secret and the keys of every local Supabase project: known to everybody. */
  private static final String DEMO_SECRET =
      "super-secret-jwt-token-with-at-least-32-characters-long";

  private static final String DEMO_PUBLISHABLE = "sb_publishable_ACJWlzQHlZjBrEguHvfOxg_3BJgxAaH";
  private static final String DEMO_SECRET_KEY = "sb_secret_N7UND0UgjKTVK-Uodkm0Hg_xSvEMPvz";

  private ProjectKeys() {}

  /**
   * Settings in which all keys are set.
   *
   * @throws dev.groundwork.base.problem.ProblemException when the keys that everybody knows are
   *     asked for where everybody can reach the server
   */
  static Settings in(ProjectFolder project, Settings given) {
    if (given.value(SettingTable.DEMO_KEYS)) {
      return withDemoKeys(given);
    }
    Settings settings = given;
    if (settings.find(SettingTable.JWT_SECRET).isEmpty()) {
      String secret = ProjectSecrets.of(project).jwtSecret();
      settings = settings.with(SettingTable.JWT_SECRET, secret, Origin.file(project.secrets()));
    }
    settings = withSigningKeys(project, settings);
    byte[] secret = secret(project, settings);
    Origin origin = settings.origin(SettingTable.JWT_SECRET);
    settings = with(settings, SettingTable.PUBLISHABLE_KEYS, publishable(secret).text(), origin);
    return with(settings, SettingTable.SECRET_KEYS, secretKey(secret).text(), origin);
  }

  /** A key for what only the server proves; not the one that signs tokens. */
  static byte[] serverKey(ProjectFolder project, Settings settings) {
    return ApiKey.derived("server", "none", secret(project, settings)).text().getBytes(UTF_8);
  }

  /**
   * What signs the tokens of people: the pairs of keys that are set, or else the shared secret.
   *
   * @throws dev.groundwork.base.problem.ProblemException when there is neither
   */
  static SigningKeys signing(Settings settings) {
    return Configs.signing(settings)
        .or(() -> shared(settings).map(SigningKeys::shared))
        .orElseThrow(() -> unsigned(settings));
  }

  private static ProblemException unsigned(Settings settings) {
    String reason =
        SettingTable.JWT_SECRET.key()
            + " is a JWK, with which others sign: to sign people in, have keys made by `groundwork"
            + " keys rotate`, or set "
            + AuthSettings.ENABLED.key()
            + " to false";
    Fault fault = new Fault(settings.origin(SettingTable.JWT_SECRET), reason);
    return new ConfigProblem.InvalidSettings(List.of(fault)).raise();
  }

  /** What keys are derived from: nothing that others may know, as they know a JWK. */
  private static byte[] secret(ProjectFolder project, Settings settings) {
    return shared(settings).orElseGet(() -> ProjectSecrets.of(project).jwtSecret().getBytes(UTF_8));
  }

  private static Optional<byte[]> shared(Settings settings) {
    return VerificationKeys.sharedSecret(
        settings.value(SettingTable.JWT_SECRET), settings.value(SettingTable.JWT_SECRET_BASE64));
  }

  /** The keys that stand for roles. */
  static List<ApiKey> apiKeys(Settings settings) {
    List<ApiKey> keys = new java.util.ArrayList<>();
    settings
        .find(SettingTable.PUBLISHABLE_KEYS)
        .ifPresent(texts -> texts.forEach(text -> keys.add(new ApiKey(text, "anon"))));
    settings
        .find(SettingTable.SECRET_KEYS)
        .ifPresent(texts -> texts.forEach(text -> keys.add(new ApiKey(text, "service_role"))));
    return keys;
  }

  /** The keys as they are shown to people. */
  static Keys shown(ProjectFolder project, Settings settings) {
    String secret = settings.value(SettingTable.JWT_SECRET);
    List<String> publishable = settings.find(SettingTable.PUBLISHABLE_KEYS).orElse(List.of());
    List<String> secretKeys = settings.find(SettingTable.SECRET_KEYS).orElse(List.of());
    Optional<ProjectSecrets.ApiKeys> tokens =
        shared(settings).map(bytes -> ProjectSecrets.of(project).keys(bytes));
    return new Keys(
        tokens.map(ProjectSecrets.ApiKeys::anon),
        tokens.map(ProjectSecrets.ApiKeys::serviceRole),
        publishable,
        secretKeys,
        secret);
  }

  private static Settings withDemoKeys(Settings settings) {
    if (!Configs.isLocal(settings)) {
      String reason = SettingTable.DEMO_KEYS.key() + " must be false where http.host is public";
      Fault fault = new Fault(settings.origin(SettingTable.DEMO_KEYS), reason);
      throw new ConfigProblem.InvalidSettings(List.of(fault)).raise();
    }
    Origin origin = settings.origin(SettingTable.DEMO_KEYS);
    return settings
        .with(SettingTable.JWT_SECRET, DEMO_SECRET, origin)
        .with(SettingTable.PUBLISHABLE_KEYS, DEMO_PUBLISHABLE, origin)
        .with(SettingTable.SECRET_KEYS, DEMO_SECRET_KEY, origin);
  }

  private static Settings withSigningKeys(ProjectFolder project, Settings settings) {
    Path file = project.signingKeys();
    if (settings.find(SettingTable.SIGNING_KEYS).isPresent() || !Files.exists(file)) {
      return settings;
    }
    try {
      return settings.with(SettingTable.SIGNING_KEYS, Files.readString(file), Origin.file(file));
    } catch (IOException e) {
      throw new ConfigProblem.UnusableFile(file, "cannot be read").raise();
    }
  }

  private static Settings with(
      Settings settings, Setting<?> setting, String generated, Origin origin) {
    return settings.find(setting).isPresent()
        ? settings
        : settings.with(setting, generated, origin);
  }

  private static ApiKey publishable(byte[] secret) {
    return ApiKey.derived("publishable", "anon", secret);
  }

  private static ApiKey secretKey(byte[] secret) {
    return ApiKey.derived("secret", "service_role", secret);
  }
}
