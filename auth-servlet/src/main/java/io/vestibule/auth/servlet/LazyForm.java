package io.vestibule.auth.servlet;

import io.vestibule.auth.Form;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** What was sent with a request, read only where one of our own endpoints asks. For one request. */
final class LazyForm implements Supplier<Form> {
  /** Nearly all requests only read, and what they send is never asked for: one serves for all of them. */
  private static final LazyForm WITH_A_READ = new LazyForm(null);

  private final @Nullable HttpServletRequest request;
  private boolean read;

  private LazyForm(@Nullable HttpServletRequest request) {
    this.request = request;
  }

  static LazyForm with(HttpServletRequest request) {
    String method = request.getMethod();
    return method.equals("GET") || method.equals("HEAD") ? WITH_A_READ : new LazyForm(request);
  }

  @Override
  public Form get() {
    if (request == null) {
      return Form.empty();
    }
    Form form = FormReader.read(request);
    read = FormReader.isReadable(request);
    return form;
  }

  /**
   * Says in an answer that leaves a body unread that the connection ends with it (RFC 9112, 9.3). Some containers close
   * it then without a word, and the client's next request on it is lost.
   */
  void closeWhereUnread(HttpServletRequest asked, HttpServletResponse response) {
    if (!read && hasBody(asked) && asked.getProtocol().startsWith("HTTP/1")) {
      response.setHeader("Connection", "close");
    }
  }

  private static boolean hasBody(HttpServletRequest asked) {
    return asked.getContentLengthLong() > 0 || asked.getHeader("Transfer-Encoding") != null;
  }
}
