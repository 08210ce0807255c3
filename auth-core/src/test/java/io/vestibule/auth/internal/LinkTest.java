package io.vestibule.auth.internal;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class LinkTest {

  @Test
  void parameters_stand_behind_those_that_are_there() {
    assertThat(new Link("/login").with("a", "b c&d").with("e", "ä"))
        .hasToString("/login?a=b%20c%26d&e=%C3%A4");
    assertThat(new Link("app:/back?x=1").with("a", "b")).hasToString("app:/back?x=1&a=b");
  }

  @Test
  void what_has_no_value_is_left_out() {
    assertThat(new Link("/login").with("a", "").toUri()).hasToString("/login");
  }
}
