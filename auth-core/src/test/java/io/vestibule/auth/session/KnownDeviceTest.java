package io.vestibule.auth.session;

import static org.assertj.core.api.Assertions.assertThat;

import io.vestibule.auth.Secret;
import io.vestibule.auth.password.User;
import io.vestibule.auth.store.SharedKey;
import java.security.SecureRandom;
import java.util.Map;
import java.util.Set;
import javax.crypto.Mac;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class KnownDeviceTest {
  private final Mac mac = SharedKey.random();
  private final KnownDevice known = new KnownDevice(new InstanceKey(() -> mac), new SecureRandom());

  private static User user(String name, String factor) {
    return new User(name, Set.of(), Secret.of("hash"), false, "", Map.of(), factor);
  }

  /** Otherwise whoever knew the password before could have made any number of devices, and guess codes with each. */
  @Test
  void a_device_has_shown_a_second_factor_only_where_it_was_this_one() {
    User ada = user("ada", "f1");
    String mark = known.mark(ada, true);
    String before = known.mark(user("ada", ""), false);

    assertThat(known.recogniseFactor(mark, ada)).contains(mark.substring(0, 22));
    assertThat(known.recognise(mark, "ada")).contains(mark.substring(0, 22));
    assertThat(known.recognise(before, "ada")).isPresent();
    assertThat(known.recogniseFactor(before, ada)).isEmpty();
    assertThat(known.recogniseFactor(before + mark.substring(66), ada)).isEmpty();
    assertThat(known.recogniseFactor(mark, user("ada", "f2"))).isEmpty();
    assertThat(known.recogniseFactor(mark, user("alan", "f1"))).isEmpty();
    assertThat(known.recogniseFactor(mark, user("ada", ""))).isEmpty();
    assertThat(known.recogniseFactor(mark.substring(0, 66), ada)).isEmpty();
    assertThat(known.recognise(mark + "x", "ada")).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"Zo\u00e9", "zo\u00e9", "ZO\u00c9", "zoe\u0301"})
  void a_device_is_known_however_its_user_types_the_name(String typed) {
    String mark = known.mark(user("Zo\u00e9", ""), false);
    assertThat(known.recognise(mark, typed)).contains(mark.substring(0, 22));
  }

  @Test
  void a_device_is_known_for_its_user_only() {
    String mark = known.mark(user("ada", ""), false);
    assertThat(known.recognise(mark, "alan")).isEmpty();
    assertThat(known.recognise(mark, "ad")).isEmpty();
    assertThat(known.recognise(mark.replace('.', '-'), "ada")).isEmpty();
    assertThat(known.recognise(mark + "x", "ada")).isEmpty();
  }
}
