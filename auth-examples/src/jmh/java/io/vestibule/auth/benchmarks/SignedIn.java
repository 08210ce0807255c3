package io.vestibule.auth.benchmarks;

import io.vestibule.auth.config.Configuration;
import jakarta.servlet.Filter;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Map;

/** People who have signed in: the same file for all measurements of sessions, save for its store. */
final class SignedIn {
  static final String COOKIE = "vestibule_session";
  private static final String PASSWORD = "correct horse";

  private SignedIn() {}

  /** So many users, whose names are u0, u1 and so on; a hash would only take time here. */
  static Configuration configuration(int users, String store) {
    StringBuilder ini = new StringBuilder("""
        [authentication]
        type = session
        use_bcrypt = no
        [store]
        %s
        [rules]
        /public/** = public
        /** = user
        [users]
        """.formatted(store));
    for (int i = 0; i < users; i++) {
      ini.append('u').append(i).append(" = ").append(PASSWORD).append('\n');
    }
    return Configuration.parse("benchmark.ini", ini.toString(), Path.of("."), Map.of(), InstantSource.system());
  }

  /** Signs a user in and gives the token that the browser would keep. */
  static String in(Filter filter, String user) throws IOException, ServletException {
    StubResponse response = new StubResponse();
    filter.doFilter(new StubRequest("/public/hello", "User-Agent", "Mozilla/5.0 (X11; Linux x86_64) Firefox/128.0"),
        response, (request, ignored) -> ((HttpServletRequest) request).login(user, PASSWORD));
    return response.cookie(COOKIE);
  }

  /** The Cookie field of a browser that has this token and what else browsers have. */
  static String among(String token) {
    return "_ga=GA1.1.1234567890.1700000000; theme=dark; " + COOKIE + "=" + token + "; lang=en-GB";
  }
}
