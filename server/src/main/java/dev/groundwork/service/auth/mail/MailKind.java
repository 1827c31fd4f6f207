package dev.groundwork.service.auth.mail;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** What a mail is about; each has a template. */
public enum MailKind {
  CONFIRMATION(
      "Confirm your e-mail address",
      """
      <p>Please confirm that {{ .Email }} is your address.</p>
      <p><a href="{{ .ConfirmationURL }}">Confirm</a></p>
      <p>Or enter this code: <strong>{{ .Token }}</strong></p>
      <p>If you did not sign up at {{ .SiteURL }}, you need not do anything.</p>
      """),
  RECOVERY(
      "Set a new password",
      """
      <p>Somebody, hopefully you, asked to set a new password for {{ .Email }}.</p>
      <p><a href="{{ .ConfirmationURL }}">Set a new password</a></p>
      <p>Or enter this code: <strong>{{ .Token }}</strong></p>
      <p>If it was not you, your password stays as it is.</p>
      """),
  MAGIC_LINK(
      "Your sign-in link",
      """
      <p>This link signs you in. It works once.</p>
      <p><a href="{{ .ConfirmationURL }}">Sign in</a></p>
      <p>Or enter this code: <strong>{{ .Token }}</strong></p>
      <p>If you did not ask for it, you need not do anything.</p>
      """),
  INVITE(
      "You are invited",
      """
      <p>You have been invited to {{ .SiteURL }}.</p>
      <p><a href="{{ .ConfirmationURL }}">Accept the invitation</a></p>
      """),
  EMAIL_CHANGE(
      "Confirm your new e-mail address",
      """
      <p>Please confirm that your address changes from {{ .Email }} to {{ .NewEmail }}.</p>
      <p><a href="{{ .ConfirmationURL }}">Confirm the change</a></p>
      <p>Or enter this code: <strong>{{ .Token }}</strong></p>
      <p>If you did not ask for it, do not confirm it.</p>
      """),
  REAUTHENTICATION(
      "Your code: {{ .Token }}",
      """
      <p>Enter this code to confirm that it is you: <strong>{{ .Token }}</strong></p>
      <p>If you did not ask for it, somebody else may have your password: please change it.</p>
      """),
  PASSWORD_CHANGED_NOTIFICATION(
      "Your password was changed",
      """
      <p>The password of {{ .Email }} was changed. If it was not you, set a new one at once.</p>
      """),
  EMAIL_CHANGED_NOTIFICATION(
      "Your e-mail address was changed",
      """
      <p>The address of your account was changed from {{ .OldEmail }} to {{ .Email }}. If it was not
      you, please write to whoever runs {{ .SiteURL }}.</p>
      """),
  PHONE_CHANGED_NOTIFICATION(
      "Your phone number was changed",
      """
      <p>The phone number of {{ .Email }} was changed{{ if .Phone }} to {{ .Phone }}{{ end }}. If it
      was not you, set a new password at once.</p>
      """),
  IDENTITY_LINKED_NOTIFICATION(
      "A way to sign in was added",
      """
      <p>{{ .Email }} can now sign in with {{ .Provider }}. If it was not you, remove it and set a
      new password.</p>
      """),
  IDENTITY_UNLINKED_NOTIFICATION(
      "A way to sign in was removed",
      """
      <p>{{ .Email }} can no longer sign in with {{ .Provider }}. If it was not you, set a new
      password at once.</p>
      """),
  MFA_FACTOR_ENROLLED_NOTIFICATION(
      "A second factor was added",
      """
      <p>A second factor ({{ .FactorType }}) was added to the account of {{ .Email }}. If it was not
      you, set a new password at once.</p>
      """),
  MFA_FACTOR_UNENROLLED_NOTIFICATION(
      "A second factor was removed",
      """
      <p>A second factor ({{ .FactorType }}) was removed from the account of {{ .Email }}. If it was
      not you, set a new password at once.</p>
      """);

  private final String subject;
  private final String content;

  MailKind(String subject, String content) {
    this.subject = subject;
    this.content = content;
  }

  /** As settings call it, such as {@code magic_link} or {@code password_changed_notification}. */
  public String key() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** The kind with a {@link #key}. */
  public static Optional<MailKind> of(String key) {
    return Arrays.stream(values()).filter(kind -> kind.key().equals(key)).findFirst();
  }

  String subject() {
    return subject;
  }

  /** The template's HTML, without a page around it. */
  String content() {
    return content;
  }
}
