package io.vestibule.auth.servlet.pages;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.vestibule.auth.AuthRequest;
import io.vestibule.auth.config.Look;
import io.vestibule.auth.internal.ReturnTo;
import java.net.URLEncoder;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** Where the links, forms and files of a page lead. */
final class Links {
  private Links() {}

  static Map<String, Object> of(
      AuthRequest request, Model model, Look look, Assets assets, Languages languages) {
    String context = request.contextPath();
    String base = model.find("base").orElse(context + look.basePath());
    String files = context + look.basePath() + "/assets/";
    Optional<String> language =
        languages.inAddress(request).map(texts -> "ui_locales=" + texts.locale().toLanguageTag());
    Map<String, Object> links = new HashMap<>();
    links.put("base", base);
    links.put("home", context + "/");
    links.put("style", files + assets.style());
    links.put("script", files + assets.script());
    links.put("logo", within(context, look.logo()));
    links.put("logo_dark", within(context, look.logoDark()));
    links.put("query", language.map(pair -> "?" + pair).orElse(""));
    links.put("query_more", language.map(pair -> "&" + pair).orElse(""));
    links.put("query_with_return", query(wanted(request, model, look), language));
    return links;
  }

  /** Where to go on after signing in: what the answer says, else the page that was asked for. */
  private static Optional<String> wanted(AuthRequest request, Model model, Look look) {
    return model
        .find("return_to")
        .or(() -> request.method().equals("GET")
            ? new ReturnTo(request.contextPath(), look.basePath())
                .page(request.path(), request.query().orElse(""))
            : Optional.empty());
  }

  /** What was asked for goes along as a parameter; whoever reads it judges it. */
  private static String query(Optional<String> wanted, Optional<String> language) {
    Optional<String> back = wanted.map(path -> "return_to=" + URLEncoder.encode(path, UTF_8));
    String all =
        String.join("&", Stream.of(back, language).flatMap(Optional::stream).toList());
    return all.isEmpty() ? "" : "?" + all;
  }

  private static String within(String context, String image) {
    return image.startsWith("/") ? context + image : image;
  }
}
