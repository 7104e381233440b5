package io.jenkins.plugins.ecsrelease.engine.image;

import io.jenkins.plugins.ecsrelease.engine.operation.Answer;
import io.jenkins.plugins.ecsrelease.engine.operation.Change;
import io.jenkins.plugins.ecsrelease.engine.operation.Ended;
import io.jenkins.plugins.ecsrelease.engine.operation.Fact;
import io.jenkins.plugins.ecsrelease.engine.operation.Finding;
import io.jenkins.plugins.ecsrelease.engine.operation.Problem;
import io.jenkins.plugins.ecsrelease.engine.operation.Question;
import io.jenkins.plugins.ecsrelease.engine.operation.Signal;
import io.jenkins.plugins.ecsrelease.engine.operation.Tools;
import io.jenkins.plugins.ecsrelease.engine.operation.Turn;
import io.jenkins.plugins.ecsrelease.engine.operation.View;
import io.jenkins.plugins.ecsrelease.engine.process.Detached;
import io.jenkins.plugins.ecsrelease.engine.process.ShellWord;
import io.jenkins.plugins.ecsrelease.engine.process.Tail;
import java.io.IOException;
import java.time.Instant;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * Starts the build, or the push, on the agent. Its control directory there is the evidence that it was started, and its
 * lock keeps a second start from doing anything.
 *
 * @param tries how often it was started before without ever beginning
 */
public record StartProgram(Commission commission, Commission.Stage stage, int tries) implements Change<StartProgram.Begun> {

    /**
     * @param login when the login that it was given ends; long ago where that is not known
     * @param impossible why it cannot be started there; empty where it was
     */
    public record Begun(Instant login, String impossible) {}

    private static final int MOST = 3;

    StartProgram(Commission commission, Commission.Stage stage) {
        this(commission, stage, 0);
    }

    /** Once more, or a failure. */
    Turn again() {
        return tries + 1 < MOST
                ? Turn.to(
                        new StartProgram(commission, stage, tries + 1),
                        Fact.of("start", "The " + stage.word() + " did not begin on the agent; it is started again."))
                : refused(Problem.of(Problem.Kind.REFUSED, "The agent took the program " + MOST
                        + " times and never ran it. See whether programs can run in the directory beside the workspace ("
                        + commission.order().workspace() + "@tmp), and whether it was removed."));
    }

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
    public Finding<Begun> find(View view) {
        Answer<Detached.Progress> answer = view.of(tail());
        if (answer instanceof Answer.Known<Detached.Progress> known) {
            if (known.value().state() != Detached.Progress.State.ABSENT) {
                return Finding.made(new Begun(Instant.EPOCH, ""));
            }
            if (view.now().isBefore(commission.until())) {
                return Finding.absent();
            }
        }
        if (view.now().isAfter(commission.until())) {
            return Finding.instead(Turn.to(new Ended(commission.timedOut(
                    "the " + stage.word() + " could not be started on the agent"))));
        }
        return answer.ifUnknown().<Finding<Begun>>map(Finding::unclear).orElseGet(Finding::absent);
    }

    @Override
    public Begun make(Tools tools) throws IOException {
        Login login = Login.of(tools);
        Scripts scripts = new Scripts(commission);
        try {
            tools.detached(commission.place())
                    .start(new Detached.Launch(
                            commission.program(stage), stage == Commission.Stage.BUILD ? scripts.build() : scripts.push(),
                            Map.of(), Map.of(Login.FILE, login.credential(commission.site().host())), hidden()));
            return new Begun(login.expires(), "");
        } catch (Detached.Impossible e) {
            return new Begun(Instant.EPOCH, e.getMessage());
        }
    }

    /** The login, and the secrets that the Dockerfile mounts: a RUN may well print one. */
    private Detached.Hidden hidden() {
        Set<String> variables = new TreeSet<>();
        Set<String> files = new LinkedHashSet<>(List.of("\"$ECS_RELEASE_DIR\"/" + Login.FILE));
        for (BuildSecret secret : commission.order().recipe().secrets()) {
            if (secret.variable().isEmpty()) {
                files.add(ShellWord.quoted(secret.file()));
            } else {
                variables.add(secret.variable());
            }
        }
        return new Detached.Hidden(variables, files);
    }

    @Override
    public Turn made(Begun begun) {
        return begun.impossible().isEmpty()
                ? Turn.to(FollowProgram.from(commission, stage, tries, begun.login()))
                : refused(Problem.of(Problem.Kind.REFUSED, begun.impossible()));
    }

    @Override
    public Turn refused(Problem problem) {
        return Turn.to(new CleanUp(
                commission, null, false, commission.failed(describe() + " could not begin. " + problem.full()
                        + (stage == Commission.Stage.BUILD ? " Nothing was built." : " Nothing was pushed.")), null));
    }

    @Override
    public Turn stopped(Signal stop) {
        return Turn.to(new CleanUp(
                commission, null, false, commission.failed("Stopped by " + stop.who() + " before the " + stage.word() + "."),
                null));
    }
}
