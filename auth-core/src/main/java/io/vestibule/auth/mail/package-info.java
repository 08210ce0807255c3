/**
 * Mails: what they say, when one may be sent, and how it leaves.
 *
 * <p>Start at {@code Mails}, to which others hand a {@code Mail}: its {@code MailKind}, the address and the values of its
 * text. {@code Bounds} says whether it may be sent, {@code MailTexts} makes the {@code Message} in the reader's language,
 * {@code Outbox} has it sent while nobody waits, by the {@code Mailer}: {@code SmtpMailer} as {@code MailSettings} read it,
 * or one that the host supplies.
 */
@NullMarked
package io.vestibule.auth.mail;

import org.jspecify.annotations.NullMarked;
