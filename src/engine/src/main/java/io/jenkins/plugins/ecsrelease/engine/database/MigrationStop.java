package io.jenkins.plugins.ecsrelease.engine.database;

import io.jenkins.plugins.ecsrelease.engine.database.look.EcsCalls;
import io.jenkins.plugins.ecsrelease.engine.database.look.TaskLook;
import io.jenkins.plugins.ecsrelease.engine.operation.Answer;
import io.jenkins.plugins.ecsrelease.engine.operation.Change;
import io.jenkins.plugins.ecsrelease.engine.operation.Ended;
import io.jenkins.plugins.ecsrelease.engine.operation.Fact;
import io.jenkins.plugins.ecsrelease.engine.operation.Finding;
import io.jenkins.plugins.ecsrelease.engine.operation.Problem;
import io.jenkins.plugins.ecsrelease.engine.operation.Question;
import io.jenkins.plugins.ecsrelease.engine.operation.Tools;
import io.jenkins.plugins.ecsrelease.engine.operation.Turn;
import io.jenkins.plugins.ecsrelease.engine.operation.View;
import java.time.Duration;
import java.util.Map;
import java.util.Set;

/** StopTask in every outcome. Where even this is lost, the task ends by itself a little later. */
record MigrationStop(MigrationPlan plan, String task, MigrationEnd end) implements Change<String> {

    private TaskLook look() {
        return new TaskLook(plan.order().cluster(), task);
    }

    @Override
    public Set<Question<?>> questions() {
        return Set.of(look());
    }

    @Override
    public String describe() {
        return "stopping the migration's task " + task.substring(task.lastIndexOf('/') + 1);
    }

    @Override
    public boolean yieldsToStop() {
        return false;
    }

    @Override
    public Duration settle() {
        return Duration.ofSeconds(10);
    }

    @Override
    public Finding<String> find(View view) {
        Answer<TaskLook.Seen> answer = view.of(look());
        return answer.ifUnknown().isPresent()
                ? Finding.unclear(answer.ifUnknown().get())
                : answer.ifKnown().orElseThrow().stopping() ? Finding.made(task) : Finding.absent();
    }

    @Override
    public String make(Tools tools) {
        EcsCalls.call(tools, "StopTask", EcsCalls.object()
                .put("cluster", plan.order().cluster())
                .put("task", task)
                .put("reason", "The migration is over: " + end.remembered()));
        return task;
    }

    @Override
    public Turn made(String stopped) {
        return Turn.to(new Ended(end.outcome(plan, task)), Fact.quiet("mutation", Map.of("call", "StopTask", "task", task)));
    }

    @Override
    public Turn refused(Problem problem) {
        return Turn.to(new Ended(end.outcome(plan, task)), Fact.of("migration",
                "The migration's task could not be stopped; it ends by itself. " + problem.full()));
    }
}
