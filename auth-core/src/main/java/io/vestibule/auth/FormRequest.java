package io.vestibule.auth;

import java.io.UncheckedIOException;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * A form that was posted to a page of ours: what its field {@code csrf} says counts as the field {@code X-CSRF-Token}
 * does, which a page without a script cannot send. The body is read only where that is asked for. Used by one thread.
 */
final class FormRequest implements WrappedRequest, Supplier<Form> {
  private static final String TOKEN = "X-CSRF-Token";

  private final AuthRequest request;
  private final Supplier<Form> form;
  private volatile Optional<Form> read = Optional.empty();

  FormRequest(AuthRequest request, Supplier<Form> form) {
    this.request = request;
    this.form = form;
  }

  @Override
  public AuthRequest request() {
    return request;
  }

  /** The form, which is read once. */
  @Override
  public Form get() {
    Form sent = read.orElseGet(form);
    read = Optional.of(sent);
    return sent;
  }

  @Override
  public Optional<String> header(String name) {
    Optional<String> field = request.header(name);
    return field.isEmpty() && name.equals(TOKEN) ? hidden() : field;
  }

  /** A body that cannot be read is refused a little later. */
  private Optional<String> hidden() {
    try {
      return get().value("csrf");
    } catch (UncheckedIOException unreadable) {
      return Optional.empty();
    }
  }
}
