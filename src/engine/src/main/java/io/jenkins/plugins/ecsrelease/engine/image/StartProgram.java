package io.jenkins.plugins.ecsrelease.engine.image;

import io.jenkins.plugins.ecsrelease.engine.operation.Answer;
import io.jenkins.plugins.ecsrelease.engine.operation.Change;
import io.jenkins.plugins.ecsrelease.engine.operation.Ended;
import io.jenkins.plugins.ecsrelease.engine.operation.Finding;
import io.jenkins.plugins.ecsrelease.engine.operation.Problem;
import io.jenkins.plugins.ecsrelease.engine.operation.Question;
import io.jenkins.plugins.ecsrelease.engine.operation.Signal;
import io.jenkins.plugins.ecsrelease.engine.operation.Tools;
import io.jenkins.plugins.ecsrelease.engine.operation.Turn;
import io.jenkins.plugins.ecsrelease.engine.operation.View;
import io.jenkins.plugins.ecsrelease.engine.process.Detached;
import io.jenkins.plugins.ecsrelease.engine.process.Tail;
import java.io.IOException;
import java.util.Map;
import java.util.Set;

/** Starts the build, or the push, on the agent. Its control directory there is the evidence that it was started. */
public record StartProgram(Commission commission, Commission.Stage stage) implements Change<Boolean> {

    private Tail tail() {
        return new Tail(commission.place(), commission.program(stage), 0, 1);
    }

    @Override
    public Set<Question<?>> questions() {
        return Set.of(tail());
    }

    @Override
    public String describe() {
        return stage.doing() + " " + commission.image();
    }

    @Override
    public Finding<Boolean> find(View view) {
        Answer<Detached.Progress> answer = view.of(tail());
        if (answer instanceof Answer.Known<Detached.Progress> known) {
            return known.value().state() == Detached.Progress.State.ABSENT ? Finding.absent() : Finding.made(true);
        }
        if (view.now().isAfter(commission.until())) {
            return Finding.instead(Turn.to(new Ended(commission.timedOut("the agent was out of reach"))));
        }
        return Finding.unclear(answer.ifUnknown().orElseThrow());
    }

    @Override
    public Boolean make(Tools tools) throws IOException {
        byte[] credential = Login.of(tools).credential(commission.site().host());
        Scripts scripts = new Scripts(commission);
        tools.detached(commission.place())
                .start(new Detached.Launch(
                        commission.program(stage), stage == Commission.Stage.BUILD ? scripts.build() : scripts.push(),
                        Map.of(), Map.of(Login.FILE, credential)));
        return true;
    }

    @Override
    public Turn made(Boolean started) {
        return Turn.to(FollowProgram.from(commission, stage));
    }

    @Override
    public Turn refused(Problem problem) {
        return Turn.to(new CleanUp(
                commission, null, false, commission.failed(describe() + " could not begin. " + problem.full()), null));
    }

    @Override
    public Turn stopped(Signal stop) {
        return Turn.to(new CleanUp(
                commission, null, false, commission.failed("Stopped by " + stop.who() + " before the " + stage.word() + "."),
                null));
    }
}
