package io.jenkins.plugins.ecsrelease.engine.health;

import io.jenkins.plugins.ecsrelease.engine.service.Wanted;
import java.net.URI;
import java.util.Map;

/**
 * A request from the controller that must be answered as expected within its time.
 *
 * @param url http or https
 * @param expect the expected status code, 200 by default
 * @param headers sent with it, such as the test header of Service Connect; no secret
 * @param timeoutSeconds 1 to 30, 5 by default
 */
public record Http(String url, int expect, Map<String, String> headers, int timeoutSeconds, Limits limits)
        implements Check {

    public Http {
        url = Wanted.text("url", url, "https://shop.example.com/health");
        String scheme = scheme(url);
        if (!"http".equals(scheme) && !"https".equals(scheme)) {
            throw new IllegalArgumentException("'url' is '" + url + "'; it must begin with http:// or https://.");
        }
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

    @Override
    public String title() {
        return "http " + url;
    }
}
