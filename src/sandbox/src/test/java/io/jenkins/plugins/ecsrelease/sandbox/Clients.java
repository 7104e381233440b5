package io.jenkins.plugins.ecsrelease.sandbox;

import io.jenkins.plugins.ecsrelease.sandbox.world.AccessKeys;
import io.jenkins.plugins.ecsrelease.sandbox.world.World;
import java.net.URI;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.AwsCredentials;
import software.amazon.awssdk.auth.credentials.AwsSessionCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.awscore.client.builder.AwsClientBuilder;
import software.amazon.awssdk.core.client.builder.SdkSyncClientBuilder;
import software.amazon.awssdk.http.SdkHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.sts.model.Credentials;
import software.amazon.awssdk.utils.builder.Buildable;

/** SDK clients of a sandbox that do not retry. */
public final class Clients {

    private final URI endpoint;
    private final SdkHttpClient http;
    private final AwsCredentials credentials;
    private final Region region;

    private Clients(URI endpoint, SdkHttpClient http, AwsCredentials credentials, Region region) {
        this.endpoint = endpoint;
        this.http = http;
        this.credentials = credentials;
        this.region = region;
    }

    /** As the built-in administrator, in-process. */
    public static Clients of(Sandbox sandbox) {
        return new Clients(URI.create("http://127.0.0.1:1"), sandbox.inProcess(), administrator(World.ACCOUNT),
                Region.EU_CENTRAL_1);
    }

    /** As the built-in administrator, over the sandbox's port. */
    public static Clients over(Sandbox sandbox, SdkHttpClient http) {
        return new Clients(sandbox.endpoint(), http, administrator(World.ACCOUNT), Region.EU_CENTRAL_1);
    }

    public static AwsCredentials administrator(String account) {
        return AwsBasicCredentials.create(AccessKeys.administrator(account), AccessKeys.SECRET);
    }

    public Clients as(AwsCredentials other) {
        return new Clients(endpoint, http, other, region);
    }

    public Clients as(Credentials issued) {
        return as(AwsSessionCredentials.create(issued.accessKeyId(), issued.secretAccessKey(), issued.sessionToken()));
    }

    public Clients in(String otherRegion) {
        return new Clients(endpoint, http, credentials, Region.of(otherRegion));
    }

    /** Such as {@code client(EcsClient.class)}. */
    public <C> C client(Class<C> type) {
        try {
            AwsClientBuilder<?, ?> builder = (AwsClientBuilder<?, ?>) type.getMethod("builder").invoke(null);
            builder.region(region).endpointOverride(endpoint)
                    .credentialsProvider(StaticCredentialsProvider.create(credentials))
                    .overrideConfiguration(c -> c.retryStrategy(retry -> retry.maxAttempts(1)));
            ((SdkSyncClientBuilder<?, ?>) builder).httpClient(http);
            return type.cast(((Buildable) builder).build());
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException(e);
        }
    }
}
