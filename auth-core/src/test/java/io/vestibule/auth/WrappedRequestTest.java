package io.vestibule.auth;

import static org.assertj.core.api.Assertions.assertThatCode;

import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.util.Arrays;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** A wrapper that leaves a default method alone would answer it from less than the request itself knows. */
class WrappedRequestTest {

  @ParameterizedTest
  @MethodSource("questions")
  void a_wrapped_request_hands_on_every_question(Method question) {
    assertThatCode(() -> WrappedRequest.class.getDeclaredMethod(
            question.getName(), question.getParameterTypes()))
        .doesNotThrowAnyException();
  }

  static Stream<Method> questions() {
    return Arrays.stream(AuthRequest.class.getDeclaredMethods())
        .filter(method -> !Modifier.isPrivate(method.getModifiers()) && !method.isSynthetic());
  }
}
