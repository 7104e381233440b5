package io.jenkins.plugins.ecsrelease.sandbox.traffic;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * One HTTP/1.1 request or response with its whole body: what passes through the sandbox's load balancer is small.
 *
 * @param start the request line or status line
 */
public record Message(String start, List<Field> fields, byte[] body) {

    private static final Map<Integer, String> REASONS = Map.of(
            200, "OK", 301, "Moved Permanently", 302, "Found", 404, "Not Found", 405, "Method Not Allowed",
            500, "Internal Server Error", 502, "Bad Gateway", 503, "Service Unavailable", 504, "Gateway Timeout");

    /** A header field. */
    public record Field(String name, String value) {}

    public static Message reply(int status, String contentType, String text) {
        return reply(status, contentType, text.getBytes(StandardCharsets.UTF_8));
    }

    public static Message reply(int status, String contentType, byte[] body) {
        String line = "HTTP/1.1 " + status + " " + REASONS.getOrDefault(status, "Status");
        return new Message(line, List.of(new Field("Content-Type", contentType)), body);
    }

    public static Message request(String method, String target, Field... fields) {
        return new Message(method + " " + target + " HTTP/1.1", List.of(fields), new byte[0]);
    }

    /** The first value of a field; empty where it is absent. */
    public String field(String name) {
        for (Field field : fields) {
            if (field.name().equalsIgnoreCase(name)) {
                return field.value();
            }
        }
        return "";
    }

    public Message with(String name, String value) {
        List<Field> more = new ArrayList<>(fields);
        more.add(new Field(name, value));
        return new Message(start, more, body);
    }

    public Message without(String name) {
        return new Message(start, fields.stream().filter(field -> !field.name().equalsIgnoreCase(name)).toList(), body);
    }

    /** Of a response. */
    public int status() {
        return Integer.parseInt(start.substring(9, 12));
    }

    /** Of a request, such as GET. */
    public String method() {
        return start.substring(0, start.indexOf(' '));
    }

    /** Of a request: path and query as sent. */
    public String target() {
        int from = start.indexOf(' ') + 1;
        int to = start.indexOf(' ', from);
        return start.substring(from, to < 0 ? start.length() : to);
    }

    public String path() {
        String target = target();
        int query = target.indexOf('?');
        return query < 0 ? target : target.substring(0, query);
    }

    public String query() {
        String target = target();
        int query = target.indexOf('?');
        return query < 0 ? "" : target.substring(query + 1);
    }

    public boolean closes() {
        return field("Connection").equalsIgnoreCase("close");
    }
}
