package io.jenkins.plugins.ecsrelease.engine.aws;

import java.lang.reflect.InvocationHandler;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.util.HashSet;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import software.amazon.awssdk.auth.credentials.AwsCredentials;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.auth.credentials.AwsSessionCredentials;
import software.amazon.awssdk.core.SdkClient;

/** AWS as one identity sees it: shared clients that, through this, act as that identity. */
public final class Access {

    /** Whether the SDK's implementation has this method itself; the others are conveniences over those. */
    private static final Map<Method, Boolean> OWN = new ConcurrentHashMap<>();

    private final AwsClients clients;
    private final Identity identity;
    private final AwsCredentialsProvider base;
    private final Consumer<AwsCall> listener;

    Access(AwsClients clients, Identity identity, AwsCredentialsProvider base, Consumer<AwsCall> listener) {
        this.clients = clients;
        this.identity = identity;
        this.base = base;
        this.listener = listener;
    }

    public Identity identity() {
        return identity;
    }

    /**
     * What decides which permissions calls have: equal for two identities that differ in their session's name alone, and
     * different for two credentials that folders of the host happen to name alike. Holds no secret.
     */
    public String permissions() {
        String who = base instanceof WebIdentity web ? "web " + web.name() : base.resolveCredentials().accessKeyId();
        return String.join("|", identity.region(), who, identity.roleArn(), identity.externalId())
                + (identity.sessionTags().isEmpty() ? "" : "|" + identity.sessionTags());
    }

    /** A client that acts as this identity. {@code change} decides whether the SDK may repeat a call: never a change. */
    public <C extends SdkClient> C client(Class<C> type, boolean change) {
        SdkClient shared = clients.shared(type, identity.region(), change);
        Acting acting = acting(change);
        String service = AwsClients.serviceOf(type);
        InvocationHandler handler = (proxy, method, arguments) -> {
            if (method.getName().equals("close") && method.getParameterCount() == 0) {
                return null;
            }
            if (method.isDefault() && !OWN.computeIfAbsent(method, ours -> implemented(shared, ours))) {
                return InvocationHandler.invokeDefault(proxy, method, arguments);
            }
            try {
                return acting.call(() -> method.invoke(shared, arguments));
            } catch (InvocationTargetException e) {
                throw Called.mark(e.getCause(), service, operation(method.getName()), identity);
            }
        };
        return type.cast(Proxy.newProxyInstance(type.getClassLoader(), new Class<?>[] {type}, handler));
    }

    public RawCall raw(boolean change) {
        return new SignedCall(clients, acting(change));
    }

    /** Forgets temporary credentials that AWS no longer accepts, so that the next call gets new ones. */
    public void renew() {
        clients.roles().forget(this);
    }

    /** For people: the role or the credentials, and the region. */
    public static String describe(Identity identity) {
        String who = !identity.roleArn().isEmpty()
                ? identity.roleArn()
                : identity.credentialsId().isEmpty() ? "the host's own identity" : "credentials '" + identity.credentialsId() + "'";
        return who + " in " + identity.region();
    }

    /** What it signs with, and must never be shown: secret keys, tokens of sessions. The host's and the role's. */
    public Set<String> secrets() {
        Set<String> secrets = new HashSet<>();
        if (!(base instanceof WebIdentity)) {
            add(secrets, base.resolveCredentials());
        }
        if (!identity.roleArn().isEmpty()) {
            add(secrets, clients.roles().assume(this).resolveCredentials());
        }
        return secrets;
    }

    private static void add(Set<String> secrets, AwsCredentials credentials) {
        secrets.add(credentials.secretAccessKey());
        if (credentials instanceof AwsSessionCredentials session) {
            secrets.add(session.sessionToken());
        }
    }

    AwsCredentialsProvider base() {
        return base;
    }

    AwsClients clients() {
        return clients;
    }

    Consumer<AwsCall> listener() {
        return listener;
    }

    private Acting acting(boolean change) {
        AwsCredentialsProvider credentials =
                identity.roleArn().isEmpty() ? base : () -> clients.roles().assume(this).resolveCredentials();
        return new Acting(identity, change, credentials, listener);
    }

    private static boolean implemented(SdkClient client, Method method) {
        try {
            return !client.getClass().getMethod(method.getName(), method.getParameterTypes()).getDeclaringClass().isInterface();
        } catch (NoSuchMethodException e) {
            return false;
        }
    }

    private static String operation(String method) {
        return method.substring(0, 1).toUpperCase(Locale.ROOT) + method.substring(1);
    }
}
