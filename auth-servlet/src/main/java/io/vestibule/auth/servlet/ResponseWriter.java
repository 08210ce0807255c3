package io.vestibule.auth.servlet;

import com.nimbusds.jose.util.JSONObjectUtils;
import io.vestibule.auth.AuthRequest;
import io.vestibule.auth.AuthResponse;
import io.vestibule.auth.Body;
import io.vestibule.auth.Headers;
import io.vestibule.auth.server.Cors;
import io.vestibule.auth.servlet.pages.Pages;
import jakarta.servlet.ServletOutputStream;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Writes an answer of ours, completely. It never touches the body of the request. */
final class ResponseWriter {
  private static final Logger LOG = LoggerFactory.getLogger(ResponseWriter.class);

  private final Pages pages;
  private final Cors cors;

  ResponseWriter(Pages pages, Cors cors) {
    this.pages = pages;
    this.cors = cors;
  }

  /** Puts fields on a response that the application goes on with. */
  static void addHeaders(Headers headers, HttpServletResponse response) {
    for (Headers.Field field : headers.fields()) {
      if (isAdded(field.name())) {
        addOnce(field, response);
      } else {
        response.setHeader(field.name(), field.value());
      }
    }
  }

  /** A filter in front may have said already what the answer varies by. */
  private static void addOnce(Headers.Field field, HttpServletResponse response) {
    if (!field.name().equalsIgnoreCase("Vary")
        || !response.getHeaders(field.name()).contains(field.value())) {
      response.addHeader(field.name(), field.value());
    }
  }

  /** Puts fields on a response that the application has begun: what it said itself stands. */
  static void addMissingHeaders(Headers headers, HttpServletResponse response) {
    for (Headers.Field field : headers.fields()) {
      if (!response.containsHeader(field.name())) {
        response.addHeader(field.name(), field.value());
      }
    }
  }

  /** Sets status, header and body. */
  void send(AuthResponse answer, AuthRequest request, HttpServletResponse response)
      throws IOException {
    AuthResponse sent = readable(request, shown(request, answer), response);
    response.setStatus(sent.status());
    addHeaders(sent.headers(), response);
    boolean head = request.method().equals("HEAD");
    Body body = sent.body();
    if (body instanceof Body.Text text) {
      send(text, head, response);
    } else if (body instanceof Body.Json json) {
      send(
          Body.text(json.mediaType(), JSONObjectUtils.toJSONString(json.members())),
          head,
          response);
    } else {
      response.setContentLength(0);
    }
  }

  /**
   * A script of an allowed origin may read why it was refused. What our pages answer else is for nobody but this
   * origin, and where a filter in front of ours has said who may read, that stands.
   */
  private AuthResponse readable(
      AuthRequest request, AuthResponse answer, HttpServletResponse response) {
    return answer.status() < 400 || response.containsHeader("Access-Control-Allow-Origin")
        ? answer
        : cors.withCookies(request, answer);
  }

  /** What cannot be shown is a line of text: no slip of a page may become the container's own error. */
  private AuthResponse shown(AuthRequest request, AuthResponse answer) {
    try {
      return pages.answer(request, answer);
    } catch (RuntimeException broken) {
      LOG.error("an answer of {} cannot be shown as a page", answer.status(), broken);
      return new AuthResponse(
          answer.status() < 400 ? 500 : answer.status(),
          answer.headers().and(Headers.NO_STORE),
          Body.text("text/plain;charset=utf-8", "This page cannot be shown.\n"));
    }
  }

  private static void send(Body.Text text, boolean head, HttpServletResponse response)
      throws IOException {
    response.setContentType(text.mediaType());
    if (head) {
      response.setContentLength(text.length());
      return;
    }
    ServletOutputStream out;
    try {
      out = response.getOutputStream();
    } catch (IllegalStateException writerInUse) {
      // Whoever forwarded has begun to write text; the charset is theirs now, and so is the length.
      response.getWriter().print(text);
      return;
    }
    response.setContentLength(text.length());
    text.writeTo(out);
  }

  /** Whether others may have set it for reasons of their own, or there may be several. */
  private static boolean isAdded(String name) {
    return switch (name.length()) {
      case 4 -> name.equalsIgnoreCase("Vary") || name.equalsIgnoreCase("Link");
      case 10 -> name.equalsIgnoreCase("Set-Cookie");
      case 16 -> name.equalsIgnoreCase("WWW-Authenticate");
      default -> false;
    };
  }
}
