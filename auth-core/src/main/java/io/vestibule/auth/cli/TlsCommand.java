package io.vestibule.auth.cli;

import io.vestibule.auth.internal.Printable;
import io.vestibule.auth.tls.Tls;
import java.nio.file.Path;
import java.util.List;

/** Looks at the certificate of a server and its key as a start would. */
final class TlsCommand implements Command {
  private static final String CHECK = "check";

  @Override
  public String name() {
    return "tls";
  }

  @Override
  public String parameters() {
    return "check --config FILE|check CERTIFICATE KEY";
  }

  @Override
  public String help() {
    return "says whose a server's certificate is and until when, and what is wrong with it or its key";
  }

  @Override
  public int run(List<String> arguments, Terminal terminal) {
    Arguments taken = Arguments.of(arguments, Office.CONFIG);
    List<String> plain = taken.plain();
    if (plain.equals(List.of(CHECK))) {
      return Office.open(taken, terminal, office -> tell(terminal, tls(office).check()));
    }
    if (plain.size() == 3 && plain.get(0).equals(CHECK) && taken.options().isEmpty()) {
      Path certificate = Path.of(plain.get(1));
      return tell(terminal, Tls.check(certificate, Path.of(plain.get(2)), terminal.clock()));
    }
    throw new UsageException("it knows \"check --config FILE\" and \"check CERTIFICATE KEY\"");
  }

  private static Tls tls(Office office) {
    return office
        .configuration()
        .shared(Tls.class)
        .orElseThrow(() -> new Office.Complaint("This configuration has no section [tls]"));
  }

  private static int tell(Terminal terminal, Tls.Report report) {
    report.lines().forEach(line -> {
      if (report.sound()) {
        terminal.out(Printable.of(line));
      } else {
        terminal.err(Printable.of(line));
      }
    });
    return report.sound() ? OK : PROBLEMS;
  }
}
