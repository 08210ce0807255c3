package io.vestibule.auth.examples.demo;

import jakarta.servlet.ServletContext;
import jakarta.websocket.DeploymentException;
import jakarta.websocket.Endpoint;
import jakarta.websocket.EndpointConfig;
import jakarta.websocket.Session;
import jakarta.websocket.server.ServerContainer;
import jakarta.websocket.server.ServerEndpointConfig;
import java.io.IOException;

/** A WebSocket that says what {@code /me} says, and ends: the filter has decided about the upgrade request. */
public final class MeSocket extends Endpoint {
  private static final String PATH = "/ws/me";

  /** For the container. */
  public MeSocket() {}

  @Override
  public void onOpen(Session session, EndpointConfig config) {
    try {
      session.getBasicRemote().sendText(Json.of(Who.of(session.getUserPrincipal())));
      session.close();
    } catch (IOException gone) {
      // Whoever asked has hung up.
    }
  }

  /** Adds it, where the container speaks WebSocket. */
  static void addTo(ServletContext context) {
    if (context.getAttribute(ServerContainer.class.getName()) instanceof ServerContainer sockets) {
      try {
        sockets.addEndpoint(ServerEndpointConfig.Builder.create(MeSocket.class, PATH)
            .configurator(new PlainSockets())
            .build());
      } catch (DeploymentException refused) {
        throw new IllegalStateException(refused);
      }
    }
  }
}
