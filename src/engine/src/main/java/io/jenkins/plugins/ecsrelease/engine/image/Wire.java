package io.jenkins.plugins.ecsrelease.engine.image;

import java.net.http.HttpClient;
import java.time.Duration;

/** The one HTTP client for registries. ECR's layers and uploads are no AWS API, so no SDK client speaks to them. */
final class Wire {

    static final HttpClient CLIENT = HttpClient.newBuilder()
            .connectTimeout(Duration.ofSeconds(20))
            .version(HttpClient.Version.HTTP_1_1)
            .followRedirects(HttpClient.Redirect.NEVER)
            .build();

    private Wire() {}
}
