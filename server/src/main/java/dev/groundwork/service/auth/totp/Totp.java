package dev.groundwork.service.auth.totp;

import com.eatthepath.otp.HmacOneTimePasswordGenerator;
import dev.groundwork.base.text.Hashes;
import dev.groundwork.base.text.RandomText;
import io.nayuki.qrcodegen.QrCode;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.security.InvalidKeyException;
import java.security.Key;
import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import java.util.OptionalLong;
import javax.crypto.spec.SecretKeySpec;
import org.bouncycastle.util.encoders.Base32;

/**
 * Time-based one-time passwords as all authenticator apps know them: SHA-1, six digits, 30 seconds.
 *
 * @see <a href="https://www.rfc-editor.org/rfc/rfc6238">RFC 6238</a>
 */
public final class Totp {
  private static final int SECRET_BYTES = 20;
  private static final int DIGITS = 6;
  private static final Duration STEP = Duration.ofSeconds(30);

  /** Clocks differ, and people take their time. */
  private static final int STEPS_AROUND = 1;

  private static final int QUIET_MODULES = 4;
  private static final HmacOneTimePasswordGenerator CODES =
      new HmacOneTimePasswordGenerator(DIGITS);

  /** A new secret: 160 bits in base 32, 32 characters. */
  public String newSecret() {
    return Base32.toBase32String(RandomText.bytes(SECRET_BYTES)).replace("=", "");
  }

  /**
   * What an app has to know, as a URL.
   *
   * @param issuer whose code it is, shown by the app
   * @param account whom it is for
   * @see <a href="https://github.com/google/google-authenticator/wiki/Key-Uri-Format">Key URI
   *     format</a>
   */
  public static String uri(String issuer, String account, String secret) {
    String name = encoded(issuer.replace(":", "")) + ":" + encoded(account);
    return "otpauth://totp/"
        + name
        + "?algorithm=SHA1&digits=6&issuer="
        + encoded(issuer.replace(":", ""))
        + "&period=30&secret="
        + secret;
  }

  /**
   * A text as the picture of a QR code, in SVG that can stand in a {@code data:} URL as it is.
   *
   * @throws IllegalArgumentException when the text is too long, about 2,300 bytes
   */
  public static String qrSvg(String text) {
    QrCode code;
    try {
      code = QrCode.encodeText(text, QrCode.Ecc.MEDIUM);
    } catch (io.nayuki.qrcodegen.DataTooLongException tooLong) {
      throw new IllegalArgumentException("too long for a QR code");
    }
    int size = code.size + 2 * QUIET_MODULES;
    StringBuilder path = new StringBuilder();
    for (int y = 0; y < code.size; y++) {
      for (int x = 0; x < code.size; x++) {
        if (code.getModule(x, y)) {
          int left = x + QUIET_MODULES;
          path.append('M').append(left).append(' ').append(y + QUIET_MODULES).append("h1v1h-1z");
        }
      }
    }
    return """
    <svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 %1$d %1$d" width="%2$d" height="%2$d" \
    shape-rendering="crispEdges"><path fill="white" d="M0 0h%1$dv%1$dH0z"/>\
    <path d="%3$s"/></svg>\
    """
        .formatted(size, 4 * size, path);
  }

  /**
   * Which code of a secret a text is: the number of its time step since 1970, of the step that is
   * now or one beside it; none when it is no such code. A code counts once: the caller keeps the
   * number and takes only higher ones from then on.
   *
   * @throws IllegalArgumentException when the secret is not in base 32
   */
  public static OptionalLong verify(String secret, String code, Instant now) {
    Key key = key(secret);
    long current = now.getEpochSecond() / STEP.toSeconds();
    OptionalLong found = OptionalLong.empty();
    for (long step = current - STEPS_AROUND; step <= current + STEPS_AROUND; step++) {
      if (Hashes.same(code(key, step), code)) {
        found = OptionalLong.of(step);
      }
    }
    return found;
  }

  /** The code of a moment, as an app shows it. */
  static String code(String secret, Instant now) {
    return code(key(secret), now.getEpochSecond() / STEP.toSeconds());
  }

  private static String code(Key key, long step) {
    try {
      return CODES.generateOneTimePasswordString(key, step, Locale.ROOT);
    } catch (InvalidKeyException impossible) {
      throw new IllegalStateException(impossible);
    }
  }

  private static Key key(String secret) {
    String padded =
        secret.toUpperCase(Locale.ROOT) + "=".repeat(Math.floorMod(-secret.length(), 8));
    try {
      return new SecretKeySpec(Base32.decode(padded), "HmacSHA1");
    } catch (IllegalStateException malformed) {
      // a DecoderException; a class that is named in a catch is loaded with this one, at each
      // start,
      // and opening the signed jar that it stands in takes 0.2 s
      throw new IllegalArgumentException("a secret is not in base 32");
    }
  }

  private static String encoded(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
  }
}
