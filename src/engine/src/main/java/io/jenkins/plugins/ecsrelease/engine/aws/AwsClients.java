package io.jenkins.plugins.ecsrelease.engine.aws;

import java.lang.reflect.InvocationTargetException;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.awscore.client.builder.AwsClientBuilder;
import software.amazon.awssdk.awscore.client.builder.AwsSyncClientBuilder;
import software.amazon.awssdk.awscore.retry.AwsRetryStrategy;
import software.amazon.awssdk.core.SdkClient;
import software.amazon.awssdk.http.SdkHttpClient;
import software.amazon.awssdk.http.apache.ApacheHttpClient;
import software.amazon.awssdk.http.apache.ProxyConfiguration;
import software.amazon.awssdk.regions.Region;

/**
 * Every client of AWS there is: one for each service, region and mode, over one pool of connections, whoever acts.
 *
 * <p>The HTTP client and the credentials are always given, never found on the class path: in Jenkins a discovery would
 * depend on the thread's class loader. A change is sent once; a read may be repeated by the SDK, three attempts in all.
 *
 * @see <a href="https://docs.aws.amazon.com/sdk-for-java/latest/developer-guide/best-practices.html">SDK best practices</a>
 */
public final class AwsClients implements AutoCloseable {

    private record Key(Class<? extends SdkClient> type, String region, boolean change) {}

    private final Optional<URI> endpoint;
    private final SdkHttpClient http;
    private final boolean ownHttp;
    private final int readAttempts;
    private final Clock clock;
    private final List<Consumer<AwsCall>> listeners;
    private final Map<Key, SdkClient> clients = new ConcurrentHashMap<>();
    private final Roles roles = new Roles();

    private AwsClients(Builder builder) {
        endpoint = Optional.ofNullable(builder.endpoint);
        ownHttp = builder.http == null;
        http = ownHttp ? apache(builder.proxy) : builder.http;
        readAttempts = builder.readAttempts;
        clock = builder.clock;
        listeners = new CopyOnWriteArrayList<>(builder.listeners);
    }

    public static Builder builder() {
        return new Builder();
    }

    /**
     * AWS as one identity sees it.
     *
     * @param base credentials to act with, or to assume the identity's role with
     * @param listener told of each of its attempts, on the calling thread
     */
    public Access access(Identity identity, AwsCredentialsProvider base, Consumer<AwsCall> listener) {
        return new Access(this, identity, base, listener);
    }

    /** A shared client that reads as {@code identity}, outside any operation: form checks, say. The caller does not close it. */
    public <C extends SdkClient> C client(Class<C> type, Identity identity, AwsCredentialsProvider base) {
        return access(identity, base, call -> {}).client(type, false);
    }

    /** Tells of every attempt of every identity from now on, on the calling thread. */
    public void listen(Consumer<AwsCall> listener) {
        listeners.add(listener);
    }

    /** Closes clients and, where it is our own, the pool of connections. */
    @Override
    public void close() {
        clients.values().forEach(SdkClient::close);
        clients.clear();
        if (ownHttp) {
            http.close();
        }
    }

    Optional<URI> endpoint() {
        return endpoint;
    }

    SdkHttpClient http() {
        return http;
    }

    Roles roles() {
        return roles;
    }

    Clock clock() {
        return clock;
    }

    void told(AwsCall call) {
        listeners.forEach(listener -> listener.accept(call));
    }

    SdkClient shared(Class<? extends SdkClient> type, String region, boolean change) {
        return clients.computeIfAbsent(new Key(type, region, change), this::make);
    }

    private SdkClient make(Key key) {
        AwsClientBuilder<?, ?> builder = builderOf(key.type());
        builder.region(Region.of(key.region()))
                .credentialsProvider(Acting.CALLERS)
                .overrideConfiguration(override -> override
                        .retryStrategy(key.change() ? AwsRetryStrategy.doNotRetry() : reads())
                        .addExecutionInterceptor(new CallLog(serviceOf(key.type()), clock, this::told)));
        endpoint.ifPresent(builder::endpointOverride);
        ((AwsSyncClientBuilder<?, ?>) builder).httpClient(http);
        return (SdkClient) builder.build();
    }

    private software.amazon.awssdk.retries.api.RetryStrategy reads() {
        return AwsRetryStrategy.standardRetryStrategy().toBuilder().maxAttempts(readAttempts).build();
    }

    private static AwsClientBuilder<?, ?> builderOf(Class<? extends SdkClient> type) {
        try {
            return (AwsClientBuilder<?, ?>) type.getMethod("builder").invoke(null);
        } catch (InvocationTargetException e) {
            throw new IllegalStateException("No client of " + type.getSimpleName() + " could be made.", e.getCause());
        } catch (ReflectiveOperationException e) {
            throw new IllegalArgumentException(type + " is no client of AWS.", e);
        }
    }

    /** The signing name, such as "ecs". */
    static String serviceOf(Class<? extends SdkClient> type) {
        try {
            return (String) type.getField("SERVICE_NAME").get(null);
        } catch (ReflectiveOperationException e) {
            throw new IllegalArgumentException(type + " is no client of AWS.", e);
        }
    }

    private static SdkHttpClient apache(HttpProxy proxy) {
        ApacheHttpClient.Builder builder = ApacheHttpClient.builder();
        if (proxy != null) {
            builder.proxyConfiguration(ProxyConfiguration.builder()
                    .endpoint(URI.create("http://" + proxy.host() + ":" + proxy.port()))
                    .username(proxy.user().isEmpty() ? null : proxy.user())
                    .password(proxy.user().isEmpty() ? null : proxy.password())
                    .nonProxyHosts(proxy.direct().stream().map(Pattern::pattern).collect(Collectors.toSet()))
                    .useSystemPropertyValues(false)
                    .useEnvironmentVariableValues(false)
                    .build());
        }
        return builder
                .maxConnections(64)
                .connectionTimeout(Duration.ofSeconds(5))
                .connectionAcquisitionTimeout(Duration.ofSeconds(10))
                .socketTimeout(Duration.ofSeconds(20))
                .connectionMaxIdleTime(Duration.ofSeconds(20))
                .build();
    }

    /** What {@link AwsClients} are made of. */
    public static final class Builder {

        private URI endpoint;
        private SdkHttpClient http;
        private HttpProxy proxy;
        private int readAttempts = 3;
        private Clock clock = Clock.systemUTC();
        private final List<Consumer<AwsCall>> listeners = new CopyOnWriteArrayList<>();

        private Builder() {}

        /** One address for all services instead of AWS's own, such as a sandbox's; null for AWS. */
        public Builder endpoint(URI endpoint) {
            this.endpoint = endpoint;
            return this;
        }

        /** What sends requests, instead of an Apache client of our own; closed by whoever made it. */
        public Builder http(SdkHttpClient http) {
            this.http = http;
            return this;
        }

        /** How AWS is reached; null, the default, for what the JVM and its environment say. */
        public Builder proxy(HttpProxy proxy) {
            this.proxy = proxy;
            return this;
        }

        /** How often a read is sent in all when AWS throttles or fails, 1 to 5; default 3. A change is sent once. */
        public Builder readAttempts(int attempts) {
            if (attempts < 1 || attempts > 5) {
                throw new IllegalArgumentException("A read is sent 1 to 5 times, not " + attempts + ".");
            }
            readAttempts = attempts;
            return this;
        }

        /** What time it is where the calls go, for the log of calls; default the machine's. */
        public Builder clock(Clock clock) {
            this.clock = clock;
            return this;
        }

        /** Told of every attempt, on the calling thread. */
        public Builder listener(Consumer<AwsCall> listener) {
            listeners.add(listener);
            return this;
        }

        public AwsClients build() {
            return new AwsClients(this);
        }
    }
}
