package io.jenkins.plugins.ecsrelease.sandbox.protocol;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import software.amazon.awssdk.http.AbortableInputStream;
import software.amazon.awssdk.http.ExecutableHttpRequest;
import software.amazon.awssdk.http.HttpExecuteRequest;
import software.amazon.awssdk.http.HttpExecuteResponse;
import software.amazon.awssdk.http.SdkHttpClient;
import software.amazon.awssdk.http.SdkHttpFullResponse;
import software.amazon.awssdk.http.SdkHttpRequest;

/** The API without a socket: each call is handled on the thread that makes it. A lost reply is an IOException. */
public final class InProcess implements SdkHttpClient {

    private final Api api;

    public InProcess(Api api) {
        this.api = api;
    }

    @Override
    public ExecutableHttpRequest prepareRequest(HttpExecuteRequest request) {
        return new ExecutableHttpRequest() {
            @Override
            public HttpExecuteResponse call() throws IOException {
                return execute(request);
            }

            @Override
            public void abort() {
                // A call in-process is over before anyone could abort it.
            }
        };
    }

    private HttpExecuteResponse execute(HttpExecuteRequest request) throws IOException {
        SdkHttpRequest http = request.httpRequest();
        Map<String, List<String>> headers = new LinkedHashMap<>();
        http.forEachHeader((name, values) -> headers.put(name.toLowerCase(Locale.ROOT), values));
        byte[] body = new byte[0];
        if (request.contentStreamProvider().isPresent()) {
            try (InputStream content = request.contentStreamProvider().get().newStream()) {
                body = content.readAllBytes();
            }
        }
        Answered answered = api.handle(new Asked(
                http.method().name(), http.encodedPath(), http.encodedQueryParameters().orElse(""), headers, body));
        if (answered.cut()) {
            throw new IOException("The connection was cut before the reply came");
        }
        SdkHttpFullResponse.Builder response = SdkHttpFullResponse.builder().statusCode(answered.status());
        answered.headers().forEach(response::putHeader);
        return HttpExecuteResponse.builder()
                .response(response.build())
                .responseBody(AbortableInputStream.create(new ByteArrayInputStream(answered.body())))
                .build();
    }

    @Override
    public void close() {
        // The world outlives the clients that use it.
    }
}
