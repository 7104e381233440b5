package io.jenkins.plugins.ecsrelease.engine.health.look;

import io.jenkins.plugins.ecsrelease.engine.operation.Answer;
import io.jenkins.plugins.ecsrelease.engine.operation.Loader;
import io.jenkins.plugins.ecsrelease.engine.operation.Tools;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;

/** Asks a URL once, without following redirects and without reading the answer's body. */
public final class HttpLoader implements Loader<HttpLook, HttpLook.Reply> {

    private static final HttpClient CLIENT = HttpClient.newBuilder()
            .followRedirects(HttpClient.Redirect.NEVER)
            .connectTimeout(Duration.ofSeconds(30))
            .build();

    @Override
    public Class<HttpLook> question() {
        return HttpLook.class;
    }

    @Override
    public int batch() {
        return 1;
    }

    @Override
    public Map<HttpLook, Answer<HttpLook.Reply>> load(Tools tools, Set<HttpLook> questions) throws InterruptedException {
        Map<HttpLook, Answer<HttpLook.Reply>> answers = new HashMap<>();
        for (HttpLook look : questions) {
            answers.put(look, Answer.known(ask(look)));
        }
        return answers;
    }

    private static HttpLook.Reply ask(HttpLook look) throws InterruptedException {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(look.url()))
                .timeout(Duration.ofSeconds(look.timeoutSeconds()))
                .GET();
        look.headers().forEach(request::header);
        long begun = System.nanoTime();
        try {
            HttpResponse<Void> response = CLIENT.send(request.build(), HttpResponse.BodyHandlers.discarding());
            return new HttpLook.Reply(response.statusCode(), millis(begun), "");
        } catch (IOException e) {
            String why = e.getMessage() == null ? e.getClass().getSimpleName() : e.getMessage();
            return new HttpLook.Reply(0, millis(begun), why);
        }
    }

    private static long millis(long begun) {
        return Duration.ofNanos(System.nanoTime() - begun).toMillis();
    }
}
