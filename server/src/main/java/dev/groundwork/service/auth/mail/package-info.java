/**
 * Mails: templates for what sign-in has to tell people, sending by SMTP, and a mailbox in memory
 * that takes the place of a mail server in development.
 *
 * <p>Routes, where mounted: the mailbox's page and a part of Mailpit's API. Problem codes: {@code
 * GWMAIL}. Never logs an address, a link or a code.
 */
@NullMarked
package dev.groundwork.service.auth.mail;

import org.jspecify.annotations.NullMarked;
