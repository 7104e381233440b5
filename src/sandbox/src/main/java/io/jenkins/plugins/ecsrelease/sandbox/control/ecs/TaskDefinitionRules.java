package io.jenkins.plugins.ecsrelease.sandbox.control.ecs;

import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import software.amazon.awssdk.services.ecs.model.Compatibility;
import software.amazon.awssdk.services.ecs.model.ContainerDefinition;
import software.amazon.awssdk.services.ecs.model.NetworkMode;
import software.amazon.awssdk.services.ecs.model.PortMapping;
import software.amazon.awssdk.services.ecs.model.RegisterTaskDefinitionRequest;

/** What ECS refuses to register, and what it says. */
final class TaskDefinitionRules {

    private final RegisterTaskDefinitionRequest asked;

    TaskDefinitionRules(RegisterTaskDefinitionRequest asked) {
        this.asked = asked;
    }

    void check() {
        if (asked.family() == null || asked.family().isEmpty()) {
            throw EcsRefusals.client("Family should not be null or empty.");
        }
        if (!asked.family().matches("[A-Za-z0-9_-]{1,255}")) {
            throw EcsRefusals.client("Family contains invalid characters.");
        }
        if (asked.containerDefinitions().isEmpty()) {
            throw EcsRefusals.client("Container list cannot be empty.");
        }
        Set<String> names = new HashSet<>();
        asked.containerDefinitions().forEach(container -> check(container, names));
        if (asked.containerDefinitions().stream().noneMatch(one -> one.essential() == null || one.essential())) {
            throw EcsRefusals.client("Invalid setting for containers: at least one container must be essential.");
        }
        if (asked.requiresCompatibilities().contains(Compatibility.FARGATE)) {
            checkFargate();
        }
    }

    private void check(ContainerDefinition container, Set<String> names) {
        if (container.name() == null || container.name().isEmpty()) {
            throw EcsRefusals.client("Container.name should not be null or empty.");
        }
        if (!names.add(container.name())) {
            throw EcsRefusals.client("Container.name must be unique within a task definition: " + container.name());
        }
        if (container.image() == null || container.image().isEmpty()) {
            throw EcsRefusals.client("Container.image should not be null or empty.");
        }
        if (container.image().contains(" ")) {
            throw EcsRefusals.client("Container.image contains invalid characters.");
        }
        container.environment().forEach(pair -> {
            if (pair.name() == null || pair.name().isEmpty()) {
                throw EcsRefusals.client("Environment variable name must not be empty.");
            }
        });
        container.secrets().forEach(secret -> {
            boolean twice = container.environment().stream().anyMatch(pair -> pair.name().equals(secret.name()));
            if (twice) {
                throw EcsRefusals.client("The secret name must be unique and not shared with any new or existing "
                        + "environment variables set on the container, such as '" + secret.name() + "'.");
            }
        });
        container.dependsOn().forEach(on -> {
            if (asked.containerDefinitions().stream().noneMatch(other -> on.containerName().equals(other.name()))) {
                throw EcsRefusals.client("Invalid 'dependsOn' setting for container '" + container.name()
                        + "': container '" + on.containerName() + "' does not exist.");
            }
        });
    }

    private void checkFargate() {
        if (asked.networkMode() != NetworkMode.AWSVPC) {
            throw EcsRefusals.client("Fargate only supports network mode ‘awsvpc’.");
        }
        if (asked.cpu() == null || asked.memory() == null) {
            throw EcsRefusals.client("Fargate requires that 'cpu' and 'memory' be defined at the task level.");
        }
        int cpu = units(asked.cpu(), 1024, "vcpu", "cpu");
        int memory = units(asked.memory(), 1024, "gb", "memory");
        if (FARGATE.getOrDefault(cpu, List.of()).stream().noneMatch(size -> size == memory)) {
            throw EcsRefusals.client("No Fargate configuration exists for given values: " + cpu + " CPU, " + memory + " memory. "
                    + "See the Amazon ECS documentation for the valid values.");
        }
        for (ContainerDefinition container : asked.containerDefinitions()) {
            boolean pullsFromEcr = container.image().matches("\\d{12}\\.dkr\\.ecr\\..*");
            boolean logs = container.logConfiguration() != null && "awslogs".equals(container.logConfiguration().logDriverAsString());
            if (asked.executionRoleArn() == null && pullsFromEcr) {
                throw EcsRefusals.client("Fargate requires task definition to have execution role ARN to support ECR images.");
            }
            if (asked.executionRoleArn() == null && logs) {
                throw EcsRefusals.client(
                        "Fargate requires task definition to have execution role ARN to support log driver awslogs.");
            }
            for (PortMapping port : container.portMappings()) {
                if (port.hostPort() != null && port.hostPort() != 0 && !port.hostPort().equals(port.containerPort())) {
                    throw EcsRefusals.client("When networkMode=awsvpc, the host ports and container ports in port mappings must match.");
                }
            }
        }
    }

    private static int units(String value, int factor, String suffix, String what) {
        String plain = value.toLowerCase(java.util.Locale.ROOT).replace(" ", "");
        try {
            return plain.endsWith(suffix)
                    ? (int) (Double.parseDouble(plain.substring(0, plain.length() - suffix.length())) * factor)
                    : Integer.parseInt(plain);
        } catch (NumberFormatException e) {
            throw EcsRefusals.client("Invalid '" + what + "' setting for task. '" + value + "' is not a number.");
        }
    }

    /** Memory in MiB by CPU units: the Fargate task sizes of the developer guide. */
    private static final Map<Integer, List<Integer>> FARGATE = Map.of(
            256, List.of(512, 1024, 2048),
            512, gib(1, 4, 1),
            1024, gib(2, 8, 1),
            2048, gib(4, 16, 1),
            4096, gib(8, 30, 1),
            8192, gib(16, 60, 4),
            16384, gib(32, 120, 8));

    private static List<Integer> gib(int from, int to, int step) {
        return Stream.concat(IntStream.iterate(from, size -> size < to, size -> size + step).boxed(), Stream.of(to))
                .map(size -> size * 1024).toList();
    }
}
