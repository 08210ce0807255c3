package io.vestibule.auth.examples.demo;

import static org.assertj.core.api.Assertions.assertThat;

import com.nimbusds.jose.util.JSONObjectUtils;
import io.vestibule.auth.examples.Client;
import io.vestibule.auth.examples.ConfigFiles;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** Twenty clients show the same refresh token at the same time, over HTTP. */
class RefreshRaceTest {
  private static final int CLIENTS = 20;
  private static final int ROUNDS = Integer.getInteger("race.rounds.http", 10);

  @Test
  void one_gets_the_next_tokens() throws Exception {
    race("");
  }

  @Test
  void within_a_grace_the_others_end_nothing() throws Exception {
    assertThat(race("refresh_grace = 10s")).isEqualTo(ROUNDS);
  }

  /** In how many rounds the winner's token was good afterwards. */
  private static int race(String more) throws Exception {
    ExecutorService threads = Executors.newFixedThreadPool(CLIENTS);
    int survived = 0;
    try (IssuerDemo demo = IssuerDemo.start(new JettyServer(), more)) {
      for (int round = 0; round < ROUNDS; round++) {
        String winner = one(threads, demo.url(), refreshToken(signIn(demo.url())));
        survived += refresh(demo.url(), winner).statusCode() == 200 ? 1 : 0;
      }
    } finally {
      threads.shutdown();
      assertThat(threads.awaitTermination(10, TimeUnit.SECONDS)).isTrue();
    }
    return survived;
  }

  private static String one(ExecutorService threads, String url, String token) throws Exception {
    CyclicBarrier start = new CyclicBarrier(CLIENTS);
    Callable<HttpResponse<String>> racer = () -> {
      start.await();
      return refresh(url, token);
    };
    List<HttpResponse<String>> winners = new ArrayList<>();
    for (Future<HttpResponse<String>> answer :
        threads.invokeAll(Collections.nCopies(CLIENTS, racer))) {
      assertThat(answer.get().statusCode()).isIn(200, 401, 409);
      if (answer.get().statusCode() == 200) {
        winners.add(answer.get());
      }
    }
    assertThat(winners).hasSize(1);
    return refreshToken(winners.get(0));
  }

  private static HttpResponse<String> signIn(String url) throws Exception {
    return Client.of(url).post("/auth/api/login", "username=ada&password=" + ConfigFiles.PASSWORD);
  }

  private static HttpResponse<String> refresh(String url, String token) throws Exception {
    return Client.of(url).post("/auth/api/refresh", "refresh_token=" + token);
  }

  private static String refreshToken(HttpResponse<String> answer) throws Exception {
    return String.valueOf(JSONObjectUtils.parse(answer.body()).get("refresh_token"));
  }
}
