package io.jenkins.plugins.ecsrelease.test.jenkins;

import io.jenkins.plugins.ecsrelease.engine.Operations;
import io.jenkins.plugins.ecsrelease.engine.operation.Change;
import io.jenkins.plugins.ecsrelease.engine.operation.Operation;
import java.util.Set;
import java.util.TreeSet;

/** A phase of an operation, as its journal names it, and what is lost in it. */
record Cell(String kind, String phase, Loses loses) {

    /** What does not get through. */
    enum Loses {
        /** The first request of the phase does not arrive. */
        THE_REQUEST,
        /** The phase's change arrives, and its reply does not. */
        THE_REPLY
    }

    /**
     * The later phases of a deployment are a rollback's too, so that their names are in the lists of both. These are not
     * reached in one of them: only a release has checks that decide late or a hold that goes on, and only a rollback looks
     * whether the service is well again.
     */
    private static final Set<String> NEVER = Set.of("blue-green recovery", "rollback late-look", "rollback proceed");

    boolean change() {
        return Change.class.isAssignableFrom(operation(kind).phases().get(phase));
    }

    static boolean known(String kind, String phase) {
        return Operations.all().stream().anyMatch(each -> each.kind().equals(kind) && each.phases().containsKey(phase));
    }

    private static Operation<?> operation(String kind) {
        return Operations.all().stream().filter(each -> each.kind().equals(kind)).findFirst().orElseThrow();
    }

    /** Every phase that an operation of this version can stand in, as "kind phase". */
    static Set<String> everyPhase() {
        Set<String> all = new TreeSet<>();
        Operations.all().forEach(operation -> operation.phases().keySet().forEach(phase -> all.add(operation.kind() + " " + phase)));
        all.removeAll(NEVER);
        return all;
    }

    @Override
    public String toString() {
        return kind + " " + phase + (loses == Loses.THE_REPLY ? ", reply lost" : "");
    }
}
