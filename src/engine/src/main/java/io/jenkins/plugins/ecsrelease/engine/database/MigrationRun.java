package io.jenkins.plugins.ecsrelease.engine.database;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.jenkins.plugins.ecsrelease.engine.database.look.EcsCalls;
import io.jenkins.plugins.ecsrelease.engine.database.look.StartedLook;
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
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

/**
 * RunTask with a client token of cluster, migration and attempt: ECS recognises a repeated call for a day, whoever makes
 * it. Later than that, and only then, what is not seen to have run is not run either.
 */
record MigrationRun(MigrationPlan plan) implements Change<MigrationRun.Ran> {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Duration TOKEN_LIVES = Duration.ofHours(23);

    /** @param task empty where ECS placed none; @param failure ECS's reason then */
    record Ran(String task, String failure) {}

    @Override
    public Set<Question<?>> questions() {
        return Set.of(plan.started());
    }

    @Override
    public String describe() {
        return "running a task of " + plan.taskDefinition().substring(plan.taskDefinition().lastIndexOf('/') + 1);
    }

    @Override
    public Finding<Ran> find(View view) {
        Answer<StartedLook.Found> answer = view.of(plan.started());
        if (answer.ifUnknown().isPresent()) {
            return Finding.unclear(answer.ifUnknown().get());
        }
        StartedLook.Found found = answer.ifKnown().orElseThrow();
        return Stream.concat(found.running().stream(), found.stopped().stream())
                .findFirst()
                .map(task -> Finding.made(new Ran(task, "")))
                .orElseGet(() -> view.now().isAfter(plan.begun().plus(TOKEN_LIVES))
                        ? Finding.instead(Turn.to(new MigrationRecord(plan, "", MigrationEnd.unknown("More than "
                                + TOKEN_LIVES.toHours() + " hours passed before it could be seen whether the migration's task "
                                + "was run.", 0, ""))))
                        : Finding.absent());
    }

    @Override
    public Turn stopped(Signal stop) {
        return Turn.to(new MigrationRecord(plan, "",
                MigrationEnd.notRun("Stopped by " + stop.who() + " before the migration was run.")));
    }

    @Override
    public Ran make(Tools tools) throws JsonProcessingException {
        ObjectNode request = EcsCalls.object()
                .put("cluster", plan.order().cluster())
                .put("taskDefinition", plan.taskDefinition())
                .put("count", 1)
                .put("startedBy", plan.startedBy())
                .put("clientToken", plan.clientToken());
        if (plan.throughExec()) {
            request.put("enableExecuteCommand", true);
        }
        if (!plan.study().network().isEmpty()) {
            request.set("networkConfiguration", JSON.readTree(plan.study().network()));
        }
        if (!plan.study().capacity().isEmpty()) {
            request.set("capacityProviderStrategy", JSON.readTree(plan.study().capacity()));
        } else if (!plan.study().launchType().isEmpty()) {
            request.put("launchType", plan.study().launchType());
        }
        if (!plan.study().platformVersion().isEmpty()) {
            request.put("platformVersion", plan.study().platformVersion());
        }
        var tags = request.putArray("tags");
        MigrationTaskDefinition.own(plan).forEach((key, value) -> tags.addObject().put("key", key).put("value", value));
        JsonNode answer = EcsCalls.call(tools, "RunTask", request);
        String task = EcsCalls.text(answer.path("tasks").path(0), "taskArn");
        JsonNode failure = answer.path("failures").path(0);
        return new Ran(task, (EcsCalls.text(failure, "reason") + " " + EcsCalls.text(failure, "detail")).trim());
    }

    @Override
    public Turn made(Ran ran) {
        if (ran.task().isEmpty()) {
            return Turn.to(new MigrationRecord(plan, "", MigrationEnd.notRun("ECS placed no task for the migration: "
                    + (ran.failure().isEmpty() ? "it gave no reason" : ran.failure())
                    + ". Check the capacity and the network of service " + plan.order().service() + ".")));
        }
        return Turn.to(plan.throughExec() ? MigrationAgent.of(plan, ran.task()) : MigrationTask.of(plan, ran.task()), Fact.of("mutation",
                "Ran task " + ran.task().substring(ran.task().lastIndexOf('/') + 1) + " for the migration.",
                Map.of("call", "RunTask", "task", ran.task())));
    }

    @Override
    public Turn refused(Problem problem) {
        if (problem.code().equals("ConflictException")) {
            // Another build used the same token at the same moment: the task is its.
            return Turn.again(new MigrationCheck(plan.order(), plan.begun(), true), MigrationCheck.AGAIN);
        }
        return Turn.to(new MigrationRecord(plan, "", MigrationEnd.notRun("ECS refused to run the migration's task. " + problem.full()
                + " The migration was not run.")));
    }
}
