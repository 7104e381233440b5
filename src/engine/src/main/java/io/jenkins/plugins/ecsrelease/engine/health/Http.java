package io.jenkins.plugins.ecsrelease.engine.health;

import io.jenkins.plugins.ecsrelease.engine.health.look.HttpLook;
import io.jenkins.plugins.ecsrelease.engine.operation.Answer;
import io.jenkins.plugins.ecsrelease.engine.operation.Question;
import io.jenkins.plugins.ecsrelease.engine.operation.View;
import io.jenkins.plugins.ecsrelease.engine.service.Wanted;
import java.net.URI;
import java.time.Instant;
import java.util.Map;
import java.util.Set;

/**
 * A request from the controller that must be answered as expected within its time.
 *
 * @param url http or https
 * @param through "production": asked once production traffic reaches the new version. "test": the URL leads through the
 *     test listener; asked once test traffic reaches the new version, and production traffic moves only when it passed
 * @param expect the expected status code, 200 by default
 * @param headers sent with it, such as the test header of Service Connect; no secret
 * @param timeoutSeconds 1 to 30, 5 by default
 */
public record Http(String url, String through, int expect, Map<String, String> headers, int timeoutSeconds, Limits limits)
        implements Check {

    public Http {
        url = Wanted.text("url", url, "https://shop.example.com/health");
        String scheme = scheme(url);
        if (!"http".equals(scheme) && !"https".equals(scheme)) {
            throw new IllegalArgumentException("'url' is '" + url + "'; it must begin with http:// or https://.");
        }
        through = Wanted.oneOf("through", through, "production", "test");
        expect = Wanted.number("expect", expect == 0 ? 200 : expect, 100, 599);
        headers = Wanted.map(headers);
        timeoutSeconds = Wanted.number("timeout", timeoutSeconds == 0 ? 5 : timeoutSeconds, 1, 30);
        limits = limits == null ? Limits.DEFAULT : limits;
    }

    private static String scheme(String url) {
        try {
            return URI.create(url).getScheme();
        } catch (IllegalArgumentException e) {
            return "";
        }
    }

    /** Whether it guards the way of production traffic to the new version. */
    public boolean beforeTraffic() {
        return through.equals("test");
    }

    private HttpLook ask() {
        return new HttpLook(url, headers, timeoutSeconds);
    }

    private Instant since(Scope scope) {
        return beforeTraffic() ? scope.testSince() : scope.trafficSince();
    }

    @Override
    public String title() {
        return "http " + url;
    }

    @Override
    public String unit() {
        return "";
    }

    @Override
    public Set<Question<?>> questions(Look look) {
        return since(look.scope()) == null ? Set.of() : Set.of(ask());
    }

    @Override
    public Reading read(Look look, View view) {
        if (since(look.scope()) == null) {
            return Reading.early("no " + through + " traffic reaches the new version yet");
        }
        Answer<HttpLook.Reply> answer = view.of(ask());
        if (!(answer instanceof Answer.Known<HttpLook.Reply> known)) {
            return Reading.unread(answer);
        }
        HttpLook.Reply reply = known.value();
        return Reading.now(reply.problem().isEmpty()
                ? Sample.of(view.now(), reply.status() != expect, (double) reply.status(), (double) expect,
                        "answered " + reply.status() + " in " + reply.millis() + " ms, " + expect + " wanted")
                : Sample.of(view.now(), true, null, (double) expect, "no answer: " + reply.problem()));
    }
}
