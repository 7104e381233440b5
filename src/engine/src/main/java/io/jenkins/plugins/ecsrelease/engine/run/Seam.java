package io.jenkins.plugins.ecsrelease.engine.run;

import io.jenkins.plugins.ecsrelease.engine.operation.Phase;
import io.jenkins.plugins.ecsrelease.engine.operation.View;

/**
 * Where an operation can be cut: tests stand here and kill it, or make a call or a reply fail. What it throws happens as if
 * the disk, AWS or the process had done it.
 */
interface Seam {

    Seam NONE = crossing -> {};

    /** @param about the phase's or question's class, for messages */
    record Crossing(String id, Kind kind, boolean before, String about) {

        enum Kind {
            SAVE,
            LOAD,
            MAKE
        }
    }

    void at(Crossing crossing) throws Exception;

    /** A phase is about to decide on what was read. */
    default void deciding(Phase phase, View view) {}

    default void before(String id, Crossing.Kind kind, String about) throws Exception {
        at(new Crossing(id, kind, true, about));
    }

    default void after(String id, Crossing.Kind kind, String about) throws Exception {
        at(new Crossing(id, kind, false, about));
    }
}
