package io.jenkins.plugins.ecsrelease.rehearsal.example;

import java.lang.reflect.InvocationTargetException;
import java.net.URI;
import java.util.HashMap;
import java.util.Map;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.awscore.client.builder.AwsClientBuilder;
import software.amazon.awssdk.awscore.client.builder.AwsSyncClientBuilder;
import software.amazon.awssdk.core.SdkClient;
import software.amazon.awssdk.http.SdkHttpClient;
import software.amazon.awssdk.http.apache.ApacheHttpClient;
import software.amazon.awssdk.regions.Region;

/** Clients of one account and region at one address, acting with one key. */
public final class Clients implements AutoCloseable {

    private final URI endpoint;
    private final Region region;
    private final StaticCredentialsProvider credentials;
    private final SdkHttpClient http = ApacheHttpClient.create();
    private final Map<Class<?>, SdkClient> made = new HashMap<>();

    public Clients(URI endpoint, String region, String keyId, String secret) {
        this.endpoint = endpoint;
        this.region = Region.of(region);
        this.credentials = StaticCredentialsProvider.create(AwsBasicCredentials.create(keyId, secret));
    }

    public synchronized <C extends SdkClient> C of(Class<C> type) {
        return type.cast(made.computeIfAbsent(type, this::make));
    }

    private SdkClient make(Class<?> type) {
        try {
            AwsClientBuilder<?, ?> builder = (AwsClientBuilder<?, ?>) type.getMethod("builder").invoke(null);
            builder.region(region).credentialsProvider(credentials).endpointOverride(endpoint);
            ((AwsSyncClientBuilder<?, ?>) builder).httpClient(http);
            return (SdkClient) builder.build();
        } catch (InvocationTargetException e) {
            throw new IllegalStateException("No client of " + type.getSimpleName(), e.getCause());
        } catch (ReflectiveOperationException e) {
            throw new IllegalArgumentException(type + " is no client of AWS.", e);
        }
    }

    @Override
    public void close() {
        made.values().forEach(SdkClient::close);
        http.close();
    }
}
