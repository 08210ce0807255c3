package io.vestibule.auth.servlet;

import io.vestibule.auth.Form;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.util.function.Supplier;

/** What was sent with a request, read only where one of our own endpoints asks. For one request. */
final class Sent implements Supplier<Form> {
  private final HttpServletRequest request;
  private boolean read;

  Sent(HttpServletRequest request) {
    this.request = request;
  }

  @Override
  public Form get() {
    Form form = FormReader.read(request);
    read = FormReader.isReadable(request);
    return form;
  }

  /**
   * Says in an answer that leaves a body unread that the connection ends with it (RFC 9112, 9.3). Some containers close
   * it then without a word, and the client's next request on it is lost.
   */
  void closeWhereUnread(HttpServletResponse response) {
    if (!read && hasBody() && request.getProtocol().startsWith("HTTP/1")) {
      response.setHeader("Connection", "close");
    }
  }

  private boolean hasBody() {
    return request.getContentLengthLong() > 0 || request.getHeader("Transfer-Encoding") != null;
  }
}
