package io.vestibule.auth.csrf;

import io.vestibule.auth.AuthRequest;
import io.vestibule.auth.Headers;
import io.vestibule.auth.config.Settings;
import java.util.function.Function;

/**
 * The field {@code csrf} that a form of ours has, for browsers too old to say where a request comes from. Whoever keeps
 * sessions makes it; for pages that are shown by other means it is empty. Thread-safe; complete once the file was read.
 */
public final class HiddenField {
  private static final Issued NONE = new Issued("", Headers.none());

  private volatile Function<AuthRequest, Issued> maker = request -> NONE;

  private HiddenField() {}

  /** A field's value, and the cookie that goes with it where the browser has none yet. */
  public record Issued(String value, Headers headers) {

    /** Never shows the value. */
    @Override
    public String toString() {
      return "Issued[***]";
    }
  }

  /** That of this file. */
  public static HiddenField of(Settings settings) {
    return settings.shared(HiddenField.class, HiddenField::new);
  }

  /** Has it made so; only while the file is being read. */
  public void madeBy(Function<AuthRequest, Issued> newMaker) {
    maker = newMaker;
  }

  /** For a page that this request is shown. */
  public Issued issue(AuthRequest request) {
    return maker.apply(request);
  }
}
