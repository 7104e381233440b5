package io.jenkins.plugins.ecsrelease.engine.service.look;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * A task definition. Values of environment variables are here to be compared, never to be saved or printed.
 *
 * @param architecture X86_64 or ARM64; X86_64 where it says nothing
 * @param unknown paths of members that the SDK's model does not have; they are kept, and told
 */
public record LiveTaskDefinition(
        String arn,
        String family,
        int revision,
        String status,
        String cpu,
        String memory,
        String taskRole,
        String executionRole,
        String architecture,
        List<Container> containers,
        Map<String, String> tags,
        List<String> unknown) {

    /**
     * @param secrets name to where it comes from
     * @param logGroup of the awslogs driver; empty for other drivers
     */
    public record Container(
            String name,
            String image,
            boolean essential,
            String cpu,
            String memory,
            Map<String, String> environment,
            Map<String, String> secrets,
            String logGroup,
            boolean createsLogGroup,
            List<Integer> ports) {}

    public List<String> containerNames() {
        return containers.stream().map(Container::name).toList();
    }

    static LiveTaskDefinition of(JsonNode response) {
        JsonNode definition = response.path("taskDefinition");
        List<Container> containers = new ArrayList<>();
        for (JsonNode node : definition.path("containerDefinitions")) {
            List<Integer> ports = new ArrayList<>();
            node.path("portMappings").forEach(port -> ports.add(EcsJson.number(port, "containerPort")));
            JsonNode options = node.path("logConfiguration").path("options");
            boolean awslogs = "awslogs".equals(EcsJson.text(node, "logConfiguration", "logDriver"));
            containers.add(new Container(
                    EcsJson.text(node, "name"),
                    EcsJson.text(node, "image"),
                    node.path("essential").asBoolean(true),
                    EcsJson.text(node, "cpu"),
                    EcsJson.text(node, "memory"),
                    EcsJson.pairs(node.path("environment"), "name", "value"),
                    EcsJson.pairs(node.path("secrets"), "name", "valueFrom"),
                    awslogs ? EcsJson.text(options, "awslogs-group") : "",
                    awslogs && "true".equals(EcsJson.text(options, "awslogs-create-group")),
                    List.copyOf(ports)));
        }
        String architecture = EcsJson.text(definition, "runtimePlatform", "cpuArchitecture");
        return new LiveTaskDefinition(
                EcsJson.text(definition, "taskDefinitionArn"),
                EcsJson.text(definition, "family"),
                EcsJson.number(definition, "revision"),
                EcsJson.text(definition, "status"),
                EcsJson.text(definition, "cpu"),
                EcsJson.text(definition, "memory"),
                EcsJson.text(definition, "taskRoleArn"),
                EcsJson.text(definition, "executionRoleArn"),
                architecture.isEmpty() ? "X86_64" : architecture,
                List.copyOf(containers),
                EcsJson.pairs(response.path("tags"), "key", "value"),
                UnknownMembers.of(definition));
    }
}
