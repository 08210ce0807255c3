package io.vestibule.auth.cli;

import io.vestibule.auth.internal.EmailAddress;
import io.vestibule.auth.internal.Printable;
import io.vestibule.auth.mail.Mail;
import io.vestibule.auth.mail.MailKind;
import io.vestibule.auth.mail.Mails;
import io.vestibule.auth.mail.NotSentException;
import java.io.IOException;
import java.util.List;
import java.util.Optional;

/** Sends a mail as the application would, and says what became of it. */
final class MailCommand implements Command {
  @Override
  public String name() {
    return "mail";
  }

  @Override
  public String parameters() {
    return "test ADDRESS --config FILE";
  }

  @Override
  public String help() {
    return "sends a mail as a configuration says, and tells why where it cannot";
  }

  @Override
  public int run(List<String> arguments, Terminal terminal) {
    Arguments taken = Arguments.of(arguments, Office.CONFIG);
    List<String> plain = taken.plain();
    if (plain.size() != 2 || !plain.get(0).equals("test")) {
      throw new UsageException("it knows \"test ADDRESS\"");
    }
    String address = EmailAddress.typed(plain.get(1))
        .orElseThrow(
            () -> new UsageException("\"" + Printable.of(plain.get(1)) + "\" is no plain address"));
    return Office.open(taken, terminal, office -> test(office, address));
  }

  private static int test(Office office, String address) {
    Mails mails = office
        .configuration()
        .shared(Mails.class)
        .orElseThrow(
            () -> new Office.Complaint("This configuration sends no mails; it has no [mail]"));
    try {
      mails.sendNow(Mail.of(MailKind.TEST, address, mails.nobody()));
    } catch (IOException failed) {
      throw new Office.Complaint("The mail was not sent: " + why(failed));
    }
    office.say("A mail to " + Office.shown(address) + " was passed on. Look whether it arrives.");
    return OK;
  }

  /** What the server said stands behind what it means: whoever is here may read it. */
  private static String why(IOException failed) {
    String reason = failed instanceof NotSentException
        ? String.valueOf(failed.getMessage())
        : failed.getClass().getSimpleName();
    return Optional.ofNullable(failed.getCause())
        .map(cause ->
            reason + " (" + Printable.of(String.valueOf(cause.getMessage()).strip()) + ")")
        .orElse(reason);
  }
}
