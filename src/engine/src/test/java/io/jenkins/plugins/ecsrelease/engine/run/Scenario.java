package io.jenkins.plugins.ecsrelease.engine.run;

import io.jenkins.plugins.ecsrelease.engine.operation.Operation;
import io.jenkins.plugins.ecsrelease.engine.operation.Outcome;
import io.jenkins.plugins.ecsrelease.sandbox.Sandbox;
import java.util.List;
import java.util.Optional;

/** One operation in one world, to be run again and again with something else going wrong. */
public interface Scenario<O extends Record> {

    /** The one that is cut. */
    Operation<O> operation();

    /** Everything that runs in it. */
    default Operation<?>[] operations() {
        return new Operation<?>[] {operation()};
    }

    /** What can go wrong here. */
    default List<Cut> cuts() {
        return Cut.alone();
    }

    default String name() {
        return getClass().getSimpleName();
    }

    /** Sets the scene in a new sandbox, through AWS calls, and says what is ordered. Nothing goes wrong yet. */
    O stage(Sandbox sandbox, Trial trial);

    /** What people do while it runs, such as answering a hold; asked again and again. */
    default void tick(Trial trial) {}

    /** The ids of operations that were begun with the stage and are to end too. */
    default List<String> meanwhile(Trial trial) {
        return List.of();
    }

    /**
     * Somebody else begins something, a second build or a rollback, as the operation {@link Cut#id()}.
     */
    default void meanwhile(Trial trial, Cut cut) {
        throw new UnsupportedOperationException(cut.toString());
    }

    /**
     * Compares the verdict with the changes that were really made.
     *
     * @param stopped whether a stop was asked for at some point
     * @return what is wrong; empty when all is right
     */
    Optional<String> wrong(Sandbox sandbox, Trial trial, Outcome outcome, boolean stopped);
}
