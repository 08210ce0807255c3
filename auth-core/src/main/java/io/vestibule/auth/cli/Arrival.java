package io.vestibule.auth.cli;

import io.vestibule.auth.HeaderAuthenticator;
import io.vestibule.auth.Headers;
import io.vestibule.auth.config.Configuration;
import io.vestibule.auth.internal.FieldNames;
import io.vestibule.auth.internal.Printable;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.TreeSet;
import java.util.stream.Stream;

/** What is made of the header fields that a proxy, or somebody past it, has sent. Nobody is signed in for that. */
record Arrival(Configuration configuration, ReceivedRequest request) {

  List<String> lines() {
    List<String> lines = new ArrayList<>();
    String peer = request.peer();
    lines.add("  received from " + Printable.of(peer) + ", which is "
        + (request.isProxied() ? "a trusted proxy:" : "not named in [server] trusted_proxies:"));
    for (Headers.Field field : request.fields().fields()) {
      lines.add("    " + Printable.of(field.name()) + ": " + verdict(field.name()));
    }
    lines.add("    so: the client is " + request.client() + ", and the first page is at "
        + request.origin() + request.contextPath() + "/");
    return lines;
  }

  private String verdict(String name) {
    Optional<HeaderAuthenticator> reader = readers()
        .filter(known -> known.fields().stream().anyMatch(name::equalsIgnoreCase))
        .findFirst();
    if (reader.isPresent()) {
      return ofIdentity(reader.get(), name);
    }
    if (isGuarded(name)) {
      return "ignored and kept from the application; what is read is " + readFields();
    }
    return isForwarding(name) ? ofTheWay(name) : "no field that says who or where from";
  }

  private String ofIdentity(HeaderAuthenticator reader, String name) {
    if (!request.isProxied()) {
      return "ignored and kept from the application, because " + request.peer()
          + " is not named in trusted_proxies";
    }
    if (request.headers(name).size() > 1) {
      return "refused with 400, because it comes twice";
    }
    return reader.believes(request)
        ? "believed"
        : "refused, because the proxy's secret is missing or wrong";
  }

  private String ofTheWay(String name) {
    if (request.trusted().fields().stream().noneMatch(name::equalsIgnoreCase)) {
      return "not read; what is read is " + String.join(", ", request.trusted().fields());
    }
    return request.isProxied()
        ? "believed"
        : "ignored, because " + request.peer() + " is not named in trusted_proxies";
  }

  private static boolean isForwarding(String name) {
    String lower = name.toLowerCase(Locale.ROOT);
    return lower.equals("forwarded")
        || lower.startsWith("x-forwarded-")
        || lower.equals("x-real-ip");
  }

  private boolean isGuarded(String name) {
    String folded = FieldNames.folded(name);
    return readers()
        .flatMap(reader -> Stream.concat(reader.fields().stream(), reader.hiddenFields().stream()))
        .map(FieldNames::folded)
        .anyMatch(folded::equals);
  }

  private String readFields() {
    TreeSet<String> fields = new TreeSet<>();
    readers().forEach(reader -> fields.addAll(reader.fields()));
    return String.join(", ", fields);
  }

  private Stream<HeaderAuthenticator> readers() {
    return configuration.auth().headerAuthenticators().stream();
  }
}
