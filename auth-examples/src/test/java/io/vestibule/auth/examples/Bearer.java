package io.vestibule.auth.examples;

import static org.assertj.core.api.Assertions.assertThat;

import io.vestibule.auth.testing.TamperedTokens;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** A program that shows a signed token to whatever answers {@code /me} below this address. */
public record Bearer(String url, String token) {

  /** What it is told, after the status. */
  public String me() throws Exception {
    HttpResponse<String> answer = show(token);
    return answer.statusCode() + " " + answer.body();
  }

  /** Asserts that the token is taken, and that with any bit, claim or header changed it is not. */
  public void isTakenOnlyAsItIs() throws Exception {
    assertThat(me()).startsWith("200 ");
    Map<String, String> tampered = TamperedTokens.of(token);
    List<String> taken = new ArrayList<>();
    for (Map.Entry<String, String> each : tampered.entrySet()) {
      int status = show(each.getValue()).statusCode();
      if (status != 401) {
        taken.add(each.getKey() + ": " + status);
      }
    }
    assertThat(tampered).hasSizeGreaterThan(200).doesNotContainValue(token);
    assertThat(taken).isEmpty();
    assertThat(me()).startsWith("200 ");
  }

  private HttpResponse<String> show(String shown) throws Exception {
    return Client.of(url).with("Authorization", "Bearer " + shown).get("/me");
  }
}
