package io.jenkins.plugins.ecsrelease.engine.image;

import io.jenkins.plugins.ecsrelease.engine.operation.Answer;
import io.jenkins.plugins.ecsrelease.engine.operation.Change;
import io.jenkins.plugins.ecsrelease.engine.operation.Finding;
import io.jenkins.plugins.ecsrelease.engine.operation.Outcome;
import io.jenkins.plugins.ecsrelease.engine.operation.Problem;
import io.jenkins.plugins.ecsrelease.engine.operation.Question;
import io.jenkins.plugins.ecsrelease.engine.operation.Tools;
import io.jenkins.plugins.ecsrelease.engine.operation.Turn;
import io.jenkins.plugins.ecsrelease.engine.operation.View;
import io.jenkins.plugins.ecsrelease.engine.process.Detached;
import io.jenkins.plugins.ecsrelease.engine.process.Tail;
import java.io.IOException;
import java.util.Set;

/** Ends everything that the build, or the push, runs on the agent; asked first, then killed. */
public record StopProgram(Commission commission, Commission.Stage stage, Outcome outcome, boolean force)
        implements Change<Boolean> {

    private Tail tail() {
        return new Tail(commission.place(), commission.program(stage), 0, 1);
    }

    @Override
    public Set<Question<?>> questions() {
        return Set.of(tail());
    }

    @Override
    public String describe() {
        return "Ending the " + stage.word() + " on the agent";
    }

    @Override
    public boolean yieldsToStop() {
        return false;
    }

    @Override
    public Finding<Boolean> find(View view) {
        Answer<Detached.Progress> answer = view.of(tail());
        if (answer instanceof Answer.Known<Detached.Progress> known) {
            return known.value().state() == Detached.Progress.State.RUNNING ? Finding.absent() : Finding.made(true);
        }
        return Finding.unclear(answer.ifUnknown().orElseThrow());
    }

    @Override
    public Boolean make(Tools tools) throws IOException {
        tools.detached(commission.place()).stop(commission.program(stage), force);
        return force;
    }

    @Override
    public Turn made(Boolean done) {
        return done
                ? Turn.to(new CleanUp(commission, null, false, outcome, null))
                : Turn.again(new StopProgram(commission, stage, outcome, true), java.time.Duration.ofSeconds(5));
    }

    @Override
    public Turn refused(Problem problem) {
        return Turn.to(new CleanUp(commission, null, false, outcome, null));
    }
}
