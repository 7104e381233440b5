package io.jenkins.plugins.ecsrelease.engine.database;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.jenkins.plugins.ecsrelease.engine.database.look.EcsCalls;
import io.jenkins.plugins.ecsrelease.engine.database.look.PastLoader;
import io.jenkins.plugins.ecsrelease.engine.exec.EcsExec;
import io.jenkins.plugins.ecsrelease.engine.process.Masking;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The migration's own task definition, made from the service's: the one container that migrates, with the new image and
 * the same environment, secrets, roles, volumes and log; no ports, no health check, nobody waiting for it. A log router
 * stays when the container writes to it.
 */
final class MigrationTaskDefinition {

    /** What DescribeTaskDefinition tells and RegisterTaskDefinition does not take. */
    private static final Set<String> TOLD = Set.of(
            "taskDefinitionArn", "revision", "status", "requiresAttributes", "compatibilities", "registeredAt", "registeredBy",
            "deregisteredAt");

    private static final Set<String> OF_A_SERVICE = Set.of(
            "portMappings", "healthCheck", "dependsOn", "links", "restartPolicy", "volumesFrom", "startTimeout");

    /** How much longer than the migration the idle task lives. */
    private static final long SPARE_SECONDS = 15 * 60;

    private MigrationTaskDefinition() {}

    static ObjectNode request(JsonNode described, MigrationPlan plan) {
        MigrationOrder order = plan.order();
        ObjectNode request = ((ObjectNode) described.path("taskDefinition")).deepCopy();
        request.remove(TOLD);
        request.remove("proxyConfiguration");
        request.put("family", plan.family());
        if (!order.taskRoleArn().isEmpty()) {
            request.put("taskRoleArn", order.taskRoleArn());
        }
        ArrayNode kept = request.arrayNode();
        for (JsonNode container : request.path("containerDefinitions")) {
            String name = EcsCalls.text(container, "name");
            if (name.equals(plan.container())) {
                kept.add(migrating((ObjectNode) container, plan));
            } else if (container.hasNonNull("firelensConfiguration") && logsThroughRouter(request, plan)) {
                kept.add(((ObjectNode) container).put("essential", false));
            }
        }
        request.set("containerDefinitions", kept);
        tags(request, described.path("tags"), plan);
        return request;
    }

    private static boolean logsThroughRouter(JsonNode request, MigrationPlan plan) {
        for (JsonNode container : request.path("containerDefinitions")) {
            if (EcsCalls.text(container, "name").equals(plan.container())) {
                return EcsCalls.text(container.path("logConfiguration"), "logDriver").equals("awsfirelens");
            }
        }
        return false;
    }

    private static ObjectNode migrating(ObjectNode container, MigrationPlan plan) {
        MigrationOrder order = plan.order();
        container.remove(OF_A_SERVICE);
        container.put("image", order.image());
        container.put("essential", true);
        List<String> words = plan.throughExec()
                ? List.of("/bin/sh", "-c", EcsExec.idle(order.timeoutMinutes() * 60L + SPARE_SECONDS))
                : plan.wrapped() ? Masking.command(words(order.command()), plan.hidden().variables()) : words(order.command());
        container.putArray("entryPoint").add(words.get(0));
        ArrayNode rest = container.putArray("command");
        words.stream().skip(1).forEach(rest::add);
        // Collects what a command leaves behind, and hands on the TERM that a first process without a handler never gets.
        container.withObject("/linuxParameters").put("initProcessEnabled", true);
        return container;
    }

    /** A plain command is run as it is, so that an image needs no shell; anything else is a shell's. */
    static List<String> words(String command) {
        if (command.matches("[A-Za-z0-9_./:=@%+, -]+") && !command.matches("(?s)^[A-Za-z_][A-Za-z0-9_]*=.*")) {
            return new ArrayList<>(List.of(command.trim().split(" +")));
        }
        return List.of("/bin/sh", "-c", command);
    }

    private static void tags(ObjectNode request, JsonNode before, MigrationPlan plan) {
        Map<String, String> tags = new LinkedHashMap<>();
        for (JsonNode tag : before) {
            String key = EcsCalls.text(tag, "key");
            if (!key.startsWith("aws:") && !key.startsWith("ecs-release:")) {
                tags.put(key, EcsCalls.text(tag, "value"));
            }
        }
        tags.putAll(own(plan));
        ArrayNode list = request.putArray("tags");
        tags.forEach((key, value) -> list.addObject().put("key", key).put("value", value));
    }

    static Map<String, String> own(MigrationPlan plan) {
        Map<String, String> tags = new LinkedHashMap<>();
        tags.put(PastLoader.ID, plan.order().migrationId());
        tags.put(PastLoader.CLUSTER, plan.cluster());
        tags.put(PastLoader.REVERSIBLE, String.valueOf(plan.order().reversible()));
        if (!plan.snapshot().isEmpty()) {
            tags.put(PastLoader.SNAPSHOT, plan.snapshot());
        }
        tags.put(PastLoader.ATTEMPT, String.valueOf(plan.attempt()));
        tags.put(PastLoader.OWNER, plan.owner());
        return tags;
    }
}
