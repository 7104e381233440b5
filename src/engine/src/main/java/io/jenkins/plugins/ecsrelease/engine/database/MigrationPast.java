package io.jenkins.plugins.ecsrelease.engine.database;

import io.jenkins.plugins.ecsrelease.engine.database.look.PastLook;
import io.jenkins.plugins.ecsrelease.engine.operation.Answer;
import io.jenkins.plugins.ecsrelease.engine.operation.Await;
import io.jenkins.plugins.ecsrelease.engine.operation.Ended;
import io.jenkins.plugins.ecsrelease.engine.operation.Outcome;
import io.jenkins.plugins.ecsrelease.engine.operation.Question;
import io.jenkins.plugins.ecsrelease.engine.operation.Turn;
import io.jenkins.plugins.ecsrelease.engine.operation.Verdict;
import io.jenkins.plugins.ecsrelease.engine.operation.View;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Looks whether this migration ran before, under this id, from anywhere: once is enough, and what is not known is not
 * guessed.
 */
record MigrationPast(MigrationPlan plan, boolean watched) implements Await {

    @Override
    public Set<Question<?>> questions() {
        return Set.of(plan.past());
    }

    @Override
    public String describe() {
        return "looking whether migration " + plan.order().migrationId() + " ran before";
    }

    @Override
    public Turn next(View view) {
        if (view.stop().isPresent()) {
            return MigrationCheck.stopped("Stopped by " + view.stop().get().who() + " before the migration was run.");
        }
        Answer<PastLook.Found> answer = view.of(plan.past());
        if (answer.ifUnknown().isPresent()) {
            return MigrationCheck.unread(answer.ifUnknown().get(), view.now(), plan.begun(), this,
                    "The record of earlier migrations (task definitions " + plan.family() + ")");
        }
        return latest(answer.ifKnown().orElseThrow()).map(this::after).orElseGet(() -> go(1));
    }

    /** Of the last attempt; where two builds began it at the same moment, the one that tells its outcome. */
    static Optional<PastLook.Run> latest(PastLook.Found found) {
        return found.runs().stream()
                .max(Comparator.comparing(PastLook.Run::attempt).thenComparing(run -> !run.outcome().isEmpty()));
    }

    private Turn after(PastLook.Run run) {
        MigrationOrder order = plan.order();
        String where = " (task definition " + run.taskDefinition().substring(run.taskDefinition().lastIndexOf('/') + 1)
                + ", run by " + run.owner() + ")";
        if (run.exitCode() == 0 || run.outcome().equals("ran")) {
            return Turn.to(new Ended(alreadyRun(run, "Migration " + order.migrationId() + " has run already" + where
                    + ", so nothing was run.")));
        }
        if (run.exitCode() > 0) {
            return order.retry() && !watched
                    ? go(run.attempt() + 1)
                    : Turn.to(new Ended(new Outcome(Verdict.STOPPED, "Migration " + order.migrationId() + " ended with exit code "
                            + run.exitCode() + where + (order.retry()
                                    ? ". A build that waited for another one's migration does not run it again: once the cause is "
                                            + "gone, start it anew with retry: true."
                                    : ". It is not run again by itself: once the cause is gone, give retry: true."),
                            Map.of(MigrationOrder.EXIT_CODE, run.exitCode()))));
        }
        if (run.outcome().equals("notRun")) {
            return go(run.attempt() + 1);
        }
        if (run.outcome().isEmpty()) {
            return Turn.to(new MigrationJoin(plan.watching(run), run, null));
        }
        // "unknown", or a word of a newer version
        return watched ? Turn.to(notKnown(plan, run)) : unknown(plan, run);
    }

    private Turn go(int attempt) {
        return Turn.to(new MigrationGuard(plan.attempt(attempt)));
    }

    /** It began, and nobody knows how it ended. */
    static Turn unknown(MigrationPlan plan, PastLook.Run run) {
        String resolved = plan.order().resolved();
        if (!resolved.isEmpty()) {
            return Turn.to(new MigrationResolve(plan, run, resolved));
        }
        return Turn.to(notKnown(plan, run));
    }

    /** What a build says in 'resolved' is about what was so when it began, not about the end of one that it waited for. */
    private static Ended notKnown(MigrationPlan plan, PastLook.Run run) {
        return new Ended(new Outcome(Verdict.UNKNOWN, "Migration " + plan.order().migrationId() + " was begun by "
                + run.owner() + " (task definition " + run.taskDefinition().substring(run.taskDefinition().lastIndexOf('/') + 1)
                + "), and it is not known whether it ended. Look into the database, then give resolved: 'ran' or "
                + "resolved: 'notRun'. Until then it is not run again.", Map.of()));
    }

    private Outcome alreadyRun(PastLook.Run run, String message) {
        Map<String, Object> result = new LinkedHashMap<>();
        result.put(MigrationOrder.EXIT_CODE, 0);
        result.put(MigrationOrder.TASK, run.task());
        result.put(MigrationOrder.TASK_DEFINITION, run.taskDefinition());
        result.put(MigrationOrder.MIGRATION_ID, plan.order().migrationId());
        result.put(MigrationOrder.SECONDS, 0L);
        result.put(MigrationOrder.LOG_TAIL, "");
        result.put(MigrationOrder.ALREADY_RUN, true);
        result.put(MigrationOrder.SNAPSHOT, "");
        result.put(MigrationOrder.REVERSIBLE, plan.order().reversible());
        return Outcome.succeeded(message, result);
    }
}
