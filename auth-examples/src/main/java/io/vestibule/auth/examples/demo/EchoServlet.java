package io.vestibule.auth.examples.demo;

import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.io.InputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;

/** Reads a body of any size as a stream and tells its length and its SHA-256: nobody has read it before. */
final class EchoServlet extends HttpServlet {
  @Override
  protected void doPost(HttpServletRequest request, HttpServletResponse response)
      throws IOException {
    MessageDigest digest = sha256();
    long bytes = digestAll(request.getInputStream(), digest);
    Map<String, Object> echo = new LinkedHashMap<>();
    echo.put("bytes", bytes);
    echo.put("sha256", HexFormat.of().formatHex(digest.digest()));
    Json.send(response, echo);
  }

  private static long digestAll(InputStream body, MessageDigest digest) throws IOException {
    byte[] buffer = new byte[8192];
    long total = 0;
    for (int read = body.read(buffer); read >= 0; read = body.read(buffer)) {
      digest.update(buffer, 0, read);
      total += read;
    }
    return total;
  }

  private static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException impossible) {
      throw new IllegalStateException(impossible);
    }
  }
}
