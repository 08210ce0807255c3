package io.vestibule.auth.mail;

import io.vestibule.auth.AuthRequest;
import io.vestibule.auth.config.Look;
import io.vestibule.auth.config.Section;
import io.vestibule.auth.config.ServerSection;
import io.vestibule.auth.config.Settings;
import io.vestibule.auth.internal.IpAddress;
import io.vestibule.auth.internal.LanguageWishes;
import io.vestibule.auth.internal.LogLimit;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Where others hand in what is to be mailed. It is sent in the background, within bounds, in the reader's language;
 * whoever hands it in does not learn what becomes of it, and so no answer tells it either. Thread-safe.
 */
public final class Mails implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Mails.class);
  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm 'UTC'", Locale.ROOT).withZone(ZoneOffset.UTC);

  private final Mailer mailer;
  private final Outbox outbox;
  private final Bounds bounds;
  private final Site site;
  private final InstantSource clock;
  private final LogLimit log;
  private final MailTexts texts = new MailTexts();

  /**
   * The application that mails speak of.
   *
   * @param url its first page, without a slash at the end
   * @param title what it is called
   * @param support whom its users ask for help; {@code ""} where nobody is named
   * @param languages in which it is to write, the usual one first
   */
  record Site(String url, String title, String support, List<Locale> languages) {}

  Mails(Mailer mailer, Outbox.Timer timer, int mostAnHour, Site site, InstantSource clock) {
    this.mailer = mailer;
    this.outbox = new Outbox(mailer, timer, clock);
    this.bounds = new Bounds(mostAnHour, clock);
    this.site = site;
    this.clock = clock;
    this.log = new LogLimit(clock, "mails were not sent for there were too many", LOG::warn);
  }

  /** What is read to make it; a factory that calls {@link #of} names these in {@code alsoReads}. */
  public static List<Section> sections() {
    return List.of(MailSettings.SECTION, ServerSection.SECTION, Look.SECTION);
  }

  /**
   * What sends the mails of this file: one for all. Empty where it has no {@code [mail]} and the host supplies no {@link
   * Mailer}. What is wrong is reported there. Whoever is given it does not close it.
   */
  public static Optional<Mails> of(Settings settings) {
    Optional<String> url = ServerSection.publicUrl(settings);
    MailSettings section = new MailSettings(settings);
    Optional<Mailer> mailer = section.mailer(url);
    if (mailer.isPresent() && url.isEmpty()) {
      section.refuseWithoutPublicUrl();
    }
    return mailer.flatMap(sends -> url.map(at -> settings.shared(
        Mails.class,
        () -> new Mails(
            sends,
            new MailThreads(),
            section.mostAnHour(),
            site(at, Look.of(settings.section(Look.SECTION.name()))),
            settings.clock()))));
  }

  private static Site site(String url, Look look) {
    List<Locale> spoken = look.languages().stream()
        .map(Locale::forLanguageTag)
        .filter(locale -> MailTexts.SPOKEN.contains(locale.getLanguage()))
        .toList();
    String title = look.title().isBlank() ? URI.create(url).getAuthority() : look.title();
    return new Site(
        url, title, look.supportText(), spoken.isEmpty() ? List.of(Locale.ENGLISH) : spoken);
  }

  /** An address for a mail: that of a page of this application, which begins with {@code /}. */
  public String link(String pathAndQuery) {
    return site.url() + pathAndQuery;
  }

  /** Who has a mail sent by this request: the language of its pages, and the network it comes from. */
  public Asker asker(AuthRequest request) {
    Locale language = request
        .parameter("ui_locales")
        .flatMap(tags -> LanguageWishes.bestOfTags(tags, site.languages()))
        .or(() -> request
            .header("Accept-Language")
            .flatMap(ranges -> LanguageWishes.best(ranges, site.languages())))
        .orElse(usualLanguage());
    return new Asker(
        language, IpAddress.parse(request.client()).map(IpAddress::network).orElse(""));
  }

  /**
   * How long this user, or else anybody from this network, must wait before another mail may be asked for; zero counts as
   * having asked. It is the same whether or not there is anybody to write to.
   */
  public Duration askingFor(Asker asker) {
    return bounds.ask(asker);
  }

  /** Who has a mail sent that no request asks for. */
  public Asker nobody() {
    return new Asker(usualLanguage(), "");
  }

  private Locale usualLanguage() {
    return site.languages().get(0);
  }

  /**
   * Has it sent in the background, if the bounds allow it.
   *
   * @throws IllegalArgumentException when a value of its text is missing
   */
  public void send(Mail mail) {
    check(mail);
    outbox.put(mail.kind().isAskedByAnybody(), () -> admitted(mail));
  }

  /**
   * Has a mail made and sent in the background; empty for none. Where the answer must not tell whether there is somebody to
   * write to, looking for them belongs in here. What is thrown in there ends it, and the log says so.
   */
  public void prepare(Supplier<Optional<Mail>> made) {
    outbox.put(true, () -> made.get().flatMap(this::admitted));
  }

  /**
   * Sends it now, without bounds and without another try: for somebody who waits at a command line.
   *
   * @throws IOException when it was not passed on
   */
  public void sendNow(Mail mail) throws IOException {
    check(mail);
    mailer.send(message(mail));
  }

  private Optional<Outbox.Ready> admitted(Mail mail) {
    check(mail);
    if (!bounds.admit(mail)) {
      log.tell(() -> mail + " was not sent, for there were too many");
      return Optional.empty();
    }
    return Optional.of(new Outbox.Ready(mail.kind().word(), message(mail)));
  }

  private static void check(Mail mail) {
    if (!mail.values().keySet().containsAll(mail.kind().needs()) || !Message.isAddress(mail.to())) {
      throw new IllegalArgumentException("a mail of the kind " + mail.kind().word()
          + " needs a plain address and the values " + mail.kind().needs());
    }
  }

  private Message message(Mail mail) {
    Map<String, String> values = new LinkedHashMap<>();
    mail.values().forEach((name, value) -> values.put(name, value.get()));
    values.put("app", site.title());
    values.put("url", site.url() + "/");
    values.put("support", site.support());
    values.put("when", TIME.format(clock.instant()));
    return texts.message(mail.kind(), mail.to(), mail.asker().language(), values);
  }

  /** Sends what is due, for a short time. */
  @Override
  public void close() {
    outbox.close();
  }
}
