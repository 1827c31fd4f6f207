package dev.groundwork.service.auth.address;

import com.google.i18n.phonenumbers.NumberParseException;
import com.google.i18n.phonenumbers.PhoneNumberUtil;
import com.google.i18n.phonenumbers.PhoneNumberUtil.PhoneNumberFormat;
import com.google.i18n.phonenumbers.Phonenumber;
import dev.groundwork.base.problem.ProblemException;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * A phone number with its country's code: the digits of E.164 without a plus sign.
 *
 * @param digits such as {@code 4915112345678}
 */
public record PhoneNumber(String digits) {
  private static final Pattern E164 = Pattern.compile("[1-9][0-9]{1,14}");
  private static final Pattern WRITTEN = Pattern.compile("\\+?[0-9][0-9 ()./-]{0,40}");

  /**
   * A number.
   *
   * @throws ProblemException with {@link AddressProblem.BadPhone}
   */
  public PhoneNumber {
    if (!E164.matcher(digits).matches()) {
      throw new AddressProblem.BadPhone().raise();
    }
  }

  /**
   * The number in a text, with or without a plus sign, and with the separators that people use. A
   * number that no country could have is taken as it stands, if it has the digits of E.164: such
   * ones serve in tests.
   *
   * @throws ProblemException with {@link AddressProblem.BadPhone}
   */
  public static PhoneNumber parse(String text) {
    String written = text.strip();
    if (!WRITTEN.matcher(written).matches()) {
      throw new AddressProblem.BadPhone().raise();
    }
    return new PhoneNumber(known(written).orElseGet(() -> written.replaceAll("[^0-9]", "")));
  }

  /** As {@link #parse}, or none. */
  public static Optional<PhoneNumber> of(String text) {
    try {
      return Optional.of(parse(text));
    } catch (ProblemException malformed) {
      return Optional.empty();
    }
  }

  /** The digits with a plus sign, as services that send messages want them. */
  public String international() {
    return "+" + digits;
  }

  @Override
  public String toString() {
    return digits;
  }

  /** The digits of a number that a country could have, without a trunk prefix in their midst. */
  private static Optional<String> known(String written) {
    PhoneNumberUtil numbers = PhoneNumberUtil.getInstance();
    try {
      Phonenumber.PhoneNumber number =
          numbers.parse(written.startsWith("+") ? written : "+" + written, null);
      return numbers.isPossibleNumber(number)
          ? Optional.of(numbers.format(number, PhoneNumberFormat.E164).substring(1))
          : Optional.empty();
    } catch (NumberParseException unknown) {
      return Optional.empty();
    }
  }
}
