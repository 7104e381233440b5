package io.jenkins.plugins.ecsrelease.engine.database;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.jenkins.plugins.ecsrelease.engine.database.look.EcsCalls;
import io.jenkins.plugins.ecsrelease.engine.database.look.PastLoader;
import io.jenkins.plugins.ecsrelease.engine.database.look.PastLook;
import io.jenkins.plugins.ecsrelease.engine.operation.Answer;
import io.jenkins.plugins.ecsrelease.engine.operation.Change;
import io.jenkins.plugins.ecsrelease.engine.operation.Ended;
import io.jenkins.plugins.ecsrelease.engine.operation.Fact;
import io.jenkins.plugins.ecsrelease.engine.operation.Finding;
import io.jenkins.plugins.ecsrelease.engine.operation.Phase;
import io.jenkins.plugins.ecsrelease.engine.operation.Problem;
import io.jenkins.plugins.ecsrelease.engine.operation.Question;
import io.jenkins.plugins.ecsrelease.engine.operation.Tools;
import io.jenkins.plugins.ecsrelease.engine.operation.Turn;
import io.jenkins.plugins.ecsrelease.engine.operation.View;
import java.time.Duration;
import java.util.Map;
import java.util.Set;

/**
 * Notes the outcome at AWS, as a tag of the migration's task definition, before the task is stopped: whoever watches it
 * finds the one or the other.
 *
 * @param task empty where none was run
 */
record MigrationRecord(MigrationPlan plan, String task, MigrationEnd end) implements Change<String> {

    /** What follows an end: a guest leaves everything as it is. */
    static Phase next(MigrationPlan plan, String task, MigrationEnd end) {
        return plan.guest() ? new Ended(end.outcome(plan, task)) : new MigrationRecord(plan, task, end);
    }

    @Override
    public Set<Question<?>> questions() {
        return Set.of(plan.past());
    }

    @Override
    public String describe() {
        return "noting at AWS that the migration " + switch (end.remembered()) {
            case "notRun" -> "was not run";
            case "unknown" -> "has an unknown end";
            default -> end.remembered().replace("ended", "ended with");
        };
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
        Answer<PastLook.Found> answer = view.of(plan.past());
        if (answer.ifUnknown().isPresent()) {
            return Finding.unclear(answer.ifUnknown().get());
        }
        return answer.ifKnown().orElseThrow().runs().stream()
                .anyMatch(run -> run.taskDefinition().equals(plan.taskDefinition()) && run.outcome().equals(end.remembered()))
                ? Finding.made(end.remembered())
                : Finding.absent();
    }

    @Override
    public String make(Tools tools) {
        ObjectNode request = EcsCalls.object().put("resourceArn", plan.taskDefinition());
        var tags = request.putArray("tags");
        tags.addObject().put("key", PastLoader.OUTCOME).put("value", end.remembered());
        if (end.seconds() > 0) {
            tags.addObject().put("key", PastLoader.SECONDS).put("value", String.valueOf(end.seconds()));
        }
        if (!task.isEmpty()) {
            tags.addObject().put("key", PastLoader.TASK).put("value", task);
        }
        EcsCalls.call(tools, "TagResource", request);
        return end.remembered();
    }

    @Override
    public Turn made(String remembered) {
        return Turn.to(after());
    }

    @Override
    public Turn refused(Problem problem) {
        return Turn.to(after(), Fact.of("migration", "The migration's outcome could not be noted at AWS, so another controller "
                + "does not know it. " + problem.full()));
    }

    private Phase after() {
        return task.isEmpty() ? new Ended(end.outcome(plan, task)) : new MigrationStop(plan, task, end);
    }
}
