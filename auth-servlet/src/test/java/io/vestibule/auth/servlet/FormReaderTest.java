package io.vestibule.auth.servlet;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.never;
import static org.mockito.Mockito.verify;
import static org.mockito.Mockito.when;

import jakarta.servlet.ReadListener;
import jakarta.servlet.ServletInputStream;
import jakarta.servlet.http.HttpServletRequest;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FormReaderTest {
  private static final String FORM = "application/x-www-form-urlencoded";

  private static HttpServletRequest post(String type, String body) throws IOException {
    HttpServletRequest request = mock();
    when(request.getMethod()).thenReturn("POST");
    when(request.getContentType()).thenReturn(type);
    when(request.getInputStream()).thenReturn(new Body(body.getBytes(UTF_8)));
    return request;
  }

  @Test
  void reads_names_and_values() throws IOException {
    assertThat(FormReader.read(post(FORM + "; charset=utf-8", "a=1&b=x%20y+z&a=2&c&&%C3%A9=%26"))
            .fields())
        .isEqualTo(Map.of(
            "a", List.of("1", "2"), "b", List.of("x y z"), "c", List.of(""), "é", List.of("&")));
    assertThat(FormReader.read(post(FORM, "")).fields()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"a=%", "a=%2", "a=%zz", "%g0=1", "a=%ff", "a=%c0%af", "a=%ed%a0%80"})
  void a_malformed_form_is_none(String body) throws IOException {
    HttpServletRequest request = post(FORM, body);

    assertThatThrownBy(() -> FormReader.read(request)).isInstanceOf(UncheckedIOException.class);
  }

  @Test
  void a_form_has_bounds() throws IOException {
    assertThat(FormReader.read(post(FORM, "a=" + "x".repeat(65_534))).value("a"))
        .isPresent();
    assertThat(FormReader.read(post(FORM, "a&".repeat(99) + "a")).fields().get("a"))
        .hasSize(100);
    HttpServletRequest long1 = post(FORM, "a=" + "x".repeat(65_535));
    HttpServletRequest many = post(FORM, "a&".repeat(100) + "a");

    assertThatThrownBy(() -> FormReader.read(long1)).hasMessageContaining("65536 bytes");
    assertThatThrownBy(() -> FormReader.read(many)).hasMessageContaining("100 fields");
  }

  @Test
  void what_is_no_form_is_not_read() throws IOException {
    HttpServletRequest xml = post("text/xml", "<a/>");

    assertThat(FormReader.read(xml).fields()).isEmpty();
    assertThat(FormReader.read(post(null, "a=b")).fields()).isEmpty();
    verify(xml, never()).getInputStream();
  }

  @Test
  void a_json_object_says_the_same_as_a_form() throws IOException {
    String body =
        "{\"username\": \"ad\u00e4\", \"remember\": true, \"n\": 7, \"scopes\": [\"a\", \"b\"], \"none\": null}";

    assertThat(FormReader.read(post("application/json; charset=utf-8", body)).fields())
        .isEqualTo(Map.of(
            "username",
            List.of("ad\u00e4"),
            "remember",
            List.of("true"),
            "n",
            List.of("7"),
            "scopes",
            List.of("a", "b"),
            "none",
            List.of()));
    assertThat(FormReader.read(post("application/json", "{\"scopes\": []}")).fields())
        .isEqualTo(Map.of("scopes", List.of()));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"scopes\": {\"a\": 1}}",
        "{\"scopes\": [{}]}",
        "{\"scopes\": [[]]}",
        "{\"scopes\": [null]}"
      })
  void a_json_member_of_another_form_is_refused_and_not_left_out(String body) throws IOException {
    HttpServletRequest json = post("application/json", body);

    assertThatThrownBy(() -> FormReader.read(json)).isInstanceOf(UncheckedIOException.class);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "[]", "{", "{\"a\":1,\"a\":2}", "nonsense", "{}x"})
  void what_is_no_json_object_is_malformed(String body) throws IOException {
    HttpServletRequest json = post("application/json", body);

    assertThatThrownBy(() -> FormReader.read(json)).isInstanceOf(UncheckedIOException.class);
  }

  @Test
  void to_delete_something_needs_no_body_whatever_the_library_declares() throws IOException {
    HttpServletRequest delete = post("application/json", "");
    when(delete.getMethod()).thenReturn("DELETE");

    assertThat(FormReader.read(delete).fields()).isEmpty();
  }

  /** A body that was received. */
  private static final class Body extends ServletInputStream {
    private final ByteArrayInputStream bytes;

    Body(byte[] bytes) {
      this.bytes = new ByteArrayInputStream(bytes);
    }

    @Override
    public int read() {
      return bytes.read();
    }

    @Override
    public int read(byte[] to, int offset, int length) {
      return bytes.read(to, offset, length);
    }

    @Override
    public boolean isFinished() {
      return bytes.available() == 0;
    }

    @Override
    public boolean isReady() {
      return true;
    }

    @Override
    public void setReadListener(ReadListener listener) {
      throw new UnsupportedOperationException();
    }
  }
}
