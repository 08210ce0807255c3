package io.vestibule.auth.examples.schemes;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.nio.charset.Charset;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.function.UnaryOperator;

/**
 * Flask-HTTPAuth's own cases as requests, and those in which it is known to be weak.
 *
 * @param id the row of docs/flask-httpauth.md where the answers differ on purpose, else {@code ""}
 * @param digest what makes the answer to a challenge wrong; empty where there is none
 * @param expected the status here, and who is greeted
 */
record FlaskCases(
    String id,
    String method,
    String path,
    List<String> fields,
    List<UnaryOperator<DigestAnswer>> digest,
    String expected) {
  private static final String TOKEN = "this-is-the-token!";

  static List<FlaskCases> all() {
    List<FlaskCases> all = new ArrayList<>();
    basic(all);
    tokens(all);
    multi(all);
    roles(all);
    digests(all);
    return all;
  }

  private static void basic(List<FlaskCases> all) {
    all.add(get("/public", "200 anonymous"));
    all.add(get("/basic", "401"));
    all.add(get("/basic", "200 john", "Authorization", password("john", "hello")));
    all.add(get(
        "/basic",
        "200 john",
        "Authorization",
        password("john", "hello").replace("Basic", "basic")));
    all.add(get("/basic", "401", "Authorization", password("john", "bye")));
    all.add(get("/basic", "401", "Authorization", password("nobody", "hello")));
    all.add(get("/basic", "401", "Authorization", password("", "")));
    all.add(get("/basic", "401", "Authorization", password("john", "")));
    all.add(get("/basic", "401", "Authorization", "Basic"));
    all.add(get("/basic", "401", "Authorization", "Basic !!!"));
    all.add(get("/basic", "401", "Authorization", "Basic am9obg=="));
    all.add(get("/basic", "401", "Authorization", "no-scheme"));
    all.add(get("/basic", "200 garçon", "Authorization", password("garçon", "áéí", UTF_8)));
    all.add(get("/basic", "200 garçon", "Authorization", password("garçon", "áéí", ISO_8859_1))
        .differing("F10"));
    all.add(get("/basic", "401", "Authorization", password("john", "hello").replace("Basic", "Foo"))
        .differing("F1"));
    all.add(new FlaskCases("F2", "OPTIONS", "/basic", List.of(), List.of(), "401"));
    all.add(new FlaskCases(
        "",
        "OPTIONS",
        "/basic",
        List.of("Origin", "https://a.example", "Access-Control-Request-Method", "GET"),
        List.of(),
        "200"));
  }

  private static void tokens(List<FlaskCases> all) {
    all.add(get("/token", "401"));
    all.add(get("/token", "200 john", "Authorization", "MyToken " + TOKEN));
    all.add(get("/token", "200 john", "Authorization", "mytoken " + TOKEN));
    all.add(get("/token", "401", "Authorization", "MyToken this-is-not-the-token"));
    all.add(get("/token", "401", "Authorization", "Foo " + TOKEN));
    all.add(get("/token", "401", "Authorization", "this-is-a-bad-header"));
    all.add(get("/token", "401", "Authorization", "MyToken"));
    all.add(get("/token", "401", "X-API-Key", TOKEN));
    all.add(get("/key", "401"));
    all.add(get("/key", "200 john", "X-API-Key", TOKEN));
    all.add(get("/key", "401", "X-API-Key", "this-is-not-the-token"));
    all.add(get("/key", "401", "API-Key", TOKEN));
    all.add(get("/key", "401", "Authorization", "ApiKey " + TOKEN));
    all.add(get("/key", "200 john", "Authorization", password("susan", "bye"), "X-API-Key", TOKEN));
    all.add(get("/optional", "200 anonymous"));
    all.add(get("/optional", "200 anonymous", "Authorization", "MyToken wrong"));
    all.add(get("/optional", "200 john", "Authorization", "MyToken " + TOKEN));
  }

  private static void multi(List<FlaskCases> all) {
    all.add(get("/multi", "401"));
    all.add(get("/multi", "200 susan", "Authorization", password("susan", "bye")));
    all.add(get("/multi", "401", "Authorization", password("susan", "hello")));
    all.add(get("/multi", "200 john", "Authorization", "MyToken " + TOKEN));
    all.add(get("/multi", "401", "Authorization", "MyToken wrong"));
    all.add(get("/multi", "200 john", "X-API-Key", TOKEN));
    all.add(get("/multi", "401", "X-API-Key", "wrong"));
    all.add(get("/multi", "401", "Authorization", "Foo " + TOKEN));
    all.add(get("/multi", "401", "Authorization", "token-without-scheme"));
    all.add(get("/multi", "401", "Authorization", password("susan", "x"), "X-API-Key", TOKEN));
    all.add(get("/multi", "200 john", "Authorization", "mytoken " + TOKEN).differing("F3"));
    all.add(get("/multi/normal", "200 john", "Authorization", password("john", "hello")));
    all.add(get("/multi/normal", "200 john", "Authorization", "MyToken " + TOKEN));
    all.add(get("/multi/normal", "200 john", "X-API-Key", TOKEN));
    all.add(get("/multi/special", "403", "X-API-Key", TOKEN));
  }

  private static void roles(List<FlaskCases> all) {
    String[][] table = {
      {"/normal", "200 john", "200 susan", "403"},
      {"/special", "403", "200 susan", "403"},
      {"/either", "200 john", "200 susan", "403"},
      {"/both", "403", "200 susan", "403"},
      {"/nested", "403", "200 susan", "403"},
    };
    for (String[] row : table) {
      all.add(get(row[0], row[1], "Authorization", password("john", "hello")));
      all.add(get(row[0], row[2], "Authorization", password("susan", "bye")));
      all.add(get(row[0], row[3], "Authorization", password("cindy", "byebye")));
      all.add(get(row[0], "401", "Authorization", password("john", "wrong")));
      all.add(get(row[0], "401"));
    }
    all.add(get("/optional/special", "200 susan", "Authorization", password("susan", "bye")));
    all.add(get("/optional/special", "403", "Authorization", password("john", "hello"))
        .differing("F4"));
    all.add(get("/optional/special", "401").differing("F4"));
  }

  private static void digests(List<FlaskCases> all) {
    all.add(get("/digest", "401"));
    all.add(digest("", "200 john", same -> same));
    all.add(digest("", "401", answer -> answer.with("username", "nobody")));
    all.add(digest("", "401", answer -> answer.with("nonce", "wrong")));
    all.add(digest("", "401", answer -> answer.with("opaque", "wrong")));
    all.add(digest("", "401", answer -> answer.without("username")));
    all.add(digest("", "401", answer -> answer.without("nonce")));
    all.add(digest("F5", "401", answer -> answer.with("realm", "Other")));
    all.add(digest("F6", "401", answer -> answer.with("uri", "/elsewhere")));
    all.add(digest("F7", "401", answer -> answer.without("qop")));
    all.add(digest("F8", "401", answer -> answer.without("cnonce")));
    all.add(digest("F8", "401", answer -> answer.without("nc")));
    all.add(new FlaskCases("F9", "GET", "/digest", List.of(), List.of(a -> a, a -> a), "401"));
  }

  /** Sends it to whoever answers here. */
  String ask(String base) throws Exception {
    return new FlaskClient(base).ask(this);
  }

  private static FlaskCases get(String path, String expected, String... fields) {
    return new FlaskCases("", "GET", path, List.of(fields), List.of(), expected);
  }

  private static FlaskCases digest(String id, String expected, UnaryOperator<DigestAnswer> change) {
    return new FlaskCases(id, "GET", "/digest", List.of(), List.of(change), expected);
  }

  private FlaskCases differing(String row) {
    return new FlaskCases(row, method, path, fields, digest, expected);
  }

  private static String password(String name, String password) {
    return password(name, password, UTF_8);
  }

  private static String password(String name, String password, Charset charset) {
    return "Basic " + Base64.getEncoder().encodeToString((name + ":" + password).getBytes(charset));
  }

  @Override
  public String toString() {
    return method + " " + path + " " + fields + (digest.isEmpty() ? "" : " digest") + " " + id;
  }
}
