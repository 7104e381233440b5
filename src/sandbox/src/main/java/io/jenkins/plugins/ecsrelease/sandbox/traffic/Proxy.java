package io.jenkins.plugins.ecsrelease.sandbox.traffic;

import java.io.IOException;
import java.net.SocketTimeoutException;

/** The data path of one listener: takes a request, finds its rule, asks a target, and counts. */
public final class Proxy implements Ports.Answer {

    private final Connections connections;
    private final int port;
    private final int timeoutMillis;
    private final Backend balancer;
    private volatile Routing routing;

    /**
     * @param port the modelled port of the listener
     * @param timeoutMillis real milliseconds that a target may take
     * @param balancer counts what the load balancer as a whole answers
     */
    public Proxy(Connections connections, int port, int timeoutMillis, Backend balancer, Routing routing) {
        this.connections = connections;
        this.port = port;
        this.timeoutMillis = timeoutMillis;
        this.balancer = balancer;
        this.routing = routing;
    }

    /** Holds for every request from now on. */
    public void routing(Routing now) {
        routing = now;
    }

    /** How a request gets to a target. */
    interface Carrier {
        Message carry(Backend.Target target, Message request) throws IOException;
    }

    @Override
    public Message to(Message request) {
        return to(request, (target, forwarded) -> connections.send(target.address(), forwarded.without("Connection")
                .with("X-Forwarded-For", "127.0.0.1")
                .with("X-Forwarded-Port", String.valueOf(port)), timeoutMillis));
    }

    /** A request that finds its group empty because the rules have just changed follows the new rules. */
    Message to(Message request, Carrier carrier) {
        Routing now = routing;
        Routing.Deed deed = now.of(request);
        if (deed instanceof Routing.Reply) {
            return ((Routing.Reply) deed).message();
        }
        Backend backend = ((Routing.Forward) deed).next();
        Backend.Target target = backend == null ? null : backend.next();
        if (target == null && now != routing) {
            return to(request, carrier);
        }
        if (target == null) {
            balancer.counts().failed(false);
            return Message.reply(503, "text/html", "<h1>503 Service Temporarily Unavailable</h1>");
        }
        try {
            return ask(backend, target, request, carrier);
        } catch (SocketTimeoutException e) {
            return failed(backend, 504, "<h1>504 Gateway Time-out</h1>");
        } catch (IOException e) {
            return failed(backend, 502, "<h1>502 Bad Gateway</h1>");
        } finally {
            target.exit();
        }
    }

    private Message ask(Backend backend, Backend.Target target, Message request, Carrier carrier) throws IOException {
        Message answer = carrier.carry(target, request);
        String modelled = answer.field(Application.MILLIS);
        double millis = modelled.isEmpty() ? 0 : Double.parseDouble(modelled);
        backend.counts().answered(answer.status(), millis);
        balancer.counts().answered(answer.status(), millis);
        return answer.without(Application.MILLIS);
    }

    private Message failed(Backend backend, int status, String text) {
        backend.counts().failed(true);
        balancer.counts().failed(true);
        return Message.reply(status, "text/html", text);
    }
}
