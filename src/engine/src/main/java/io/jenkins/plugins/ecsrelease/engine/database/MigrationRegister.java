package io.jenkins.plugins.ecsrelease.engine.database;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.jenkins.plugins.ecsrelease.engine.database.look.EcsCalls;
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
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** RegisterTaskDefinition, once per attempt: its tags say whose it is. */
record MigrationRegister(MigrationPlan plan) implements Change<String> {

    @Override
    public Set<Question<?>> questions() {
        return Set.of(plan.past());
    }

    @Override
    public String describe() {
        return "registering task definition " + plan.family() + " with " + plan.order().image();
    }

    @Override
    public Duration settle() {
        return Duration.ofSeconds(15);
    }

    @Override
    public Finding<String> find(View view) {
        Answer<PastLook.Found> answer = view.of(plan.past());
        if (answer.ifUnknown().isPresent()) {
            return Finding.unclear(answer.ifUnknown().get());
        }
        Optional<PastLook.Run> own = answer.ifKnown().orElseThrow().runs().stream()
                .filter(run -> run.attempt() == plan.attempt() && run.owner().equals(plan.owner()))
                .findFirst();
        if (own.isPresent()) {
            return Finding.made(own.get().taskDefinition());
        }
        boolean another = answer.ifKnown().orElseThrow().runs().stream().anyMatch(run -> run.attempt() >= plan.attempt());
        return another ? Finding.instead(Turn.to(new MigrationCheck(plan.order(), plan.begun(), false))) : Finding.absent();
    }

    @Override
    public String make(Tools tools) {
        ObjectNode describe = EcsCalls.object().put("taskDefinition", plan.study().taskDefinition());
        describe.putArray("include").add("TAGS");
        JsonNode described = EcsCalls.call(tools, "DescribeTaskDefinition", describe);
        JsonNode registered = EcsCalls.call(tools, "RegisterTaskDefinition", MigrationTaskDefinition.request(described, plan));
        return EcsCalls.text(registered.path("taskDefinition"), "taskDefinitionArn");
    }

    @Override
    public Turn made(String arn) {
        return Turn.to(new MigrationRun(plan.registered(arn)), Fact.of("mutation",
                "Registered " + arn.substring(arn.lastIndexOf('/') + 1) + " from "
                        + plan.study().taskDefinition().substring(plan.study().taskDefinition().lastIndexOf('/') + 1)
                        + " with the new image.",
                Map.of("call", "RegisterTaskDefinition", "taskDefinition", arn)));
    }

    @Override
    public Turn refused(Problem problem) {
        return MigrationCheck.stopped("The migration's task definition was refused, so it was not run. " + problem.full());
    }
}
