package dev.groundwork.base.pg.setup;

import dev.groundwork.base.config.supabase.SupabaseConfig.Bucket;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Types;
import java.util.List;
import java.util.Map;

/** What the configuration of a Supabase project puts into the database: secrets and buckets. */
final class SupabaseObjects {
  private SupabaseObjects() {}

  /** Secrets have the values that the configuration gives them, from then on. */
  static void secrets(Connection connection, Map<String, String> secrets) throws SQLException {
    String sql =
        """
        with given (name, value) as (values (?::text, ?::text))
        select case when secrets.id is null then vault.create_secret(given.value, given.name)::text
          else vault.update_secret(secrets.id, given.value)::text end
        from given left join vault.secrets on secrets.name = given.name
        """;
    for (Map.Entry<String, String> secret : secrets.entrySet()) {
      try (PreparedStatement statement = connection.prepareStatement(sql)) {
        statement.setString(1, secret.getKey());
        statement.setString(2, secret.getValue());
        statement.executeQuery().close();
      }
    }
  }

  static void buckets(Connection connection, List<Bucket> buckets) throws SQLException {
    String sql =
        """
        insert into storage.buckets (id, name, public, file_size_limit, allowed_mime_types)
        values (?, ?, ?, ?, ?)
        on conflict (id) do update set public = excluded.public,
          file_size_limit = excluded.file_size_limit,
          allowed_mime_types = excluded.allowed_mime_types
        """;
    for (Bucket bucket : buckets) {
      try (PreparedStatement statement = connection.prepareStatement(sql)) {
        statement.setString(1, bucket.name());
        statement.setString(2, bucket.name());
        statement.setBoolean(3, bucket.open());
        if (bucket.sizeLimit().isPresent()) {
          statement.setLong(4, bucket.sizeLimit().getAsLong());
        } else {
          statement.setNull(4, Types.BIGINT);
        }
        statement.setArray(
            5,
            bucket.mediaTypes().isPresent()
                ? connection.createArrayOf("text", bucket.mediaTypes().get().toArray())
                : null);
        statement.executeUpdate();
      }
    }
  }
}
