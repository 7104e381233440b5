package io.jenkins.plugins.ecsrelease.sandbox.world;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The faults that are set. A part of the world; safe from any thread. */
public final class Faults {

    private static final class Standing {
        final Fault fault;
        int met;

        Standing(Fault fault) {
            this.fault = fault;
        }

        boolean matches(Fault.Kind kind, String service, String operation, String about) {
            return fault.kind() == kind
                    && (fault.service().isEmpty() || fault.service().equals(service))
                    && (fault.operation().isEmpty() || fault.operation().equals(operation))
                    && about.contains(fault.about());
        }

        boolean strikes() {
            met++;
            return met >= fault.nth() && (fault.count() == 0 || met < fault.nth() + fault.count());
        }
    }

    private final World world;
    private final List<Standing> standing = new ArrayList<>();

    Faults(World world) {
        this.world = world;
    }

    public synchronized void put(Fault fault) {
        standing.add(new Standing(fault));
    }

    public synchronized void clear() {
        standing.clear();
    }

    public synchronized List<Fault> standing() {
        return standing.stream().map(one -> one.fault).toList();
    }

    /** Whether this call is struck. Every question counts as one occasion, so a room asks once per call. */
    public synchronized Optional<Fault> strike(Fault.Kind kind, String service, String operation) {
        return strike(kind, service, operation, "");
    }

    /** Whether this resource is struck. Every question counts as one occasion. */
    public synchronized Optional<Fault> strike(Fault.Kind kind, String about) {
        return strike(kind, "", "", about);
    }

    private Optional<Fault> strike(Fault.Kind kind, String service, String operation, String about) {
        Fault struck = null;
        for (Standing one : standing) {
            if (one.matches(kind, service, operation, about) && one.strikes() && struck == null) {
                struck = one.fault;
            }
        }
        return Optional.ofNullable(struck);
    }

    /** Whether the read being handled does not show yet what changed at {@code changed}. */
    public boolean hides(Instant changed) {
        return Extra.current().lag().map(lag -> world.time().now().isBefore(changed.plus(lag))).orElse(false);
    }
}
