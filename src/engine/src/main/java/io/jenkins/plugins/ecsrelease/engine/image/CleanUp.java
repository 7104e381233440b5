package io.jenkins.plugins.ecsrelease.engine.image;

import io.jenkins.plugins.ecsrelease.engine.operation.Answer;
import io.jenkins.plugins.ecsrelease.engine.operation.Change;
import io.jenkins.plugins.ecsrelease.engine.operation.Ended;
import io.jenkins.plugins.ecsrelease.engine.operation.Fact;
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
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.Set;

/**
 * Removes what the programs left on the agent, whatever came of them. An agent that is away is waited for a minute; after
 * that what it keeps (no login: the script removed that) is named and left.
 *
 * @param since when this began; null before the first look
 * @param pushed whether a digest was pushed, and is looked at next
 * @param outcome what it all ends with; null where it goes on
 */
public record CleanUp(Commission commission, Instant since, boolean pushed, Outcome outcome, String digest)
        implements Change<Boolean> {

    private Tail tail(Commission.Stage stage) {
        return new Tail(commission.place(), commission.program(stage), 0, 1);
    }

    @Override
    public Set<Question<?>> questions() {
        Set<Question<?>> both = new HashSet<>();
        both.add(tail(Commission.Stage.BUILD));
        both.add(tail(Commission.Stage.PUSH));
        return both;
    }

    @Override
    public String describe() {
        return "Clearing up beside the workspace";
    }

    @Override
    public boolean yieldsToStop() {
        return false;
    }

    @Override
    public Finding<Boolean> find(View view) {
        boolean gone = true;
        for (Commission.Stage stage : Commission.Stage.values()) {
            Answer<Detached.Progress> answer = view.of(tail(stage));
            if (answer instanceof Answer.Unknown<Detached.Progress> away) {
                if (since == null) {
                    return Finding.instead(Turn.again(
                            new CleanUp(commission, view.now(), pushed, outcome, digest), Duration.ofSeconds(2)));
                }
                return view.now().isAfter(since.plusSeconds(60))
                        ? Finding.instead(left(away.problem().full()))
                        : Finding.unclear(away.problem());
            }
            gone &= answer.ifKnown().orElseThrow().state() == Detached.Progress.State.ABSENT;
        }
        return gone ? Finding.made(true) : Finding.absent();
    }

    @Override
    public Boolean make(Tools tools) throws IOException {
        Detached agent = tools.detached(commission.place());
        agent.remove(commission.program(Commission.Stage.BUILD));
        agent.remove(commission.program(Commission.Stage.PUSH));
        return true;
    }

    @Override
    public Turn made(Boolean removed) {
        return Turn.to(next());
    }

    @Override
    public Turn refused(Problem problem) {
        return left(problem.full());
    }

    private Turn left(String why) {
        return Turn.to(next(), Fact.of("left-behind", "The directories of " + commission.order().id() + " beside the workspace"
                + " were not removed: " + why));
    }

    private io.jenkins.plugins.ecsrelease.engine.operation.Phase next() {
        return outcome != null ? new Ended(outcome) : new ReadBack(commission, digest, null);
    }
}
