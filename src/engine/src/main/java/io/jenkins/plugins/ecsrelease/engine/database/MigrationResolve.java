package io.jenkins.plugins.ecsrelease.engine.database;

import io.jenkins.plugins.ecsrelease.engine.database.look.EcsCalls;
import io.jenkins.plugins.ecsrelease.engine.database.look.PastLoader;
import io.jenkins.plugins.ecsrelease.engine.database.look.PastLook;
import io.jenkins.plugins.ecsrelease.engine.operation.Answer;
import io.jenkins.plugins.ecsrelease.engine.operation.Change;
import io.jenkins.plugins.ecsrelease.engine.operation.Fact;
import io.jenkins.plugins.ecsrelease.engine.operation.Finding;
import io.jenkins.plugins.ecsrelease.engine.operation.Problem;
import io.jenkins.plugins.ecsrelease.engine.operation.Question;
import io.jenkins.plugins.ecsrelease.engine.operation.Tools;
import io.jenkins.plugins.ecsrelease.engine.operation.Turn;
import io.jenkins.plugins.ecsrelease.engine.operation.View;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Map;
import java.util.Set;

/** Notes at AWS what a person found out about a run whose end was unknown. */
record MigrationResolve(MigrationPlan plan, PastLook.Run run, String resolved) implements Change<String> {

    @Override
    public Set<Question<?>> questions() {
        return Set.of(plan.past());
    }

    @Override
    public String describe() {
        return "noting that migration " + plan.order().migrationId() + " " + (resolved.equals("ran") ? "ran" : "did not run");
    }

    @Override
    public Finding<String> find(View view) {
        Answer<PastLook.Found> answer = view.of(plan.past());
        if (answer.ifUnknown().isPresent()) {
            return Finding.unclear(answer.ifUnknown().get());
        }
        return answer.ifKnown().orElseThrow().runs().stream()
                .anyMatch(other -> other.taskDefinition().equals(run.taskDefinition()) && other.outcome().equals(resolved))
                ? Finding.made(resolved)
                : Finding.absent();
    }

    @Override
    public String make(Tools tools) {
        ObjectNode request = EcsCalls.object().put("resourceArn", run.taskDefinition());
        request.putArray("tags").addObject().put("key", PastLoader.OUTCOME).put("value", resolved);
        EcsCalls.call(tools, "TagResource", request);
        return resolved;
    }

    @Override
    public Turn made(String result) {
        MigrationPlan own = new MigrationPlan(
                plan.order(), plan.begun(), plan.study(), plan.container(), plan.attempt(), plan.snapshot(), "", false);
        return Turn.to(new MigrationPast(own, false), Fact.of("mutation", "Noted that migration "
                + plan.order().migrationId() + (resolved.equals("ran") ? " ran" : " did not run") + ", as this build says.",
                Map.of("call", "TagResource", "taskDefinition", run.taskDefinition())));
    }

    @Override
    public Turn refused(Problem problem) {
        return MigrationCheck.stopped("What was found out about the migration could not be noted at AWS, so it was not run. "
                + problem.full());
    }
}
