package io.vestibule.auth.examples.demo;

import jakarta.websocket.Extension;
import jakarta.websocket.HandshakeResponse;
import jakarta.websocket.server.HandshakeRequest;
import jakarta.websocket.server.ServerEndpointConfig;
import java.util.List;

/**
 * No protocols and no extensions. Written out, because the class path of the demo has two containers, and each would
 * ask the other for its defaults. The origin is checked by the filter.
 */
final class PlainSockets extends ServerEndpointConfig.Configurator {

  @Override
  public String getNegotiatedSubprotocol(List<String> supported, List<String> requested) {
    return "";
  }

  @Override
  public List<Extension> getNegotiatedExtensions(
      List<Extension> installed, List<Extension> requested) {
    return List.of();
  }

  @Override
  public boolean checkOrigin(String origin) {
    return true;
  }

  @Override
  public void modifyHandshake(
      ServerEndpointConfig config, HandshakeRequest request, HandshakeResponse response) {
    // The answer stays as it is.
  }

  @Override
  public <T> T getEndpointInstance(Class<T> type) {
    return type.cast(new MeSocket());
  }
}
