package io.vestibule.auth.examples.demo;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class JsonTest {

  @Test
  void writes_what_json_knows() {
    Map<String, Object> members = new TreeMap<>();
    members.put("a", null);
    members.put("b", List.of(1, 2.5, true));
    members.put("c", Map.of("d", "e"));

    assertThat(Json.of(members)).isEqualTo("{\"a\":null,\"b\":[1,2.5,true],\"c\":{\"d\":\"e\"}}");
    assertThat(Json.of(Arrays.asList("x", null))).isEqualTo("[\"x\",null]");
  }

  @Test
  void escapes_what_would_end_a_text() {
    assertThat(Json.of("\"\\\n\u0001é\uD83D\uDE00\uD800"))
        .isEqualTo("\"\\\"\\\\\\u000a\\u0001é\\ud83d\\ude00\\ud800\"");
  }

  @Test
  void writes_anything_else_as_its_text() {
    assertThat(Json.of(Instant.EPOCH)).isEqualTo("\"1970-01-01T00:00:00Z\"");
  }
}
