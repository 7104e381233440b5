package io.jenkins.plugins.ecsrelease.engine.database;

import io.jenkins.plugins.ecsrelease.engine.database.look.TaskLook;
import io.jenkins.plugins.ecsrelease.engine.operation.Answer;
import io.jenkins.plugins.ecsrelease.engine.operation.Await;
import io.jenkins.plugins.ecsrelease.engine.operation.Question;
import io.jenkins.plugins.ecsrelease.engine.operation.Turn;
import io.jenkins.plugins.ecsrelease.engine.operation.View;
import java.time.Duration;
import java.time.Instant;
import java.util.Set;

/**
 * Waits until the task runs and its Exec agent does, which comes up some seconds later.
 *
 * @param since when the task was asked for; null until the first turn
 * @param ran when it was first seen running; null before
 * @param standing what was last seen, for people
 */
record MigrationAgent(MigrationPlan plan, String task, Instant since, Instant ran, String standing) implements Await {

    private static final Duration EVERY = Duration.ofSeconds(3);
    private static final Duration TO_RUN = Duration.ofMinutes(20);
    private static final Duration TO_CONNECT = Duration.ofMinutes(3);

    static MigrationAgent of(MigrationPlan plan, String task) {
        return new MigrationAgent(plan, task, null, null, "asked for");
    }

    private TaskLook look() {
        return new TaskLook(plan.order().cluster(), task);
    }

    @Override
    public Set<Question<?>> questions() {
        return Set.of(look());
    }

    @Override
    public String describe() {
        return "waiting for the migration's task " + task.substring(task.lastIndexOf('/') + 1) + ": " + standing;
    }

    @Override
    public Turn next(View view) {
        Instant begun = since == null ? view.now() : since;
        Answer<TaskLook.Seen> answer = view.of(look());
        if (view.stop().isPresent()) {
            return end(MigrationEnd.notRun("Stopped by " + view.stop().get().who()
                    + (plan.guest() ? " while it watched another build's migration, which goes on." : " before the migration was run.")));
        }
        if (answer.ifUnknown().isPresent()) {
            return view.now().isAfter(begun.plus(TO_RUN))
                    ? end(MigrationEnd.notRun("The migration's task could not be looked at, so the migration was not run. "
                            + answer.ifUnknown().get().full()))
                    : Turn.again(new MigrationAgent(plan, task, begun, ran, standing), EVERY);
        }
        TaskLook.Seen seen = answer.ifKnown().orElseThrow();
        if (seen.stopped()) {
            // ECS may not list a task yet that it has just accepted.
            boolean early = !seen.present() && view.now().isBefore(begun.plus(TO_CONNECT));
            return early ? Turn.again(new MigrationAgent(plan, task, begun, ran, standing), EVERY) : gone(seen);
        }
        if (!seen.lastStatus().equals("RUNNING")) {
            return view.now().isAfter(begun.plus(TO_RUN))
                    ? end(MigrationEnd.notRun("The migration's task was still " + seen.lastStatus() + " after " + TO_RUN.toMinutes()
                            + " minutes, so it was given up. Check capacity, network and image of service " + plan.order().service() + "."))
                    : Turn.again(new MigrationAgent(plan, task, begun, null, seen.lastStatus()), EVERY);
        }
        Instant running = ran == null ? view.now() : ran;
        String agent = seen.container(plan.container()).map(TaskLook.Container::agent).orElse("");
        if (agent.equals("RUNNING")) {
            return Turn.to(plan.guest() ? MigrationFollow.of(plan, task) : new MigrationLaunch(plan, task, view.now()));
        }
        if (view.now().isAfter(running.plus(TO_CONNECT))) {
            return Turn.to(new MigrationDiagnosis(plan, task));
        }
        return Turn.again(new MigrationAgent(plan, task, begun, running,
                "it runs, its Exec agent is " + (agent.isEmpty() ? "not there yet" : agent)), EVERY);
    }

    private Turn gone(TaskLook.Seen seen) {
        return plan.guest()
                ? Turn.to(new MigrationCheck(plan.order(), plan.begun(), true))
                : end(MigrationEnd.notRun(AgentDiagnosis.stopped(plan, seen)));
    }

    private Turn end(MigrationEnd end) {
        return Turn.to(MigrationRecord.next(plan, task, end));
    }
}
