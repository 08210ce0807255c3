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
  void a_wrapper_hands_on_every_question(Method question) {
    for (Class<?> wrapper : new Class<?>[] {FormRequest.class, WithoutAuthorization.class}) {
      assertThatCode(
              () -> wrapper.getDeclaredMethod(question.getName(), question.getParameterTypes()))
          .as("%s of %s", question.getName(), wrapper.getSimpleName())
          .doesNotThrowAnyException();
    }
  }

  static Stream<Method> questions() {
    return Arrays.stream(AuthRequest.class.getDeclaredMethods())
        .filter(method -> !Modifier.isPrivate(method.getModifiers()) && !method.isSynthetic());
  }
}
