package io.jenkins.plugins.ecsrelease.sandbox.world;

/**
 * The call being handled on this thread. Handlers implement the SDK's own client interfaces, whose methods have no room
 * for it.
 *
 * @param service the signing name, such as "ecs"
 * @param operation such as "UpdateService"
 * @param principal the caller's ARN
 * @param keyId of the access key that signed it, as {@link AccessKeys#find} takes it
 */
public record Call(
        String service, String operation, String region, String account, String principal, String keyId, String requestId) {

    /** A call that no key of the API signed, such as one of the image registry. */
    public Call(String service, String operation, String region, String account, String principal, String requestId) {
        this(service, operation, region, account, principal, "", requestId);
    }

    private static final ThreadLocal<Call> CURRENT = new ThreadLocal<>();

    /** The call of this thread; outside any call, one by the account's root in us-east-1. */
    public static Call current() {
        Call call = CURRENT.get();
        return call != null
                ? call
                : new Call("", "", "us-east-1", World.ACCOUNT, "arn:aws:iam::" + World.ACCOUNT + ":root", "");
    }

    /** Runs {@code body} as this call. */
    public <T, E extends Exception> T during(Body<T, E> body) throws E {
        Call before = CURRENT.get();
        CURRENT.set(this);
        try {
            return body.run();
        } finally {
            if (before == null) {
                CURRENT.remove();
            } else {
                CURRENT.set(before);
            }
        }
    }

    /** What runs as a call. */
    @FunctionalInterface
    public interface Body<T, E extends Exception> {
        T run() throws E;
    }
}
