package io.jenkins.plugins.ecsrelease.engine.operation;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What a phase decides on: the time, the signals on record and a fresh answer to each of its questions. */
public record View(Instant now, List<Signal> signals, Map<Question<?>, Answer<?>> answers) {

    public View {
        signals = List.copyOf(signals);
        answers = Map.copyOf(answers);
    }

    /** The answer to one of the phase's own questions. */
    @SuppressWarnings("unchecked")
    public <A> Answer<A> of(Question<A> question) {
        Answer<?> answer = answers.get(question);
        if (answer == null) {
            throw new IllegalArgumentException("The phase decides on " + question + " but does not ask it.");
        }
        return (Answer<A>) answer;
    }

    /** The first stop on record: later ones change nothing. */
    public Optional<Signal> stop() {
        return first(Signal.Kind.STOP);
    }

    public Optional<Signal> first(Signal.Kind kind) {
        return signals.stream().filter(signal -> signal.kind() == kind).findFirst();
    }
}
