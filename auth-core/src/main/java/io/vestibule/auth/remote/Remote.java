package io.vestibule.auth.remote;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.vestibule.auth.AuthUnavailableException;
import io.vestibule.auth.config.Key;
import io.vestibule.auth.config.Settings;
import io.vestibule.auth.internal.Printable;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Collectors;
import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;

/**
 * The one way in which we ask other servers: https (http on loopback only), no redirect followed, at most five seconds
 * from the first byte to the last, at most 1 MiB of UTF-8. Thread-safe; it makes its connections when first used.
 */
public final class Remote {
  /** A PEM file of the authorities to believe in place of the machine's own; for a section that asks others. */
  public static final Key CA_FILE = Key.of(
      "ca_file",
      Key.Type.PATH,
      "Certificates (PEM) to believe in place of the machine's own, where its TLS is of a private authority.",
      "ca.pem");

  private static final Duration LONGEST_WAIT = Duration.ofSeconds(5);
  private static final Duration RETRY = Duration.ofSeconds(5);
  private static final Duration REMEMBERED = Duration.ofMinutes(1);
  private static final int BROKEN = 500;
  private static final int MOST_BYTES = 1 << 20;

  private final Optional<SSLContext> tls;
  private final InstantSource clock;
  private final Duration longestWait;
  private volatile @Nullable HttpClient client;
  private volatile @Nullable Duration drift;
  private volatile Failure failure = Failure.NONE;

  /** What came to nothing, and when. */
  private record Failure(String why, Instant at) {
    static final Failure NONE = new Failure("", Instant.MIN);
  }

  private Remote(Optional<SSLContext> tls, InstantSource clock, Duration longestWait) {
    this.tls = tls;
    this.clock = clock;
    this.longestWait = longestWait;
  }

  /** Believes the authorities of this machine. */
  public static Remote of(InstantSource clock) {
    return new Remote(Optional.empty(), clock, LONGEST_WAIT);
  }

  /**
   * Believes the authorities of this PEM file and no others.
   *
   * @throws IllegalArgumentException when the file has none; the message goes behind its name
   */
  public static Remote trusting(Path caFile, InstantSource clock) {
    return new Remote(Optional.of(Trust.of(caFile)), clock, LONGEST_WAIT);
  }

  /** What a section with the key {@link #CA_FILE} asks for; a file that cannot be used is reported there. */
  public static Remote from(Settings settings) {
    try {
      Optional<Path> caFile = settings.path(CA_FILE.name());
      return caFile.isPresent() ? trusting(caFile.get(), settings.clock()) : of(settings.clock());
    } catch (IllegalArgumentException unusable) {
      settings.fault(
          CA_FILE.name(),
          "the file " + unusable.getMessage(),
          "name a PEM file with the certificate of the authority");
      return of(settings.clock());
    }
  }

  /** The same, which waits no longer than this. */
  Remote waiting(Duration longest) {
    return new Remote(tls, clock, longest);
  }

  /**
   * Asks for a document.
   *
   * @param headers fields to send beside {@code Accept}, which is JSON unless said otherwise here
   * @throws AuthUnavailableException when the address is none that we speak to, or nothing usable comes back in time;
   *     a status of any kind is no fault here
   */
  public RemoteResponse get(URI url, Map<String, String> headers) {
    return send(url, request(url, headers).GET().build());
  }

  /** Posts a form; otherwise as {@link #get}. */
  public RemoteResponse post(URI url, Map<String, String> headers, Map<String, String> form) {
    return post(
        url,
        headers,
        form.entrySet().stream()
            .map(field -> encoded(field.getKey()) + "=" + encoded(field.getValue()))
            .collect(Collectors.joining("&")));
  }

  /** The same with a form that is encoded already. */
  public RemoteResponse post(URI url, Map<String, String> headers, String form) {
    return send(
        url,
        request(url, headers)
            .setHeader("Content-Type", "application/x-www-form-urlencoded")
            .POST(HttpRequest.BodyPublishers.ofString(form))
            .build());
  }

  /**
   * How far the clock of the server that answered last is ahead of ours, to about a second; negative where it is
   * behind. Empty as long as nobody answered with a {@code Date}.
   */
  public Optional<Duration> drift() {
    return Optional.ofNullable(drift);
  }

  /**
   * Why the last exchange came to nothing, or that the server said that it is broken; empty where it went well, and
   * where it is more than a minute ago, for then nobody knows.
   */
  public Optional<String> failure() {
    Failure last = failure;
    boolean lately = clock.instant().minus(REMEMBERED).isBefore(last.at());
    return last.why().isEmpty() || !lately ? Optional.empty() : Optional.of(last.why());
  }

  private HttpRequest.Builder request(URI url, Map<String, String> headers) {
    Optional<String> fault = RemoteUrl.fault(url.toString());
    if (fault.isPresent()) {
      throw new AuthUnavailableException(named(url) + " " + fault.get(), RETRY);
    }
    HttpRequest.Builder request = HttpRequest.newBuilder(url)
        .timeout(longestWait)
        .header("Accept", "application/json")
        .header("User-Agent", "Vestibule");
    headers.forEach(request::setHeader);
    return request;
  }

  private RemoteResponse send(URI url, HttpRequest request) {
    Instant asked = clock.instant();
    CompletableFuture<HttpResponse<byte[]>> answer =
        client().sendAsync(request, head -> new LimitedBody(MOST_BYTES));
    try {
      HttpResponse<byte[]> response = answer.get(longestWait.toMillis(), TimeUnit.MILLISECONDS);
      measure(response, asked);
      failure = response.statusCode() < BROKEN
          ? Failure.NONE
          : new Failure(named(url) + " answers " + response.statusCode(), clock.instant());
      return new RemoteResponse(response.statusCode(), text(response.body()));
    } catch (TimeoutException late) {
      answer.cancel(true);
      throw down(url, "no answer within " + longestWait.toMillis() + " ms", late);
    } catch (InterruptedException stopped) {
      answer.cancel(true);
      Thread.currentThread().interrupt();
      throw down(url, "interrupted", stopped);
    } catch (ExecutionException broken) {
      throw down(url, reason(broken.getCause()), broken);
    } catch (CharacterCodingException notUtf8) {
      throw down(url, "the answer is not UTF-8", notUtf8);
    }
  }

  private HttpClient client() {
    HttpClient known = client;
    return known == null ? connected() : known;
  }

  private synchronized HttpClient connected() {
    HttpClient known = client;
    if (known == null) {
      HttpClient.Builder builder = HttpClient.newBuilder()
          .version(HttpClient.Version.HTTP_1_1)
          .followRedirects(HttpClient.Redirect.NEVER)
          .connectTimeout(longestWait);
      tls.ifPresent(builder::sslContext);
      known = builder.build();
      client = known;
    }
    return known;
  }

  /** RFC 9110, 6.6.1: the Date is when the message was made, cut to the second. */
  private void measure(HttpResponse<?> response, Instant asked) {
    Instant middle = asked.plus(Duration.between(asked, clock.instant()).dividedBy(2));
    response.headers().firstValue("Date").flatMap(Remote::date).ifPresent(date -> {
      drift = Duration.between(middle, date.plusMillis(500));
    });
  }

  private static Optional<Instant> date(String text) {
    try {
      return Optional.of(
          ZonedDateTime.parse(text, DateTimeFormatter.RFC_1123_DATE_TIME).toInstant());
    } catch (DateTimeException unreadable) {
      return Optional.empty();
    }
  }

  private static String text(byte[] bytes) throws CharacterCodingException {
    return UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
  }

  private AuthUnavailableException down(URI url, String reason, Exception cause) {
    failure = new Failure(named(url) + ": " + reason, clock.instant());
    return new AuthUnavailableException(named(url) + ": " + reason, RETRY, cause);
  }

  private static String reason(@Nullable Throwable cause) {
    if (cause == null) {
      return "failed";
    }
    String message = cause.getMessage();
    return message == null
        ? cause.getClass().getSimpleName()
        : cause.getClass().getSimpleName() + ": " + Printable.of(message);
  }

  /** Without the query, which may hold what nobody should read. */
  private static String named(URI url) {
    String port = url.getPort() < 0 ? "" : ":" + url.getPort();
    return url.getScheme() + "://" + url.getHost() + port + url.getRawPath();
  }

  private static String encoded(String text) {
    return URLEncoder.encode(text, UTF_8);
  }
}
