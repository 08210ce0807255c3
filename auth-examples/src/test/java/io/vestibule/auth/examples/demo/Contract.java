package io.vestibule.auth.examples.demo;

import static org.assertj.core.api.Assertions.assertThat;

import com.nimbusds.jose.util.JSONArrayUtils;
import com.nimbusds.jose.util.JSONObjectUtils;
import java.net.http.HttpResponse;
import java.text.ParseException;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/** An OpenAPI document, held against answers. It knows the words of JSON Schema that our document uses. */
final class Contract {
  private static final Set<String> WORDS = Set.of(
      "$ref",
      "type",
      "properties",
      "required",
      "additionalProperties",
      "items",
      "enum",
      "anyOf",
      "format",
      "description");

  private final Map<String, Object> document;
  private final Set<String> driven = new TreeSet<>();

  Contract(String text) throws ParseException {
    this.document = JSONObjectUtils.parse(text);
  }

  /** All operations, such as {@code GET /auth/api/status}. */
  Set<String> operations() {
    Set<String> operations = new TreeSet<>();
    map(document.get("paths")).forEach((path, item) -> map(item)
        .keySet()
        .forEach(method -> operations.add(method.toUpperCase(java.util.Locale.ROOT) + " " + path)));
    return operations;
  }

  /** The operations that were answered as asked at least once. */
  Set<String> driven() {
    return driven;
  }

  /** Whether an answer is one that the document foresees. */
  void holds(String operation, HttpResponse<String> answer) throws ParseException {
    String what = operation + " " + answer.statusCode() + " " + answer.body();
    Map<String, Object> response = response(operation, Integer.toString(answer.statusCode()));
    assertThat(response).as(what).isNotEmpty();
    if (answer.statusCode() < 300) {
      driven.add(operation);
    }
    Map<String, Object> content = map(response.getOrDefault("content", Map.of()));
    if (content.isEmpty()) {
      assertThat(answer.body()).as(what).isEmpty();
      return;
    }
    String type = answer.headers().firstValue("Content-Type").orElse("").split(";", 2)[0];
    assertThat(content).as(what).containsKey(type);
    check(what, map(map(content.get(type)).get("schema")), parsed(answer.body()));
  }

  private static Object parsed(String body) throws ParseException {
    return body.startsWith("[") ? JSONArrayUtils.parse(body) : JSONObjectUtils.parse(body);
  }

  private Map<String, Object> response(String operation, String status) {
    String[] parts = operation.split(" ", 2);
    Map<String, Object> item = map(map(document.get("paths")).getOrDefault(parts[1], Map.of()));
    Map<String, Object> found =
        map(item.getOrDefault(parts[0].toLowerCase(java.util.Locale.ROOT), Map.of()));
    Map<String, Object> responses = map(found.getOrDefault("responses", Map.of()));
    return resolved(map(responses.getOrDefault(status, Map.of())));
  }

  private Map<String, Object> resolved(Map<String, Object> schema) {
    if (!(schema.get("$ref") instanceof String reference)) {
      return schema;
    }
    Map<String, Object> found = document;
    for (String part : reference.substring(2).split("/", -1)) {
      found = map(found.get(part));
    }
    return found;
  }

  private void check(String what, Map<String, Object> named, Object value) {
    Map<String, Object> schema = resolved(named);
    assertThat(WORDS).containsAll(schema.keySet());
    if (schema.get("anyOf") instanceof List<?> alternatives) {
      assertThat(alternatives).as(what).anySatisfy(one -> check(what, map(one), value));
      return;
    }
    assertThat(types(schema)).as(what).contains(type(value));
    if (schema.get("enum") instanceof List<?> allowed) {
      assertThat(value).as(what).isIn(allowed.toArray());
    }
    if ("date-time".equals(schema.get("format")) && value != null) {
      assertThat(Instant.parse(value.toString())).as(what).isNotNull();
    }
    if (value instanceof List<?> items) {
      items.forEach(item -> check(what, map(schema.get("items")), item));
    }
    if (value instanceof Map<?, ?>) {
      checkMembers(what, schema, map(value));
    }
  }

  private void checkMembers(String what, Map<String, Object> schema, Map<String, Object> members) {
    Map<String, Object> properties = map(schema.getOrDefault("properties", Map.of()));
    if (schema.get("required") instanceof List<?> required) {
      required.forEach(name -> assertThat(members).as(what).containsKey(name.toString()));
    }
    if (Boolean.FALSE.equals(schema.get("additionalProperties"))) {
      assertThat(properties.keySet()).as(what).containsAll(members.keySet());
    }
    members.forEach((name, member) -> {
      if (properties.containsKey(name)) {
        check(what + " " + name, map(properties.get(name)), member);
      }
    });
  }

  private static List<Object> types(Map<String, Object> schema) {
    Object type = schema.get("type");
    return type instanceof List<?> several ? List.copyOf(several) : List.of(type);
  }

  private static String type(Object value) {
    if (value == null) {
      return "null";
    }
    if (value instanceof Map<?, ?> || value instanceof List<?>) {
      return value instanceof Map<?, ?> ? "object" : "array";
    }
    if (value instanceof Number) {
      return "integer";
    }
    return value instanceof Boolean ? "boolean" : "string";
  }

  @SuppressWarnings("unchecked")
  private static Map<String, Object> map(Object value) {
    return (Map<String, Object>) value;
  }
}
