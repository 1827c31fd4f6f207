/** What people are sent: mails from templates, and codes to phones through a hook. */
@NullMarked
package dev.groundwork.service.auth.message;

import org.jspecify.annotations.NullMarked;
