package io.jenkins.plugins.ecsrelease.sandbox.protocol;

import io.jenkins.plugins.ecsrelease.sandbox.world.Fault;
import java.util.List;

/** What the faults of the protocol do to a call. */
final class Faulty {

    /** Those that refuse a call before anything is changed. */
    static final List<Fault.Kind> REFUSALS = List.of(
            Fault.Kind.EXPIRED_CREDENTIALS, Fault.Kind.DENIED, Fault.Kind.THROTTLE, Fault.Kind.SERVER_ERROR);

    private Faulty() {}

    static Failure failure(Fault.Kind kind, Wire.Family family, String principal, String service, String operation) {
        return switch (kind) {
            case EXPIRED_CREDENTIALS -> Situation.EXPIRED_TOKEN.in(family);
            case DENIED -> Situation.DENIED.in(family, "User: " + principal + " is not authorized to perform: " + service
                    + ":" + operation + " because no identity-based policy allows the " + service + ":" + operation + " action");
            case THROTTLE -> Situation.THROTTLED.in(family);
            default -> Situation.INTERNAL.in(family);
        };
    }
}
