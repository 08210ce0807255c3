package io.vestibule.auth.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vestibule.auth.AuthUnavailableException;
import io.vestibule.auth.testing.FakeClock;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

class MemoryStoreTest implements StoreContract {
  private final FakeClock clock = new FakeClock(NOW);
  private final Store store = MemoryStore.of(clock);

  @Override
  public Store store() {
    return store;
  }

  @Override
  public FakeClock clock() {
    return clock;
  }

  @Test
  void when_it_is_full_whichever_ends_first_goes() {
    Store small = MemoryStore.of(clock, 3);
    small.insert(ending("first", 30));
    small.insert(ending("second", 10));
    small.insert(ending("third", 20));

    assertThat(small.insert(ending("fourth", 5))).isTrue();
    assertThat(small.list("session", "", 9))
        .extracting(Entry::id)
        .containsExactly("first", "fourth", "third");
    assertThat(small.get("session", "second")).isEmpty();
    assertThat(small.owned("session", "ada")).hasSize(3);
  }

  @Test
  void one_kind_does_not_push_out_another() {
    Store small = MemoryStore.of(clock, 1);
    small.insert(Entry.of("user", "ada", "", "v", LATER));
    small.insert(ending("a", 1));
    small.insert(ending("b", 1));

    assertThat(small.get("user", "ada")).isPresent();
    assertThat(small.list("session", "", 9)).hasSize(1);
  }

  @Test
  void what_never_ends_makes_way_for_nobody() {
    Store small = MemoryStore.of(clock, 2);
    small.insert(Entry.of("user", "ada", "", "v", Instant.MAX));
    small.insert(Entry.of("user", "alan", "", "v", Instant.MAX));

    assertThatThrownBy(() -> small.insert(Entry.of("user", "eve", "", "v", Instant.MAX)))
        .isInstanceOf(AuthUnavailableException.class)
        .hasMessageContaining("all 2 entries of kind user");
    assertThat(small.insert(Entry.of("user", "ada", "", "v", Instant.MAX))).isFalse();
    assertThat(small.list("user", "", 9)).hasSize(2);
  }

  @Test
  void a_full_store_that_ends_makes_room_by_itself() {
    Store small = MemoryStore.of(clock, 2);
    small.insert(ending("a", 10));
    small.insert(ending("b", 500));
    clock.pass(Duration.ofSeconds(10));
    small.insert(ending("c", 500));

    assertThat(small.list("session", "", 9)).extracting(Entry::id).containsExactly("b", "c");
  }

  @Test
  void a_million_names_that_somebody_makes_up_take_a_bounded_room() {
    Store small = MemoryStore.of(clock, 1_000);
    for (int i = 0; i < 1_000_000; i++) {
      small.insert(Entry.of("throttle", "made up " + i, "", "1", LATER.plusSeconds(i % 977)));
    }

    assertThat(small.list("throttle", "", 2_000_000)).hasSize(1_000);
  }

  @Test
  void agrees_with_a_simple_map_after_a_long_random_life() {
    Random random = new Random(7);
    Map<String, Entry> model = new HashMap<>();
    for (int i = 0; i < 100_000; i++) {
      String id = "s" + random.nextInt(3_000);
      if (random.nextInt(3) == 0) {
        assertThat(store.delete("session", id)).isEqualTo(model.remove(id) != null);
      } else {
        Entry entry = Entry.of(
            "session", id, "u" + id.charAt(1), "v" + i, LATER.plusSeconds(random.nextInt(50)));
        assertThat(store.insert(entry)).isEqualTo(model.putIfAbsent(id, entry) == null);
      }
    }

    assertThat(store.list("session", "", 9_999))
        .extracting(Entry::id, Entry::value)
        .containsExactlyElementsOf(model.keySet().stream()
            .sorted()
            .map(id -> org.assertj.core.groups.Tuple.tuple(id, model.get(id).value()))
            .toList());
    assertThat(store.owned("session", "u2"))
        .hasSize((int) model.keySet().stream().filter(id -> id.startsWith("s2")).count());
  }

  @Test
  void all_that_are_over_go_while_others_come() {
    for (int i = 0; i < 1_000; i++) {
      store.insert(ending("old" + i, i % 60));
    }
    clock.pass(Duration.ofSeconds(60));
    for (int i = 0; i < 200; i++) {
      store.insert(ending("new" + i, 600));
    }

    assertThat(store.list("session", "", 9_999)).hasSize(200);
    assertThat(store.owned("session", "ada")).hasSize(200);
  }

  @Test
  void a_session_takes_some_250_bytes() {
    String value =
        "1 a=1772366400 s=1772366400 l=1772370000 m=pwd r=editor,reviewer c=0123456789abcdef u=Firefox/Linux";
    long before = used();
    for (int i = 0; i < 100_000; i++) {
      String id = String.format("%043d", i);
      store.insert(Entry.of("session", id, "u" + i % 10_000, value, LATER.plusSeconds(i)));
    }
    long each = (used() - before) / 100_000;

    assertThat(store.get("session", String.format("%043d", 77_777))).isPresent();
    assertThat(each).isBetween(50L, 255L);
  }

  @Test
  void refuses_a_maximum_that_is_none() {
    assertThatThrownBy(() -> MemoryStore.of(clock, 0)).hasMessageContaining("at least 1");
  }

  private static long used() {
    for (int i = 0; i < 3; i++) {
      System.gc();
    }
    return ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
  }

  private static Entry ending(String id, int seconds) {
    return StoreContract.session(id).with("v", NOW.plusSeconds(seconds));
  }
}
