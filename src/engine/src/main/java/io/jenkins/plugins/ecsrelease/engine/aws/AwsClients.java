package io.jenkins.plugins.ecsrelease.engine.aws;

import java.net.URI;
import java.util.function.Consumer;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.core.SdkClient;
import software.amazon.awssdk.http.SdkHttpClient;

/** Every client of AWS there is. */
public final class AwsClients implements AutoCloseable {

    private AwsClients() {}

    public static Builder builder() {
        return new Builder();
    }

    /** A shared client, acting as {@code identity} on top of {@code base} credentials. The caller does not close it. */
    public <C extends SdkClient> C client(Class<C> type, Identity identity, AwsCredentialsProvider base) {
        throw new UnsupportedOperationException();
    }

    @Override
    public void close() {}

    public static final class Builder {

        /** One address for all services instead of AWS's own, such as a sandbox's. */
        public Builder endpoint(URI endpoint) {
            return this;
        }

        /** What sends requests, instead of an Apache client of our own; closed by whoever made it. */
        public Builder http(SdkHttpClient http) {
            return this;
        }

        /** Told of every attempt, on the calling thread. */
        public Builder listener(Consumer<AwsCall> listener) {
            return this;
        }

        public AwsClients build() {
            return new AwsClients();
        }
    }
}
