package dev.groundwork.service.auth.password;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.groundwork.base.problem.ProblemException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PasswordHasherTest {
  private static final String PASSWORD = "correct horse – 🐎";

  /** What Firebase's own description of its scrypt gives as an example. */
  private static final String FIREBASE =
      "$fbscrypt$v=1,n=14,r=8,p=1,ss=Bw==,sk=jxspr8Ki0RYycVU8zykbdLGjFQ3McFUH0uiiTvC8pVMXAn210wjLN"
          + "mdZJzxUECKbm0QsEmYUSDzZvpjeJ9WmXA==$42xEC+ixf3L2lw==$lSrfV15cpx95/sZS2W9c9Kp6i/LVgQNDNC"
          + "/qzrCnh1SAyZvqmZqAjTdn3aoItz+VHjoZilo78198JAdRuid5lQ==";

  private final PasswordHasher hasher = new PasswordHasher(1);

  @AfterEach
  void close() {
    hasher.close();
  }

  @Test
  void aHashIsBcryptOfCostTenWithASaltOfItsOwn() {
    String hash = hasher.hash(PASSWORD);
    assertThat(hash).startsWith("$2a$10$").hasSize(60).isNotEqualTo(hasher.hash(PASSWORD));
    assertThat(hasher.matches(PASSWORD, hash)).isTrue();
    assertThat(hasher.matches(PASSWORD + " ", hash)).isFalse();
    assertThat(hasher.isOutdated(hash)).isFalse();
  }

  /** Made with libxcrypt and OpenSSL. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "$2a$06$abcdefghijklmnopqrstuumfQuzW4YB.nwZ5SrTIIsJHRjVFsryBu",
        "$2b$06$abcdefghijklmnopqrstuumfQuzW4YB.nwZ5SrTIIsJHRjVFsryBu",
        "$2y$06$abcdefghijklmnopqrstuumfQuzW4YB.nwZ5SrTIIsJHRjVFsryBu",
        "$scrypt$ln=10,r=8,p=2$c29tZS1zYWx0LTE2Ynl0ZQ$66X/ZEKhnbgIijvh4vAAPS3OKS2GrW7UfZEdFBIs1EY",
        "$pbkdf2-sha1$i=1000,l=20$c29tZS1zYWx0LTE2Ynl0ZQ$hz3Za3aYm9gWXYT40VXYrafkztU",
        "$pbkdf2-sha256$i=1000$c29tZS1zYWx0LTE2Ynl0ZQ$4wXwgiO79Ixx4Y9PKYaosDwKdoHCxOGUsqT5WptG5Bc",
        "$pbkdf2-sha512$i=1000,l=64$c29tZS1zYWx0LTE2Ynl0ZQ$SPzEhxGFKz4QcEtILdGnUXXmCp81ktD2ahrxmBx5"
            + "r1Dhhou7egMsPDUcYZBRGzawhL3VIoHMXAQsT8KrpmmImA",
        "pbkdf2_sha256$1000$some-salt-16byte$4wXwgiO79Ixx4Y9PKYaosDwKdoHCxOGUsqT5WptG5Bc=",
      })
  void hashesOfOtherProgramsMatchTheirPasswordOnly(String stored) {
    assertThat(PasswordHasher.isKnown(stored)).isTrue();
    assertThat(hasher.matches(PASSWORD, stored)).isTrue();
    assertThat(hasher.matches("correct horse", stored)).isFalse();
    assertThat(hasher.matches("", stored)).isFalse();
    assertThat(hasher.isOutdated(stored)).isTrue();
  }

  /** From the tests of the reference program of Argon2. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "$argon2i$v=19$m=65536,t=2,p=1$c29tZXNhbHQ$wWKIMhR9lyDFvRz9YTZweHKfbftvj+qf+YFY4NeBbtA",
        "$argon2i$m=65536,t=2,p=1$c29tZXNhbHQ$9sTbSlTio3Biev89thdrlKKiCaYsjjYVJxGAL3swxpQ",
        "$argon2id$v=19$m=65536,t=2,p=1$c29tZXNhbHQ$CTFhFdXPJO1aFaMaO6Mm5c8y7cJHAph8ArZWb2GRPPc",
      })
  void argon2Matches(String stored) {
    assertThat(hasher.matches("password", stored)).isTrue();
    assertThat(hasher.matches("Password", stored)).isFalse();
  }

  @Test
  void hashesOfFirebaseMatch() {
    assertThat(hasher.matches("user1password", FIREBASE)).isTrue();
    assertThat(hasher.matches("user2password", FIREBASE)).isFalse();
    assertThat(PasswordHasher.isKnown(FIREBASE)).isTrue();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "secret",
        "$1$abcdefgh$abcdefghijklmnopqrstuu",
        "$2x$06$abcdefghijklmnopqrstuumfQuzW4YB.nwZ5SrTIIsJHRjVFsryBu",
        "$2a$06$abcdefghijklmnopqrstuumfQuzW4YB.nwZ5SrTIIsJHRjVFsryB",
        "$2a$31$abcdefghijklmnopqrstuumfQuzW4YB.nwZ5SrTIIsJHRjVFsryBu",
        "$argon2d$v=19$m=65536,t=2,p=1$c29tZXNhbHQ$wWKIMhR9lyDFvRz9YTZweHKfbftvj+qf+YFY4NeBbtA",
        "$argon2i$v=19$m=4194304,t=2,p=1$c29tZXNhbHQ$wWKIMhR9lyDFvRz9YTZwcHKfbftvj+qf+YFY4NeBbtA",
        "$argon2i$v=19$m=65536,t=9999,p=1$c29tZXNhbHQ$wWKIMhR9lyDFvRz9YTZwcHKfbftvj+qf+YFY4NeBbtA",
        "$argon2i$v=19$m=65536,t=2$c29tZXNhbHQ$wWKIMhR9lyDFvRz9YTZwcHKfbftvj+qf+YFY4NeBbtA",
        "$argon2i$v=19$m=65536,t=2,p=1$c29tZXNhbHQ$AA",
        "$scrypt$ln=30,r=8,p=2$c29tZS1zYWx0LTE2Ynl0ZQ$66X/ZEKhnbgIijvh4vAAPS3OKS2GrW7UfZEdFBIs1EY",
        "$scrypt$ln=10,r=8,p=2$c29tZS1zYWx0LTE2Ynl0ZQ$66X/ZEKhnbgIijvh4vAAPS3OKS2GrW7UfZEdFBIs1E!",
        "$pbkdf2-md5$i=1000$c29tZS1zYWx0LTE2Ynl0ZQ$4wXwgiO79Ixx4Y9PKYaosDwKdoHCxOGUsqT5WptG5Bc",
        "pbkdf2_sha256$99999999$some-salt$4wXwgiO79Ixx4Y9PKYaosDwKdoHCxOGUsqT5WptG5Bc=",
      })
  void whatIsNoHashOrAskedForTooMuchIsUnknownAndNeverMatches(String stored) {
    assertThat(PasswordHasher.isKnown(stored)).isFalse();
    assertThat(hasher.matches("secret", stored)).isFalse();
    assertThat(hasher.matches("", stored)).isFalse();
  }

  @Test
  void moreThan72BytesAreNeitherHashedNorMatched() {
    String most = "ä".repeat(36);
    String hash = hasher.hash(most);
    assertThat(hasher.matches(most, hash)).isTrue();
    assertThat(hasher.matches(most + "x", hash)).isFalse();
    assertThatThrownBy(() -> hasher.hash(most + "x"))
        .isInstanceOfSatisfying(
            ProblemException.class,
            e -> assertThat(e.problem()).isEqualTo(new PasswordProblem.TooLong()));
  }

  @Test
  void bytesAfterNulCount() {
    assertThat(hasher.matches("a\0a", hasher.hash("a"))).isFalse();
    assertThatThrownBy(() -> hasher.hash("a\0a")).isInstanceOf(ProblemException.class);
  }

  @Test
  void anUnknownUserTakesTheTimeOfAKnownOne() {
    String hash = hasher.hash(PASSWORD);
    String longOne = "x".repeat(100);
    long known = fastest(() -> hasher.matches("wrong", hash));
    assertThat(fastest(() -> hasher.pretend("wrong"))).isBetween(known / 2, known * 2);
    assertThat(fastest(() -> hasher.matches("wrong", ""))).isBetween(known / 2, known * 2);
    assertThat(fastest(() -> hasher.matches(longOne, hash))).isBetween(known / 2, known * 2);
  }

  @Test
  void aStormIsPartlyRefusedAndPartlyServed() throws Exception {
    int served = 0;
    int refused = 0;
    try (ExecutorService callers = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Future<Boolean>> outcomes = new ArrayList<>();
      for (int i = 0; i < 100; i++) {
        outcomes.add(callers.submit(this::isServed));
      }
      for (Future<Boolean> outcome : outcomes) {
        served += outcome.get() ? 1 : 0;
        refused += outcome.get() ? 0 : 1;
      }
    }
    assertThat(served).isGreaterThanOrEqualTo(33);
    assertThat(refused).isPositive();
  }

  @Test
  void closingEndsTheWaitOfEveryone() throws Exception {
    try (ExecutorService callers = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Future<Boolean>> outcomes = new ArrayList<>();
      for (int i = 0; i < 10; i++) {
        outcomes.add(callers.submit(this::isServed));
      }
      hasher.close();
      for (Future<Boolean> outcome : outcomes) {
        outcome.get();
      }
    }
    assertThat(isServed()).isFalse();
  }

  private boolean isServed() {
    try {
      hasher.pretend("storm");
      return true;
    } catch (ProblemException e) {
      assertThat(e.problem()).isEqualTo(new PasswordProblem.Busy());
      assertThat(e.problem().headers()).extracting(each -> each.getKey()).contains("Retry-After");
      return false;
    }
  }

  private static long fastest(Runnable work) {
    long fastest = Long.MAX_VALUE;
    for (int i = 0; i < 5; i++) {
      long start = System.nanoTime();
      work.run();
      fastest = Math.min(fastest, System.nanoTime() - start);
    }
    return fastest;
  }
}
