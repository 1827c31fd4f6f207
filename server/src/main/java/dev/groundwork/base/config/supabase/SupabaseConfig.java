package dev.groundwork.base.config.supabase;

import dev.groundwork.base.config.Given;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * What a project's {@code config.toml} says.
 *
 * @param settings what it means in our settings, with Supabase's defaults before
 * @param openTables whether new tables in {@code public} are open to the API's roles
 * @param migrations whether migrations are applied
 * @param seeds patterns of seed files, relative to the folder; none when seeding is off
 * @param vault secrets by name
 * @param buckets those of the storage
 * @param notes what of it is not honoured, one line a section
 */
public record SupabaseConfig(
    List<Given> settings,
    boolean openTables,
    boolean migrations,
    List<String> seeds,
    Map<String, String> vault,
    List<Bucket> buckets,
    List<String> notes) {

  public SupabaseConfig {
    settings = List.copyOf(settings);
    seeds = List.copyOf(seeds);
    vault = Map.copyOf(vault);
    buckets = List.copyOf(buckets);
    notes = List.copyOf(notes);
  }

  /**
   * A bucket.
   *
   * @param sizeLimit of a file, in bytes
   * @param mediaTypes that are taken; any when absent
   */
  public record Bucket(
      String name, boolean open, OptionalLong sizeLimit, Optional<List<String>> mediaTypes) {
    public Bucket {
      mediaTypes = mediaTypes.map(List::copyOf);
    }
  }

  /**
   * Reads the configuration; Supabase's defaults when there is no file.
   *
   * @param environment what {@code env(NAME)} may refer to
   * @throws dev.groundwork.base.problem.ProblemException when the file is no TOML
   */
  public static SupabaseConfig read(SupabaseFolder folder, Map<String, String> environment) {
    return new ConfigReader(folder, environment).read();
  }
}
