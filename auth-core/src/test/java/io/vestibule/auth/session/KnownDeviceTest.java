package io.vestibule.auth.session;

import static org.assertj.core.api.Assertions.assertThat;

import io.vestibule.auth.store.SharedKey;
import java.security.SecureRandom;
import javax.crypto.Mac;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class KnownDeviceTest {
  private final Mac mac = SharedKey.random();
  private final KnownDevice known = new KnownDevice(new InstanceKey(() -> mac), new SecureRandom());

  @ParameterizedTest
  @ValueSource(strings = {"Zo\u00e9", "zo\u00e9", "ZO\u00c9", "zoe\u0301"})
  void a_device_is_known_however_its_user_types_the_name(String typed) {
    String mark = known.mark("Zo\u00e9");
    assertThat(known.recognise(mark, typed)).contains(mark.substring(0, 22));
  }

  @Test
  void a_device_is_known_for_its_user_only() {
    String mark = known.mark("ada");
    assertThat(known.recognise(mark, "alan")).isEmpty();
    assertThat(known.recognise(mark, "ad")).isEmpty();
    assertThat(known.recognise(mark.replace('.', '-'), "ada")).isEmpty();
    assertThat(known.recognise(mark + "x", "ada")).isEmpty();
  }
}
