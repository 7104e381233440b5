package io.jenkins.plugins.ecsrelease.engine.operation;

import java.util.Set;

/**
 * A saved point of an operation: a record of plain values that Jackson can write and read back.
 *
 * <p>A phase is pure, except {@link Change#make}. It may be asked again at any time after a restart, with a newer view.
 * Its class is found again by the stable name its {@link Operation#phases()} gives it.
 */
public sealed interface Phase permits Await, Change, Ended {

    /** What must be read before this phase can decide. Asked anew for every turn. */
    default Set<Question<?>> questions() {
        return Set.of();
    }

    /** Where the operation stands, for people: "12 of 20 targets healthy, 40 % of traffic on the new version". */
    String describe();
}
