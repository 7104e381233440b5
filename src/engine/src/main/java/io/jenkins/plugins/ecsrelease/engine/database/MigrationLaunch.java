package io.jenkins.plugins.ecsrelease.engine.database;

import io.jenkins.plugins.ecsrelease.engine.database.look.TaskLook;
import io.jenkins.plugins.ecsrelease.engine.operation.Answer;
import io.jenkins.plugins.ecsrelease.engine.operation.Change;
import io.jenkins.plugins.ecsrelease.engine.operation.Fact;
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
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Set;

/**
 * Starts the command in the task, detached and under a lock: whoever starts it a second time, starts nothing. Once the
 * task has stopped it cannot be told from here whether the command had begun.
 *
 * @param since when its agent was seen running
 */
record MigrationLaunch(MigrationPlan plan, String task, Instant since) implements Change<String> {

    private static final Duration TO_REACH = Duration.ofMinutes(10);

    private Tail tail() {
        return new Tail(plan.place(task), MigrationPlan.PROGRAM, 0, 1);
    }

    private TaskLook look() {
        return new TaskLook(plan.order().cluster(), task);
    }

    @Override
    public Set<Question<?>> questions() {
        return Set.of(tail(), look());
    }

    @Override
    public String describe() {
        return "starting the migration in task " + task.substring(task.lastIndexOf('/') + 1);
    }

    @Override
    public Finding<String> find(View view) {
        Answer<Detached.Progress> answer = view.of(tail());
        if (answer.ifKnown().isPresent()) {
            return answer.ifKnown().get().state() == Detached.Progress.State.ABSENT ? Finding.absent() : Finding.made(task);
        }
        TaskLook.Seen seen = view.of(look()).ifKnown().orElse(null);
        if (seen != null && seen.stopped()) {
            return Finding.instead(Turn.to(MigrationRecord.next(plan, task, MigrationEnd.unknown("The migration's task stopped while "
                    + "the migration was being started: " + AgentDiagnosis.join(seen.stopCode(), seen.stoppedReason())
                    + ". It is not known whether it began.", 0, ""))));
        }
        if (view.now().isAfter(since.plus(TO_REACH))) {
            return Finding.instead(Turn.to(MigrationRecord.next(plan, task, MigrationEnd.unknown("The migration's task could not be "
                    + "reached for " + TO_REACH.toMinutes() + " minutes while the migration was being started; the task is stopped. "
                    + answer.ifUnknown().orElseThrow().full(), 0, ""))));
        }
        return Finding.unclear(answer.ifUnknown().orElseThrow());
    }

    @Override
    public Turn stopped(Signal stop) {
        return Turn.to(MigrationRecord.next(plan, task,
                MigrationEnd.notRun("Stopped by " + stop.who() + " before the migration was run.")));
    }

    @Override
    public String make(Tools tools) throws IOException {
        tools.detached(plan.place(task)).start(new Detached.Launch(
                MigrationPlan.PROGRAM, plan.order().command(), Map.of("ECS_RELEASE_MIGRATION_ID", plan.order().migrationId()), Map.of(),
                plan.hidden()));
        return task;
    }

    @Override
    public Turn made(String where) {
        return Turn.to(MigrationFollow.of(plan, task), Fact.of("mutation", "Started migration " + plan.order().migrationId()
                + " in task " + task.substring(task.lastIndexOf('/') + 1) + ".", Map.of("call", "ExecuteCommand", "task", task)));
    }

    @Override
    public Turn refused(Problem problem) {
        return Turn.to(MigrationRecord.next(plan, task, MigrationEnd.notRun(
                "The migration could not be started in its task. " + problem.full())));
    }
}
