package io.jenkins.plugins.ecsrelease.engine.database;

import io.jenkins.plugins.ecsrelease.engine.database.look.EcsCalls;
import io.jenkins.plugins.ecsrelease.engine.database.look.TaskLook;
import io.jenkins.plugins.ecsrelease.engine.operation.Answer;
import io.jenkins.plugins.ecsrelease.engine.operation.Change;
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

/** StopTask of a task whose command is the migration: ECS sends TERM, and KILL half a minute later. */
record MigrationHalt(MigrationTask following) implements Change<String> {

    private TaskLook look() {
        return new TaskLook(following.plan().order().cluster(), following.task());
    }

    @Override
    public Set<Question<?>> questions() {
        return Set.of(look());
    }

    @Override
    public String describe() {
        return "stopping the migration's task: " + following.why();
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
                : answer.ifKnown().orElseThrow().stopping() ? Finding.made(following.task()) : Finding.absent();
    }

    @Override
    public String make(Tools tools) {
        EcsCalls.call(tools, "StopTask", EcsCalls.object()
                .put("cluster", following.plan().order().cluster())
                .put("task", following.task())
                .put("reason", "The migration was " + following.why()));
        return following.task();
    }

    @Override
    public Turn made(String task) {
        return Turn.to(following, Fact.of("mutation", "The migration's task was told to stop: " + following.why() + ".",
                Map.of("call", "StopTask", "task", task)));
    }

    @Override
    public Turn refused(Problem problem) {
        return Turn.to(following, Fact.of("migration", "The migration's task could not be stopped. " + problem.full()));
    }
}
