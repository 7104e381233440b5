package io.jenkins.plugins.ecsrelease.engine.exec;

import java.io.ByteArrayOutputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * A connection over the JDK's WebSocket. That refuses a second send before the first is out, delivers messages in parts,
 * and counts pings and pongs as what was asked for; none of it is seen outside.
 */
final class WebSocketLink implements Link, WebSocket.Listener {

    /** Sends that wait for one another; beyond it the gateway takes nothing any more. */
    private static final int MOST_SENDS = 20_000;

    private final String host;
    private final Ear ear;
    private final Consumer<Runnable> onLoop;
    private final ByteArrayOutputStream parts = new ByteArrayOutputStream();
    private boolean tooLong;
    private boolean wanting;
    private boolean over;
    private WebSocket socket;
    private CompletableFuture<?> sends = CompletableFuture.completedFuture(null);
    private int sending;

    private WebSocketLink(String host, Ear ear, Consumer<Runnable> onLoop) {
        this.host = host;
        this.ear = ear;
        this.onLoop = onLoop;
    }

    /** Connections of this client, with its proxy and its trust. */
    static Maker of(HttpClient http) {
        return (url, timeout, ear, onLoop) -> new WebSocketLink(url.getHost(), ear, onLoop).connect(http, url, timeout);
    }

    private void connect(HttpClient http, URI url, Duration timeout) {
        http.newWebSocketBuilder()
                .connectTimeout(timeout)
                .buildAsync(url, this)
                .whenComplete((made, failed) -> onLoop.accept(() -> {
                    if (failed != null) {
                        lost("could not connect to " + host + ": " + Words.of(failed));
                    } else if (over) {
                        made.abort();
                    } else {
                        socket = made;
                        ear.opened(this);
                    }
                }));
    }

    // ------------------------------------------------------------------------------------------------------- sending

    @Override
    public void text(String message) {
        send(() -> socket.sendText(message, true));
    }

    @Override
    public void binary(byte[] message) {
        send(() -> socket.sendBinary(ByteBuffer.wrap(message), true));
    }

    @Override
    public void ping() {
        send(() -> socket.sendPing(ByteBuffer.wrap("keepalive".getBytes(StandardCharsets.US_ASCII))));
    }

    private void send(Supplier<CompletableFuture<WebSocket>> one) {
        if (over) {
            return;
        }
        if (++sending > MOST_SENDS) {
            lost("the gateway takes nothing any more");
            return;
        }
        sends = sends.thenComposeAsync(ignored -> over ? CompletableFuture.<WebSocket>completedFuture(null) : one.get(), onLoop::accept)
                .whenCompleteAsync((done, failed) -> {
                    sending--;
                    if (failed != null) {
                        lost("could not send: " + Words.of(failed));
                    }
                }, onLoop::accept);
    }

    @Override
    public void abort() {
        over = true;
        if (socket != null) {
            socket.abort();
        }
    }

    // ----------------------------------------------------------------------------------------------------- receiving

    @Override
    public void request() {
        if (!over && !wanting) {
            wanting = true;
            socket.request(1);
        }
    }

    @Override
    public void onOpen(WebSocket opened) {
        // Nothing is asked for before the token is on its way.
    }

    @Override
    public CompletionStage<?> onBinary(WebSocket from, ByteBuffer data, boolean last) {
        byte[] part = new byte[data.remaining()];
        data.get(part);
        onLoop.accept(() -> part(part, last));
        return null;
    }

    @Override
    public CompletionStage<?> onText(WebSocket from, CharSequence data, boolean last) {
        byte[] part = data.toString().getBytes(StandardCharsets.UTF_8);
        onLoop.accept(() -> part(part, last));
        return null;
    }

    private void part(byte[] part, boolean last) {
        if (over) {
            return;
        }
        if (parts.size() + part.length > MOST_MESSAGE_BYTES) {
            tooLong = true;
            parts.reset();
        }
        if (!tooLong) {
            parts.write(part, 0, part.length);
        }
        if (!last) {
            ear.alive();
            socket.request(1);
            return;
        }
        wanting = false;
        byte[] message = parts.toByteArray();
        parts.reset();
        if (tooLong) {
            tooLong = false;
            ear.dropped();
        } else {
            ear.message(message);
        }
    }

    @Override
    public CompletionStage<?> onPong(WebSocket from, ByteBuffer message) {
        onLoop.accept(this::signOfLife);
        return null;
    }

    @Override
    public CompletionStage<?> onPing(WebSocket from, ByteBuffer message) {
        onLoop.accept(this::signOfLife);
        return null;
    }

    private void signOfLife() {
        if (!over) {
            if (wanting) {
                socket.request(1); // it took the place of the message that was asked for
            }
            ear.alive();
        }
    }

    @Override
    public CompletionStage<?> onClose(WebSocket from, int status, String reason) {
        onLoop.accept(() -> lost("the connection was closed (" + status + (reason.isEmpty() ? "" : ", " + reason) + ")"));
        return null;
    }

    @Override
    public void onError(WebSocket from, Throwable error) {
        onLoop.accept(() -> lost("the connection broke: " + Words.of(error)));
    }

    private void lost(String why) {
        if (!over) {
            abort();
            ear.lost(why);
        }
    }
}
