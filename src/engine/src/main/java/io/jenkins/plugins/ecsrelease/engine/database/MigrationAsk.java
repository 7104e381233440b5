package io.jenkins.plugins.ecsrelease.engine.database;

import io.jenkins.plugins.ecsrelease.engine.operation.Answer;
import io.jenkins.plugins.ecsrelease.engine.operation.Change;
import io.jenkins.plugins.ecsrelease.engine.operation.Fact;
import io.jenkins.plugins.ecsrelease.engine.operation.Finding;
import io.jenkins.plugins.ecsrelease.engine.operation.Problem;
import io.jenkins.plugins.ecsrelease.engine.operation.Question;
import io.jenkins.plugins.ecsrelease.engine.operation.Tools;
import io.jenkins.plugins.ecsrelease.engine.operation.Turn;
import io.jenkins.plugins.ecsrelease.engine.operation.View;
import io.jenkins.plugins.ecsrelease.engine.process.Detached;
import java.io.IOException;
import java.util.Set;

/** Asks the migration to end (TERM), or kills it. Said twice, it does no harm. */
record MigrationAsk(MigrationFollow following, boolean force) implements Change<Boolean> {

    @Override
    public Set<Question<?>> questions() {
        return following.questions();
    }

    @Override
    public String describe() {
        return (force ? "killing" : "asking") + " the migration" + (force ? "" : " to end") + ": " + following.why();
    }

    @Override
    public boolean yieldsToStop() {
        return false;
    }

    @Override
    public Finding<Boolean> find(View view) {
        // Where it has ended by itself, or cannot be seen, following tells the end.
        Answer<Detached.Progress> answer = view.of(
                new io.jenkins.plugins.ecsrelease.engine.process.Tail(following.plan().place(following.task()),
                        MigrationPlan.PROGRAM, following.offset(), 256 * 1024));
        boolean runs = answer.ifKnown().map(progress -> progress.state() == Detached.Progress.State.RUNNING).orElse(true);
        return runs ? Finding.absent() : Finding.instead(Turn.to(following.told(force ? "killed" : "asked")));
    }

    @Override
    public Boolean make(Tools tools) throws IOException {
        tools.detached(following.plan().place(following.task())).stop(MigrationPlan.PROGRAM, force);
        return force;
    }

    @Override
    public Turn made(Boolean killed) {
        return Turn.to(following.told(force ? "killed" : "asked"), Fact.of("migration", force
                ? "The migration did not end when it was asked to, and was killed."
                : "The migration was asked to end: " + following.why() + "."));
    }

    @Override
    public Turn refused(Problem problem) {
        return Turn.to(following.told(force ? "killed" : "asked"), Fact.of("migration",
                "The migration could not be told to end. " + problem.full()));
    }
}
