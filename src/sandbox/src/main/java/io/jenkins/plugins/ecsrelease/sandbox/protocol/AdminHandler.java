package io.jenkins.plugins.ecsrelease.sandbox.protocol;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.jenkins.plugins.ecsrelease.sandbox.authorization.IamUse;
import io.jenkins.plugins.ecsrelease.sandbox.world.Fault;
import io.jenkins.plugins.ecsrelease.sandbox.world.Faults;
import io.jenkins.plugins.ecsrelease.sandbox.world.Ledger;
import io.jenkins.plugins.ecsrelease.sandbox.world.Place;
import io.jenkins.plugins.ecsrelease.sandbox.world.Issued;
import io.jenkins.plugins.ecsrelease.sandbox.world.World;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;
import org.eclipse.jetty.util.Fields;

/**
 * The admin API. JSON in and out:
 *
 * <ul>
 *   <li>GET health
 *   <li>GET ledger, with operation=NAME for those of one operation: what was changed
 *   <li>GET requests, with since=N for those after the first N: what was asked
 *   <li>GET, POST, DELETE faults; a fault is {"kind": "lost-reply", "service": "ecs", "operation": "UpdateService", "about":
 *       "", "nth": 1, "count": 1, "seconds": 0}
 *   <li>GET time; POST time with {"advance": SECONDS}: lets that much pass where time moves by hand, waits for it elsewhere
 *   <li>GET unmodelled: members, operations and bugs
 *   <li>GET iam-use: which actions each user or role used on what, and what was denied
 *   <li>GET issued: every secret that was given out, for tests that search for them
 *   <li>POST stop
 * </ul>
 *
 * A page in a browser cannot use it: a request that names an origin or a foreign host is refused.
 */
final class AdminHandler extends Handler.Abstract {

    private static final ObjectMapper JSON = new ObjectMapper();

    private final World world;

    AdminHandler(World world) {
        this.world = world;
    }

    @Override
    public boolean handle(Request request, Response response, Callback callback) throws Exception {
        int status = 200;
        Object answer;
        if (request.getHeaders().contains("Origin")
                || !request.getHttpURI().getHost().matches("127\\.0\\.0\\.1|localhost|\\[::1\\]")) {
            status = 403;
            answer = Map.of("error", "The admin API is for programs on this machine");
        } else {
            try {
                answer = answer(request);
            } catch (IllegalArgumentException | IOException e) {
                status = 400;
                answer = Map.of("error", String.valueOf(e.getMessage()));
            }
            if (answer == null) {
                status = 404;
                answer = Map.of("error", "No " + request.getMethod() + " " + request.getHttpURI().getPath());
            }
        }
        response.setStatus(status);
        response.getHeaders().put("Content-Type", "application/json");
        response.write(true, ByteBuffer.wrap(JSON.writeValueAsBytes(answer)), callback);
        return true;
    }

    /** Null where there is no such thing. */
    private Object answer(Request request) throws IOException {
        String what = request.getMethod() + " " + request.getHttpURI().getPath().substring("/_sandbox/".length());
        Fields query = Request.extractQueryParameters(request);
        switch (what) {
            case "GET health":
                return Map.of("status", "ok", "endpoint", world.part(Place.class).endpoint().toString(),
                        "requests", world.part(RequestLog.class).total());
            case "GET ledger":
                String operation = query.getValue("operation");
                return (operation == null ? world.ledger().entries() : world.ledger().of(operation)).stream()
                        .map(AdminHandler::shown).toList();
            case "GET requests":
                return world.part(RequestLog.class).since(number(query.getValue("since"))).stream()
                        .map(AdminHandler::shown).toList();
            case "GET faults":
                return world.part(Faults.class).standing().stream().map(AdminHandler::shown).toList();
            case "POST faults":
                world.part(Faults.class).put(fault(body(request)));
                return Map.of();
            case "DELETE faults":
                world.part(Faults.class).clear();
                return Map.of();
            case "GET time":
                return time();
            case "POST time":
                world.pass(seconds(body(request).path("advance")));
                return time();
            case "GET unmodelled":
                Unmodelled unmodelled = world.part(Unmodelled.class);
                return Map.of("members", unmodelled.members(), "operations", unmodelled.operations(), "bugs", unmodelled.bugs());
            case "GET iam-use":
                IamUse use = world.part(IamUse.class);
                return Map.of("used", use.used(), "denied", use.denied().stream().map(AdminHandler::shown).toList());
            case "GET issued":
                return Map.of("secrets", world.part(Issued.class).all());
            case "POST stop":
                world.part(Ending.class).ask();
                return Map.of();
            default:
                return null;
        }
    }

    private Map<String, Object> time() {
        return Map.of("now", world.time().now().toString(), "speed", world.time().speed());
    }

    private static JsonNode body(Request request) throws IOException {
        return JSON.readTree(Content.Source.asString(request, StandardCharsets.UTF_8));
    }

    private static long number(String text) {
        if (text != null && !text.matches("\\d{1,18}")) {
            throw new IllegalArgumentException("'" + text + "' is no number");
        }
        return text == null ? 0 : Long.parseLong(text);
    }

    private static Duration seconds(JsonNode node) {
        if (!node.isNumber() || node.asDouble() < 0) {
            throw new IllegalArgumentException("Seconds from 0 are wanted, not " + node);
        }
        return Duration.ofMillis((long) (node.asDouble() * 1000));
    }

    private static Fault fault(JsonNode node) {
        node.fieldNames().forEachRemaining(name -> {
            if (!List.of("kind", "service", "operation", "about", "nth", "count", "seconds").contains(name)) {
                throw new IllegalArgumentException("A fault has no '" + name + "'");
            }
        });
        return new Fault(Fault.Kind.named(node.path("kind").asText()), node.path("service").asText(),
                node.path("operation").asText(), node.path("about").asText(), node.path("nth").asInt(1),
                node.path("count").asInt(0),
                node.has("seconds") ? seconds(node.get("seconds")) : Duration.ZERO);
    }

    private static Map<String, Object> shown(Fault fault) {
        Map<String, Object> shown = new LinkedHashMap<>();
        shown.put("kind", fault.kind().text());
        shown.put("service", fault.service());
        shown.put("operation", fault.operation());
        shown.put("about", fault.about());
        shown.put("nth", fault.nth());
        shown.put("count", fault.count());
        shown.put("seconds", fault.lasting().toMillis() / 1000.0);
        return shown;
    }

    private static Map<String, Object> shown(IamUse.Denial denial) {
        Map<String, Object> shown = new LinkedHashMap<>();
        shown.put("at", denial.at().toString());
        shown.put("principal", denial.principal());
        shown.put("source", denial.source());
        shown.put("action", denial.action());
        shown.put("resource", denial.resource());
        shown.put("because", denial.because());
        return shown;
    }

    private static Map<String, Object> shown(Ledger.Entry entry) {
        Map<String, Object> shown = new LinkedHashMap<>();
        shown.put("at", entry.at().toString());
        shown.put("service", entry.service());
        shown.put("operation", entry.operation());
        shown.put("principal", entry.principal());
        shown.put("resource", entry.resource());
        shown.put("details", entry.details());
        return shown;
    }

    private static Map<String, Object> shown(RequestLog.Entry entry) {
        Map<String, Object> shown = new LinkedHashMap<>();
        shown.put("at", entry.at().toString());
        shown.put("service", entry.service());
        shown.put("operation", entry.operation());
        shown.put("region", entry.region());
        shown.put("principal", entry.principal());
        shown.put("requestId", entry.requestId());
        shown.put("status", entry.status());
        shown.put("error", entry.error());
        shown.put("struck", entry.struck());
        shown.put("micros", entry.micros());
        return shown;
    }
}
