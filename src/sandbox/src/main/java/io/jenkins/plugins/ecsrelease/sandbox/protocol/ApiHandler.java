package io.jenkins.plugins.ecsrelease.sandbox.protocol;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.eclipse.jetty.http.HttpField;
import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;

/** The AWS API over HTTP. */
final class ApiHandler extends Handler.Abstract {

    private final Api api;

    ApiHandler(Api api) {
        this.api = api;
    }

    @Override
    public boolean handle(Request request, Response response, Callback callback) throws Exception {
        Map<String, List<String>> headers = new LinkedHashMap<>();
        for (HttpField field : request.getHeaders()) {
            headers.computeIfAbsent(field.getName().toLowerCase(Locale.ROOT), name -> new ArrayList<>()).add(field.getValue());
        }
        if (request.getLength() > Api.LARGEST) {
            Response.writeError(request, response, callback, 413);
            return true;
        }
        byte[] body = bytes(Content.Source.asByteBuffer(request));
        String query = request.getHttpURI().getQuery();
        Answered answered = api.handle(
                new Asked(request.getMethod(), request.getHttpURI().getPath(), query == null ? "" : query, headers, body));
        if (answered.cut()) {
            request.getConnectionMetaData().getConnection().getEndPoint().close();
            callback.succeeded();
            return true;
        }
        response.setStatus(answered.status());
        answered.headers().forEach((name, value) -> response.getHeaders().put(name, value));
        response.getHeaders().put("Content-Length", answered.body().length);
        response.write(true, ByteBuffer.wrap(answered.body()), callback);
        return true;
    }

    private static byte[] bytes(ByteBuffer buffer) {
        byte[] bytes = new byte[buffer.remaining()];
        buffer.get(bytes);
        return bytes;
    }
}
