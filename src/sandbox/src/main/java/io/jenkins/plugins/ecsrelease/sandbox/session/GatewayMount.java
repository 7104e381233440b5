package io.jenkins.plugins.ecsrelease.sandbox.session;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.jenkins.plugins.ecsrelease.sandbox.protocol.Mount;
import io.jenkins.plugins.ecsrelease.sandbox.world.World;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Optional;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.websocket.api.Callback;
import org.eclipse.jetty.websocket.api.Session;
import org.eclipse.jetty.websocket.server.WebSocketUpgradeHandler;

/** Where clients open data channels. The token of the first message is the only authentication, as with AWS. */
public final class GatewayMount implements Mount {

    static final String PATH = "/v1/data-channel/";

    private static final ObjectMapper JSON = new ObjectMapper();

    @Override
    public String path() {
        return PATH;
    }

    @Override
    public Handler in(World world, Server server) {
        Gateway gateway = world.part(Gateway.class);
        return WebSocketUpgradeHandler.from(server, container -> {
            container.setIdleTimeout(Duration.ofMinutes(10));
            container.setMaxBinaryMessageSize(1024 * 1024);
            container.setMaxTextMessageSize(64 * 1024);
            container.addMapping(PATH + "*", (request, response, callback) -> {
                String path = request.getHttpURI().getPath();
                return new Client(gateway, path.substring(PATH.length()));
            });
        });
    }

    /** One connection. */
    public static final class Client implements Session.Listener {

        private final Gateway gateway;
        private final String id;
        private Session connection;
        private AgentSession session;
        private Wire wire;

        Client(Gateway gateway, String id) {
            this.gateway = gateway;
            this.id = id;
        }

        @Override
        public void onWebSocketOpen(Session opened) {
            connection = opened;
            opened.demand();
        }

        @Override
        public void onWebSocketText(String message) {
            if (session == null) {
                open(message);
            }
            connection.demand();
        }

        private void open(String message) {
            try {
                JsonNode opening = JSON.readTree(message);
                boolean complete = !opening.path("RequestId").asText().isEmpty() && !opening.path("ClientId").asText().isEmpty();
                Optional<AgentSession> found = complete
                        ? gateway.opened(id, opening.path("TokenValue").asText())
                        : Optional.empty();
                if (found.isEmpty()) {
                    connection.close(1008, "token not valid", Callback.NOOP);
                    return;
                }
                session = found.get();
                wire = new Wire(connection, gateway.faults());
                session.connected(wire);
            } catch (IOException e) {
                connection.close(1007, "not an OpenDataChannel message", Callback.NOOP);
            }
        }

        @Override
        public void onWebSocketBinary(ByteBuffer payload, Callback callback) {
            byte[] bytes = new byte[payload.remaining()];
            payload.get(bytes);
            callback.succeed();
            if (session == null) {
                connection.close(1002, "the first message opens the channel", Callback.NOOP);
            } else {
                session.received(bytes);
            }
            connection.demand();
        }

        @Override
        public void onWebSocketPing(ByteBuffer payload) {
            connection.sendPong(ByteBuffer.allocate(payload.remaining()).put(payload).flip(), Callback.NOOP);
            connection.demand();
        }

        @Override
        public void onWebSocketPong(ByteBuffer payload) {
            connection.demand();
        }

        @Override
        public void onWebSocketError(Throwable cause) {
            gone();
        }

        @Override
        public void onWebSocketClose(int status, String reason) {
            gone();
        }

        private void gone() {
            if (session != null) {
                session.disconnected(wire);
            }
        }
    }
}
