package io.jenkins.plugins.ecsrelease.engine.run;

import io.jenkins.plugins.ecsrelease.engine.operation.Operation;
import io.jenkins.plugins.ecsrelease.engine.operation.Outcome;
import io.jenkins.plugins.ecsrelease.sandbox.Sandbox;
import java.util.Optional;

/** One operation in one world, to be run again and again with something else going wrong. */
public interface Scenario<O extends Record> {

    Operation<O> operation();

    /** Sets the scene in a new sandbox, through AWS calls, and says what is ordered. Nothing goes wrong yet. */
    O stage(Sandbox sandbox, Trial trial);

    /**
     * Compares the verdict with the changes that were really made.
     *
     * @param stopped whether a stop was asked for at some point
     * @return what is wrong; empty when all is right
     */
    Optional<String> wrong(Sandbox sandbox, Trial trial, Outcome outcome, boolean stopped);
}
