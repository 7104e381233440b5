package io.jenkins.plugins.ecsrelease.engine.process;

import io.jenkins.plugins.ecsrelease.engine.operation.Answer;
import io.jenkins.plugins.ecsrelease.engine.operation.Loader;
import io.jenkins.plugins.ecsrelease.engine.operation.Problem;
import io.jenkins.plugins.ecsrelease.engine.operation.Tools;
import java.io.IOException;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;

/** Reads tails, wherever they are. "Not known now" is a lost reply: the phase looks again. */
public final class TailLoader implements Loader<Tail, Detached.Progress> {

    @Override
    public Class<Tail> question() {
        return Tail.class;
    }

    @Override
    public int batch() {
        return 1;
    }

    /** Two agents have equal directories. */
    @Override
    public boolean shared() {
        return false;
    }

    @Override
    public Map<Tail, Answer<Detached.Progress>> load(Tools tools, Set<Tail> questions) {
        Map<Tail, Answer<Detached.Progress>> answers = new HashMap<>();
        for (Tail tail : questions) {
            try {
                answers.put(tail, Answer.known(tools.detached(tail.place()).look(tail.id(), tail.offset(), tail.atMost())));
            } catch (IOException e) {
                answers.put(tail, Answer.unknown(Problem.of(Problem.Kind.LOST, String.valueOf(e.getMessage()))));
            }
        }
        return answers;
    }
}
