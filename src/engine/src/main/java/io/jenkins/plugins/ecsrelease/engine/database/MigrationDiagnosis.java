package io.jenkins.plugins.ecsrelease.engine.database;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.jenkins.plugins.ecsrelease.engine.database.look.TaskLook;
import io.jenkins.plugins.ecsrelease.engine.operation.Answer;
import io.jenkins.plugins.ecsrelease.engine.operation.Await;
import io.jenkins.plugins.ecsrelease.engine.operation.Question;
import io.jenkins.plugins.ecsrelease.engine.operation.Turn;
import io.jenkins.plugins.ecsrelease.engine.operation.View;
import io.jenkins.plugins.ecsrelease.engine.service.look.AllowedLook;
import io.jenkins.plugins.ecsrelease.engine.service.look.Egress;
import io.jenkins.plugins.ecsrelease.engine.service.look.EgressLook;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * The migration's task runs and its Exec agent does not come up: looks once at what an agent needs, its role's permissions
 * and a way to ssmmessages, so that the refusal names the cause. What cannot be looked at is asked of a person.
 */
record MigrationDiagnosis(MigrationPlan plan, String task) implements Await {

    private static final ObjectMapper JSON = new ObjectMapper();

    private TaskLook look() {
        return new TaskLook(plan.order().cluster(), task);
    }

    private String role() {
        return plan.order().taskRoleArn().isEmpty() ? plan.study().taskRole() : plan.order().taskRoleArn();
    }

    private JsonNode network() {
        try {
            return JSON.readTree(plan.study().network().isEmpty() ? "{}" : plan.study().network()).path("awsvpcConfiguration");
        } catch (JsonProcessingException e) {
            return JSON.createObjectNode();
        }
    }

    private List<String> subnets() {
        List<String> subnets = new ArrayList<>();
        network().path("subnets").forEach(subnet -> subnets.add(subnet.asText()));
        return subnets;
    }

    private List<AllowedLook> needs() {
        return role().isEmpty() ? List.of() : AgentDiagnosis.CHANNELS.stream()
                .map(action -> new AllowedLook(role(), "ssmmessages:" + action, "*"))
                .toList();
    }

    @Override
    public Set<Question<?>> questions() {
        Set<Question<?>> questions = new HashSet<>(needs());
        questions.add(look());
        if (!subnets().isEmpty()) {
            questions.add(new EgressLook(subnets()));
        }
        return questions;
    }

    @Override
    public String describe() {
        return "looking why the Exec agent of the migration's task does not come up";
    }

    @Override
    public Turn next(View view) {
        if (view.stop().isPresent()) {
            return end("Stopped by " + view.stop().get().who() + " before the migration was run.");
        }
        TaskLook.Seen seen = view.of(look()).ifKnown().orElse(TaskLook.Seen.ABSENT);
        List<String> causes = new ArrayList<>();
        List<String> denied = needs().stream()
                .filter(need -> view.of(need).ifKnown().map(decision -> !decision.equals("allowed")).orElse(false))
                .map(AllowedLook::action)
                .toList();
        if (!denied.isEmpty()) {
            causes.add("The task role " + role() + " does not allow " + String.join(", ", denied)
                    + " on *, with which the agent of ECS Exec opens its channels: allow all four of ssmmessages:"
                    + String.join(", ", AgentDiagnosis.CHANNELS) + ".");
        }
        if (!subnets().isEmpty()) {
            Answer<Egress> egress = view.of(new EgressLook(subnets()));
            egress.ifKnown().ifPresent(known -> cutOff(known, causes));
        }
        return end(AgentDiagnosis.unreachable(plan, seen, causes));
    }

    private void cutOff(Egress egress, List<String> causes) {
        boolean publicAddress = network().path("assignPublicIp").asText().equals("ENABLED");
        List<String> cut = egress.closed(publicAddress);
        if (!cut.isEmpty() && !egress.endpoints().contains("ssmmessages")) {
            causes.add("From " + String.join(", ", cut) + " a task does not reach ssmmessages: there is no NAT gateway on its way, "
                    + (publicAddress ? "no Internet gateway" : "no public address") + ", and its VPC has no interface endpoint for "
                    + "ssmmessages: add one of them.");
        }
    }

    private Turn end(String message) {
        return Turn.to(MigrationRecord.next(plan, task, MigrationEnd.notRun(message)));
    }
}
