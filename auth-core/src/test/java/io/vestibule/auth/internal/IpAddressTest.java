package io.vestibule.auth.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class IpAddressTest {

  @ParameterizedTest
  @CsvSource({
    "192.0.2.1, 192.0.2.1",
    "0.0.0.0, 0.0.0.0",
    "255.255.255.255, 255.255.255.255",
    "::, ::",
    "::1, ::1",
    "1::, 1::",
    "2001:DB8::1, 2001:db8::1",
    "2001:0db8:0000:0000:0000:0000:0000:0001, 2001:db8::1",
    "fe80:0:0:0:0:0:0:1%eth0, fe80::1",
    "fe80::1%25, fe80::1",
    "[::1], ::1",
    "[fe80::1%lo], fe80::1",
    "2001:db8:0:1:1:1:1:1, 2001:db8:0:1:1:1:1:1",
    "2001:0:0:1:0:0:0:1, 2001:0:0:1::1",
    "2001:db8:0:0:1:0:0:1, 2001:db8::1:0:0:1",
    "::2:3:4:5:6:7:8, 0:2:3:4:5:6:7:8",
    "1:2:3:4:5:6:7::, 1:2:3:4:5:6:7:0",
    "::ffff:192.0.2.1, 192.0.2.1",
    "::FFFF:c000:201, 192.0.2.1",
    "0:0:0:0:0:ffff:192.0.2.1, 192.0.2.1",
    "[::ffff:192.0.2.1], 192.0.2.1",
    "::192.0.2.1, ::c000:201",
    "64:ff9b::192.0.2.1, 64:ff9b::c000:201",
    "1:2:3:4:5:6:192.0.2.1, 1:2:3:4:5:6:c000:201",
  })
  void reads_a_literal_and_spells_it_one_way(String text, String expected) {
    assertThat(IpAddress.parse(text).map(IpAddress::toString)).contains(expected);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        " ",
        "localhost",
        "example.org",
        "1",
        "1.2",
        "1.2.3",
        "1.2.3.4.5",
        "1.2.3.",
        ".1.2.3",
        "1..2.3",
        "1.2.3.256",
        "1.2.3.1000",
        "01.2.3.4",
        "1.2.3.04",
        "0x7f.0.0.1",
        "+1.2.3.4",
        "-1.2.3.4",
        " 1.2.3.4",
        "1.2.3.4 ",
        "1.2.3.4\n",
        "１.2.3.4",
        "1.2.3.4:80",
        "[1.2.3.4]",
        "1.2.3.4%eth0",
        "2130706433",
        "017700000001",
        ":",
        ":::",
        "1:",
        ":1",
        "::1::",
        "1::2::3",
        ":::1",
        "1:2:3:4:5:6:7",
        "1:2:3:4:5:6:7:8:9",
        "1:2:3:4:5:6:7:8::",
        "::1:2:3:4:5:6:7:8",
        "1:2:3:4::5:6:7:8",
        "12345::",
        "g::",
        "::1%",
        "::1%a b",
        "::1%a%b",
        "[::1",
        "::1]",
        "[]",
        "[::1]:80",
        "[[::1]]",
        "::1.2.3",
        "::1.2.3.4.5",
        "::1.2.3.4:1",
        "1.2.3.4::",
        "::01.2.3.4",
        "1:2:3:4:5:6:7:1.2.3.4",
        "::1/128",
        "::-1",
        "::+1",
        "：：1",
        "::1\u0000"
      })
  void is_no_address(String text) {
    assertThat(IpAddress.parse(text)).isEmpty();
  }

  @Test
  void does_not_read_what_no_address_is_as_long_as() {
    assertThat(IpAddress.parse("1".repeat(1_000_000))).isEmpty();
    assertThat(IpAddress.parse("1:".repeat(500_000))).isEmpty();
    assertThat(IpAddress.parse("::1%" + "a".repeat(33))).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "192.0.2.129, 32, 192.0.2.129",
    "192.0.2.129, 25, 192.0.2.128",
    "192.0.2.129, 24, 192.0.2.0",
    "192.0.2.129, 0, 0.0.0.0",
    "192.0.2.129, 64, 192.0.2.129",
    "2001:db8:1:2:3:4:5:6, 64, 2001:db8:1:2::",
    "2001:db8:1:2:3:4:5:6, 56, 2001:db8:1::",
    "2001:db8:1:2:3:4:5:6, 128, 2001:db8:1:2:3:4:5:6",
    "2001:db8:1:2:3:4:5:6, 112, 2001:db8:1:2:3:4:5:0",
    "2001:db8:1:2:3:4:5:6, 65, 2001:db8:1:2::",
    "2001:db8:1:2:3:4:5:6, 0, ::",
  })
  void clears_what_stands_behind_the_network(String text, int bits, String network) {
    assertThat(IpAddress.parse(text).map(address -> address.prefix(bits).toString()))
        .contains(network);
  }

  @Test
  void mapped_and_plain_addresses_are_equal_and_others_are_not() {
    assertThat(IpAddress.parse("::ffff:192.0.2.1")).isEqualTo(IpAddress.parse("192.0.2.1"));
    assertThat(IpAddress.parse("::192.0.2.1")).isNotEqualTo(IpAddress.parse("192.0.2.1"));
    assertThat(IpAddress.parse("0.0.0.1")).isNotEqualTo(IpAddress.parse("::1"));
  }

  @Test
  void an_ipv4_address_has_32_bits() {
    assertThatThrownBy(() -> new IpAddress(true, 1, 0))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> new IpAddress(true, 0, 1L << 32))
        .isInstanceOf(IllegalArgumentException.class);
  }

  /** The JDK reads every literal that we write, and means the same by it. */
  @Test
  void agrees_with_the_jdk_about_whatever_it_prints() throws UnknownHostException {
    Random random = new Random(6);
    for (int i = 0; i < 20_000; i++) {
      byte[] bytes = new byte[random.nextInt(4) == 0 ? 4 : 16];
      for (int b = 0; b < bytes.length; b++) {
        bytes[b] = (byte) (random.nextInt(3) == 0 ? random.nextInt(256) : 0);
      }
      InetAddress jdk = InetAddress.getByAddress(bytes);

      String ours = IpAddress.parse(jdk.getHostAddress()).orElseThrow().toString();

      assertThat(InetAddress.getByName(ours)).isEqualTo(jdk);
      assertThat(IpAddress.parse(ours).orElseThrow()).hasToString(ours);
    }
  }
}
