package io.jenkins.plugins.ecsrelease.sandbox.registry;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.BufferUtil;
import org.eclipse.jetty.util.Callback;

/** Answers of the registry. */
final class Reply {

    private static final Pattern RANGE = Pattern.compile("bytes=(\\d+)-(\\d*)");

    private Reply() {}

    static void text(Response response, Callback callback, int status, String type, String text) {
        bytes(response, callback, status, type, text.getBytes(StandardCharsets.UTF_8), true);
    }

    static void bytes(Response response, Callback callback, int status, String type, byte[] bytes, boolean body) {
        response.setStatus(status);
        response.getHeaders().put("Content-Type", type);
        response.getHeaders().put("Content-Length", bytes.length);
        response.write(true, body ? BufferUtil.toBuffer(bytes) : BufferUtil.EMPTY_BUFFER, callback);
    }

    /**
     * Takes what a client is still sending before it is answered: Jetty closes a connection with bytes left in it, and a
     * client that goes on with it would read of an end instead of the next answer. A megabyte is more than one sends at once.
     */
    static void takeIn(Request request) throws IOException {
        try (InputStream rest = Request.asInputStream(request)) {
            rest.skip(1 << 20);
        }
    }

    /** An answer without a body. */
    static void empty(Response response, Callback callback, int status) {
        response.setStatus(status);
        if (status != 204) {
            response.getHeaders().put("Content-Length", 0);
        }
        response.write(true, BufferUtil.EMPTY_BUFFER, callback);
    }

    /** A blob, or the range of it that was asked for. */
    static void blob(Request request, Response response, Callback callback, Blobs blobs, String digest) throws IOException {
        long size = blobs.size(digest);
        long from = 0;
        long to = size - 1;
        response.setStatus(200);
        String asked = request.getHeaders().get("Range");
        Matcher range = asked == null ? null : RANGE.matcher(asked);
        if (range != null && range.matches()) {
            from = Long.parseLong(range.group(1));
            to = range.group(2).isEmpty() ? to : Math.min(to, Long.parseLong(range.group(2)));
            if (from > to) {
                response.getHeaders().put("Content-Range", "bytes */" + size);
                empty(response, callback, 416);
                return;
            }
            response.setStatus(206);
            response.getHeaders().put("Content-Range", "bytes " + from + "-" + to + "/" + size);
        }
        response.getHeaders().put("Content-Type", "application/octet-stream");
        response.getHeaders().put("Docker-Content-Digest", digest);
        response.getHeaders().put("Accept-Ranges", "bytes");
        response.getHeaders().put("Content-Length", to - from + 1);
        if (request.getMethod().equals("HEAD")) {
            response.write(true, BufferUtil.EMPTY_BUFFER, callback);
            return;
        }
        try (InputStream in = blobs.open(digest);
                OutputStream out = Content.Sink.asOutputStream(response)) {
            in.skipNBytes(from);
            byte[] buffer = new byte[1 << 16];
            for (long left = to - from + 1; left > 0; ) {
                int n = in.read(buffer, 0, (int) Math.min(buffer.length, left));
                if (n < 0) {
                    break;
                }
                out.write(buffer, 0, n);
                left -= n;
            }
        }
        callback.succeeded();
    }
}
