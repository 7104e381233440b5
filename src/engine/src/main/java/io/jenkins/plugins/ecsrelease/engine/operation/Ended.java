package io.jenkins.plugins.ecsrelease.engine.operation;

/** The end of an operation. Nothing follows; the journal is closed. */
public record Ended(Outcome outcome) implements Phase {

    @Override
    public String describe() {
        return outcome.message();
    }
}
