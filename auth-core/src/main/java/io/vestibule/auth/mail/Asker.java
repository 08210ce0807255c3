package io.vestibule.auth.mail;

import java.util.Locale;

/**
 * Who has a mail sent, as far as it matters to the mail. Immutable.
 *
 * @param language in which the reader is likely to read it
 * @param network from where it was asked for; {@code ""} where nobody can tell
 */
public record Asker(Locale language, String network) {}
