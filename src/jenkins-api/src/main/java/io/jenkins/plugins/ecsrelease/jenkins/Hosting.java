package io.jenkins.plugins.ecsrelease.jenkins;

import hudson.ExtensionList;
import hudson.model.Queue;
import hudson.model.Run;
import java.lang.reflect.Constructor;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import org.jenkinsci.plugins.workflow.cps.replay.ReplayCause;

/** The one host of this process. */
public final class Hosting {

    private static final AtomicReference<Host> CURRENT = new AtomicReference<>();

    private Hosting() {}

    /** Sets the host, and forgets the extensions that were made for the one before. */
    public static void set(Host host) {
        CURRENT.set(host);
        ExtensionList.clearLegacyInstances();
    }

    public static Optional<Host> current() {
        return Optional.ofNullable(CURRENT.get());
    }

    public static Host get() {
        return current().orElseThrow(() -> new IllegalStateException("Jenkins is not running, and nothing hosts its API: call Hosting.set first."));
    }

    /** The cause of a repeated build: in Jenkins only the replay page makes one. */
    public static ReplayCause replay(Run<?, ?> original, boolean rebuilt) {
        try {
            Constructor<ReplayCause> constructor = ReplayCause.class.getDeclaredConstructor(Run.class, boolean.class);
            constructor.setAccessible(true);
            return constructor.newInstance(original, rebuilt);
        } catch (ReflectiveOperationException changed) {
            throw new IllegalStateException(changed);
        }
    }

    /** A build in the queue: in Jenkins only the queue makes one. */
    public static Queue.Item queued() {
        try {
            Constructor<?> constructor = Class.forName("hudson.model.Waiting").getDeclaredConstructor();
            constructor.setAccessible(true);
            return (Queue.Item) constructor.newInstance();
        } catch (ReflectiveOperationException changed) {
            throw new IllegalStateException(changed);
        }
    }
}
