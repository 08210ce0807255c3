package io.vestibule.auth.account;

import static org.assertj.core.api.Assertions.assertThat;

import io.vestibule.auth.AuthUnavailableException;
import io.vestibule.auth.FakeRequest;
import io.vestibule.auth.Secret;
import io.vestibule.auth.account.AccountLinks.Purpose;
import io.vestibule.auth.account.PasswordByLink.Outcome;
import io.vestibule.auth.audit.Audit;
import io.vestibule.auth.password.Roles;
import io.vestibule.auth.password.UserStore;
import io.vestibule.auth.store.MemoryStore;
import io.vestibule.auth.store.Store;
import io.vestibule.auth.testing.FakeClock;
import java.lang.reflect.Proxy;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class StoredPasswordByLinkTest {
  private static final Secret HASH =
      Secret.of("$2b$05$abcdefghijklmnopqrstuuWG29KuyeAicPCJODk1zjyGvyQUU2awu");
  private static final Secret OTHER =
      Secret.of("$2b$05$abcdefghijklmnopqrstuu5Lqm2eCzFnKVMnZQtFnrjmIZmQ7nZQi");

  private final FakeClock clock = new FakeClock(Instant.parse("2026-11-22T10:00:00Z"));
  private final AtomicInteger callsUntilDown = new AtomicInteger();

  private Store failing(Store kept) {
    return (Store) Proxy.newProxyInstance(
        Store.class.getClassLoader(), new Class<?>[] {Store.class}, (proxy, method, arguments) -> {
          if (callsUntilDown.decrementAndGet() == 0) {
            throw new AuthUnavailableException("the store is down", Duration.ofSeconds(2));
          }
          return method.invoke(kept, arguments);
        });
  }

  @Test
  void at_whichever_call_the_store_fails_the_link_sets_a_password_once_and_is_not_lost() {
    int failed = 0;
    for (int call = 1; call <= 12; call++) {
      Store store = failing(MemoryStore.of(clock));
      UserStore users = new UserStore(store, Roles.none(), clock);
      AccountLinks links = new AccountLinks(store, users, new SecureRandom(), clock);
      PasswordByLink byLink = new StoredPasswordByLink(links, users, Audit.none(), clock);
      users.add("ada", HASH, Set.of());
      String token =
          links.issue(Purpose.RESET, users.user("ada").orElseThrow(), "").reveal();

      callsUntilDown.set(call);
      try {
        assertThat(set(byLink, token)).isInstanceOf(Outcome.Done.class);
      } catch (AuthUnavailableException down) {
        failed++;
        assertThat(set(byLink, token)).as("call " + call).isInstanceOf(Outcome.Done.class);
      }
      callsUntilDown.set(0);
      assertThat(set(byLink, token)).as("call " + call).isInstanceOf(Outcome.Over.class);
    }
    assertThat(failed).isBetween(3, 9);
  }

  private static Outcome set(PasswordByLink byLink, String token) {
    return byLink.set(FakeRequest.get("/"), token, "ada", OTHER);
  }
}
