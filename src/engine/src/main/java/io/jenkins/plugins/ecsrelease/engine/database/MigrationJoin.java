package io.jenkins.plugins.ecsrelease.engine.database;

import io.jenkins.plugins.ecsrelease.engine.database.look.PastLook;
import io.jenkins.plugins.ecsrelease.engine.database.look.StartedLook;
import io.jenkins.plugins.ecsrelease.engine.operation.Answer;
import io.jenkins.plugins.ecsrelease.engine.operation.Await;
import io.jenkins.plugins.ecsrelease.engine.operation.Fact;
import io.jenkins.plugins.ecsrelease.engine.operation.Question;
import io.jenkins.plugins.ecsrelease.engine.operation.Turn;
import io.jenkins.plugins.ecsrelease.engine.operation.View;
import java.time.Duration;
import java.time.Instant;
import java.util.Set;

/**
 * Another build has begun this migration and not noted its end. Looks for its task: where one runs, this build watches it.
 * One that is about to be run gets a little time to show.
 *
 * @param since null until the first turn
 */
record MigrationJoin(MigrationPlan plan, PastLook.Run run, Instant since) implements Await {

    private static final Duration TO_SHOW = Duration.ofMinutes(2);

    @Override
    public Set<Question<?>> questions() {
        return Set.of(plan.started(), plan.past());
    }

    @Override
    public String describe() {
        return "looking for the task in which " + run.owner() + " runs migration " + plan.order().migrationId();
    }

    @Override
    public Turn next(View view) {
        Instant begun = since == null ? view.now() : since;
        if (view.stop().isPresent()) {
            return MigrationCheck.stopped("Stopped by " + view.stop().get().who() + " before this build ran anything. " + run.owner()
                    + " began the migration; whether that has ended was not found out.");
        }
        Answer<StartedLook.Found> started = view.of(plan.started());
        Answer<PastLook.Found> past = view.of(plan.past());
        MigrationJoin same = new MigrationJoin(plan, run, begun);
        if (started.ifUnknown().isPresent() || past.ifUnknown().isPresent()) {
            return MigrationCheck.unread(started.ifUnknown().or(past::ifUnknown).orElseThrow(), view.now(), begun, same,
                    "The task of " + run.owner());
        }
        boolean told = MigrationPast.latest(past.ifKnown().orElseThrow()).map(latest -> !latest.outcome().isEmpty()).orElse(false);
        if (told) {
            return Turn.to(new MigrationCheck(plan.order(), plan.begun(), true));
        }
        StartedLook.Found found = started.ifKnown().orElseThrow();
        if (!found.running().isEmpty()) {
            String task = found.running().get(0);
            return Turn.to(plan.throughExec() ? MigrationAgent.of(plan, task) : MigrationTask.of(plan, task), Fact.of("migration",
                    "Migration " + plan.order().migrationId() + " is being run by " + run.owner()
                            + "; this build watches it and runs nothing itself."));
        }
        return view.now().isAfter(begun.plus(TO_SHOW)) ? MigrationPast.unknown(plan, run) : Turn.again(same, MigrationCheck.AGAIN);
    }
}
