package dev.groundwork.service.migrations.types;

import static org.assertj.core.api.Assertions.assertThat;

import dev.groundwork.testing.TestPostgres;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

class TypesTest {
  @RegisterExtension
  static final TestPostgres POSTGRES =
      TestPostgres.with(
          """
          create type mood as enum ('ok', 'not ok', '');
          create type pair as (a int, b text);
          create domain address as text;
          create table users (id bigint generated always as identity primary key, name text not null,
            mail address, moods mood[], data jsonb default '{}', "class" int);
          comment on table users is 'People */ of the app';
          create table posts (id uuid primary key default gen_random_uuid(),
            author bigint not null unique references users, p pair);
          create view names as select id, name from users;
          create view counts as select count(*) as n from users;
          create function found(q text, most int default 3) returns setof posts language sql as 'select * from posts';
          create function title(posts) returns text language sql as 'select 1::text';
          create function rows_of() returns table (a int, m mood) language sql as 'select 1, null::mood';
          create function nothing() returns void language sql as '';
          create function sum2(a int) returns int language sql as 'select 1';
          create function sum2(a text) returns int language sql as 'select 1';
          create schema "other one"; create table "other one"."odd name" ("a b" int);
          """);

  @Test
  void typeScriptHasTheShapeThatSupabaseJsTakes() {
    String text = TypeScript.of(POSTGRES.address(), List.of("public"));
    assertThat(text)
        .contains(
            """
                  posts: {
                    Row: {
                      author: number
                      id: string
                      p: Database["public"]["CompositeTypes"]["pair"] | null
                    }
                    Insert: {
                      author: number
                      id?: string
                      p?: Database["public"]["CompositeTypes"]["pair"] | null
                    }
                    Update: {
                      author?: number
                      id?: string
                      p?: Database["public"]["CompositeTypes"]["pair"] | null
                    }
                    Relationships: [
                      {
                        foreignKeyName: "posts_author_fkey"
                        columns: ["author"]
                        isOneToOne: true
                        referencedRelation: "users"
                        referencedColumns: ["id"]
                      },
                    ]
                  }
            """);
    assertThat(text)
        .contains("      /** People * / of the app */\n      users: {")
        .contains("          moods: Database[\"public\"][\"Enums\"][\"mood\"][] | null\n")
        .contains("          id?: never\n")
        .contains(
            """
                  counts: {
                    Row: {
                      n: number | null
                    }
                    Relationships: []
                  }
            """);
  }

  @Test
  void functionsHaveWhatTheyTakeAndGive() {
    assertThat(TypeScript.of(POSTGRES.address(), List.of("public")))
        .contains(
            """
                  found: {
                    Args: { q: string; most?: number }
                    Returns: Database["public"]["Tables"]["posts"]["Row"][]
                    SetofOptions: {
                      from: "*"
                      to: "posts"
                      isOneToOne: false
                      isSetofReturn: true
                    }
                  }
                  nothing: {
                    Args: never
                    Returns: undefined
                  }
                  rows_of: {
                    Args: never
                    Returns: { a: number; m: Database["public"]["Enums"]["mood"] }[]
                  }
                  sum2:
                    | {
                        Args: { a: number }
                        Returns: number
                      }
                    | {
                        Args: { a: string }
                        Returns: number
                      }
            """)
        .contains("      mood: \"ok\" | \"not ok\" | \"\"\n")
        .doesNotContain("odd name");
  }

  @Test
  void whatHasNoIdentifierIsQuoted() {
    assertThat(TypeScript.of(POSTGRES.address(), List.of("other one")))
        .contains(
            "  \"other one\": {", "      \"odd name\": {", "          \"a b\": number | null");
  }

  @Test
  void theJavaFileCompiles(@TempDir Path folder) throws IOException {
    Path file = folder.resolve("Database.java");
    String text =
        JavaRecords.of(
            POSTGRES.address(), List.of("public", "other one"), Optional.of("org.example"));
    Files.writeString(file, text);
    int result =
        ToolProvider.getSystemJavaCompiler()
            .run(
                null,
                null,
                null,
                "-Xlint:all",
                "-Werror",
                "-cp",
                folder.toString(),
                "-d",
                folder.toString(),
                file.toString());
    assertThat(result).as(text).isZero();
    assertThat(text)
        .contains("public record Posts(", "Long author", "java.util.UUID id", "class_")
        .contains("NOT_OK(\"not ok\")", "record FoundArguments(", "record Sum2Arguments2(");
  }
}
