package io.vestibule.auth.testing;

import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;

/** What a fault does to a token, to parameters or members, and to the answer. Immutable. */
record Change(
    Consumer<Draft> token,
    Consumer<Map<String, List<String>>> parameters,
    Consumer<Map<String, Object>> members,
    UnaryOperator<Reply> reply) {

  static Change token(Consumer<Draft> change) {
    return new Change(change, parameters -> {}, members -> {}, UnaryOperator.identity());
  }

  static Change parameters(Consumer<Map<String, List<String>>> change) {
    return new Change(token -> {}, change, members -> {}, UnaryOperator.identity());
  }

  static Change members(Consumer<Map<String, Object>> change) {
    return new Change(token -> {}, parameters -> {}, change, UnaryOperator.identity());
  }

  static Change reply(UnaryOperator<Reply> change) {
    return new Change(token -> {}, parameters -> {}, members -> {}, change);
  }

  static Change delivery(Reply.Delivery delivery) {
    return reply(right -> right.with(delivery));
  }

  static Change fails() {
    return reply(right -> Reply.html(503, "<h1>Down for maintenance</h1>"));
  }

  static Change page() {
    return reply(right -> Reply.html(200, "<h1>Welcome to the captive portal</h1>"));
  }
}
