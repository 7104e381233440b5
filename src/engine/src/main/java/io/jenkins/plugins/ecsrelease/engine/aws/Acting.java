package io.jenkins.plugins.ecsrelease.engine.aws;

import java.util.function.Consumer;
import software.amazon.awssdk.auth.credentials.AwsCredentials;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;

/**
 * Who is calling on this thread. One client per service, region and mode serves every identity, so that a thousand
 * releases do not need a thousand clients; the client's credentials are those of the thread's caller.
 */
record Acting(Identity identity, boolean change, AwsCredentialsProvider credentials, Consumer<AwsCall> listener) {

    private static final ThreadLocal<Acting> CURRENT = new ThreadLocal<>();

    /** What the shared clients are built with. */
    static final AwsCredentialsProvider CALLERS = new AwsCredentialsProvider() {
        @Override
        public AwsCredentials resolveCredentials() {
            return current().credentials().resolveCredentials();
        }

        @Override
        public String toString() {
            return "the calling operation's credentials";
        }
    };

    static Acting current() {
        Acting acting = CURRENT.get();
        if (acting == null) {
            throw new IllegalStateException("A shared AWS client was used outside the tools that handed it out.");
        }
        return acting;
    }

    interface Call<T> {
        T run() throws Throwable;
    }

    <T> T call(Call<T> call) throws Throwable {
        Acting before = CURRENT.get();
        ClassLoader loader = Thread.currentThread().getContextClassLoader();
        CURRENT.set(this);
        // The SDK looks for its parts in the context class loader; Jenkins' own threads carry another one.
        Thread.currentThread().setContextClassLoader(Acting.class.getClassLoader());
        try {
            return call.run();
        } finally {
            Thread.currentThread().setContextClassLoader(loader);
            if (before == null) {
                CURRENT.remove();
            } else {
                CURRENT.set(before);
            }
        }
    }
}
