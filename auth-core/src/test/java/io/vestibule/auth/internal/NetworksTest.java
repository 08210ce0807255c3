package io.vestibule.auth.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class NetworksTest {
  @ParameterizedTest
  @CsvSource({
    "10.0.0.0/8,      10.255.255.255,      true",
    "10.0.0.0/8,      11.0.0.0,            false",
    "10.0.0.0/8,      ::ffff:10.1.2.3,     true",
    "10.1.2.3,        10.1.2.3,            true",
    "10.1.2.3,        10.1.2.4,            false",
    "10.1.2.3/32,     10.1.2.3,            true",
    "192.0.2.128/25,  192.0.2.127,         false",
    "192.0.2.128/25,  192.0.2.128,         true",
    "0.0.0.0/0,       203.0.113.1,         true",
    "0.0.0.0/0,       2001:db8::1,         false",
    "::/0,            2001:db8::1,         true",
    "::/0,            10.0.0.1,            false",
    "::1,             ::1,                 true",
    "::1,             0.0.0.1,             false",
    "2001:db8::/32,   2001:db8:ffff::1,    true",
    "2001:db8::/32,   2001:db9::1,         false",
    "2001:db8::/65,   2001:db8::7fff:0:0:0, true",
    "2001:db8::/65,   2001:db8::8000:0:0:0, false",
    "::ffff:10.0.0.1, 10.0.0.1,            true",
    "fe80::/10,       fe80::1%eth0,        true",
  })
  void an_address_is_inside_or_outside(String network, String address, boolean inside) {
    assertThat(Networks.of(List.of(network)).contains(IpAddress.parse(address).orElseThrow()))
        .isEqualTo(inside);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "10.1.2.3/8      | has bits behind its length; write 10.0.0.0/8",
        "2001:db8::1/32  | has bits behind its length; write 2001:db8::/32",
        "10.0.0.0/33     | needs a length from 0 to 32",
        "::/129          | needs a length from 0 to 128",
        "10.0.0.0/       | needs a length",
        "10.0.0.0/-1     | needs a length",
        "10.0.0.0/8/8    | needs a length",
        "10.0.0.0/２      | needs a length",
        "proxy.internal  | write addresses, not names",
        "10.0.0          | write addresses",
        "010.0.0.1       | write addresses",
        "*               | write addresses",
      })
  void what_is_no_network_is_refused_with_its_cure(String text, String cure) {
    assertThatThrownBy(() -> Networks.of(List.of(text)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining(text)
        .hasMessageContaining(cure);
  }

  @Test
  void one_of_several_is_enough() {
    Networks networks = Networks.of(List.of("10.0.0.0/8", "::1"));

    assertThat(networks.contains(IpAddress.parse("::1").orElseThrow())).isTrue();
    assertThat(networks.contains(IpAddress.parse("192.0.2.1").orElseThrow())).isFalse();
    assertThat(Networks.of(List.of()).isEmpty()).isTrue();
  }

  @Test
  void a_wide_one_is_known() {
    assertThat(Networks.of(List.of("10.0.0.0/8")).hasWiderThan(8, 16)).isFalse();
    assertThat(Networks.of(List.of("::1", "0.0.0.0/1")).hasWiderThan(8, 16)).isTrue();
    assertThat(Networks.of(List.of("2000::/3")).hasWiderThan(8, 16)).isTrue();
  }
}
