package io.jenkins.plugins.ecsrelease.sandbox.control.ecs;

import io.jenkins.plugins.ecsrelease.sandbox.control.Arns;
import io.jenkins.plugins.ecsrelease.sandbox.world.Call;
import io.jenkins.plugins.ecsrelease.sandbox.world.World;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import software.amazon.awssdk.services.ecs.model.Attribute;
import software.amazon.awssdk.services.ecs.model.Compatibility;
import software.amazon.awssdk.services.ecs.model.ContainerDefinition;
import software.amazon.awssdk.services.ecs.model.DeregisterTaskDefinitionResponse;
import software.amazon.awssdk.services.ecs.model.DescribeTaskDefinitionRequest;
import software.amazon.awssdk.services.ecs.model.DescribeTaskDefinitionResponse;
import software.amazon.awssdk.services.ecs.model.ListTaskDefinitionFamiliesRequest;
import software.amazon.awssdk.services.ecs.model.ListTaskDefinitionFamiliesResponse;
import software.amazon.awssdk.services.ecs.model.ListTaskDefinitionsRequest;
import software.amazon.awssdk.services.ecs.model.ListTaskDefinitionsResponse;
import software.amazon.awssdk.services.ecs.model.PortMapping;
import software.amazon.awssdk.services.ecs.model.RegisterTaskDefinitionRequest;
import software.amazon.awssdk.services.ecs.model.RegisterTaskDefinitionResponse;
import software.amazon.awssdk.services.ecs.model.SortOrder;
import software.amazon.awssdk.services.ecs.model.TaskDefinition;
import software.amazon.awssdk.services.ecs.model.TaskDefinitionFamilyStatus;
import software.amazon.awssdk.services.ecs.model.TaskDefinitionField;
import software.amazon.awssdk.services.ecs.model.TaskDefinitionStatus;

/** Task definitions: families of revisions that never change once registered. */
final class TaskDefinitions {

    private final EcsState state;

    TaskDefinitions(World world) {
        this.state = world.part(EcsState.class);
    }

    RegisterTaskDefinitionResponse register(RegisterTaskDefinitionRequest request) {
        new TaskDefinitionRules(request).check();
        String family = Arns.of("ecs", "task-definition/" + request.family());
        TreeMap<Integer, TaskDefinition> revisions = state.families.computeIfAbsent(family, f -> new TreeMap<>());
        int revision = revisions.isEmpty() ? 1 : revisions.lastKey() + 1;
        String arn = family + ":" + revision;
        boolean fargate = request.requiresCompatibilities().contains(Compatibility.FARGATE);
        TaskDefinition registered = TaskDefinition.builder()
                .taskDefinitionArn(arn)
                .family(request.family())
                .revision(revision)
                .status(TaskDefinitionStatus.ACTIVE)
                .containerDefinitions(request.containerDefinitions().stream().map(TaskDefinitions::filledIn).toList())
                .taskRoleArn(roleArn(request.taskRoleArn()))
                .executionRoleArn(roleArn(request.executionRoleArn()))
                .networkMode(request.networkModeAsString())
                .volumes(request.hasVolumes() ? request.volumes() : List.of())
                .placementConstraints(request.hasPlacementConstraints() ? request.placementConstraints() : List.of())
                .compatibilities(fargate ? List.of(Compatibility.EC2, Compatibility.FARGATE) : List.of(Compatibility.EC2))
                .requiresAttributes(Attribute.builder().name("com.amazonaws.ecs.capability.docker-remote-api.1.18").build(),
                        Attribute.builder().name("ecs.capability.task-eni").build())
                .requiresCompatibilities(request.hasRequiresCompatibilities() ? request.requiresCompatibilities() : List.of())
                .cpu(request.cpu())
                .memory(request.memory())
                .pidMode(request.pidModeAsString())
                .ipcMode(request.ipcModeAsString())
                .proxyConfiguration(request.proxyConfiguration())
                .ephemeralStorage(request.ephemeralStorage())
                .runtimePlatform(request.runtimePlatform())
                .enableFaultInjection(request.enableFaultInjection())
                .registeredAt(state.world.time().now())
                .registeredBy(Call.current().principal())
                .build();
        state.tag(arn, request.tags());
        revisions.put(revision, registered);
        state.world.ledger().add(arn, Map.of("family", request.family(), "revision", revision));
        return RegisterTaskDefinitionResponse.builder().taskDefinition(registered).tags(state.tags(arn)).build();
    }

    DescribeTaskDefinitionResponse describe(DescribeTaskDefinitionRequest request) {
        TaskDefinition found = find(request.taskDefinition());
        if (found == null) {
            throw EcsRefusals.client("Unable to describe task definition.");
        }
        DescribeTaskDefinitionResponse.Builder answer = DescribeTaskDefinitionResponse.builder().taskDefinition(found);
        if (request.include().contains(TaskDefinitionField.TAGS)) {
            answer.tags(state.tags(found.taskDefinitionArn()));
        }
        return answer.build();
    }

    DeregisterTaskDefinitionResponse deregister(String name) {
        if (name == null || !name.matches(".+:\\d+")) {
            throw EcsRefusals.invalid("Invalid revision number.");
        }
        TaskDefinition found = find(name);
        if (found == null) {
            throw EcsRefusals.client("Unable to describe task definition.");
        }
        TaskDefinition inactive = found.toBuilder()
                .status(TaskDefinitionStatus.INACTIVE).deregisteredAt(state.world.time().now()).build();
        state.families.get(familyArn(found)).put(found.revision(), inactive);
        state.world.ledger().add(found.taskDefinitionArn(), Map.of());
        return DeregisterTaskDefinitionResponse.builder().taskDefinition(inactive).build();
    }

    ListTaskDefinitionsResponse list(ListTaskDefinitionsRequest request) {
        TaskDefinitionStatus wanted = request.status() == null ? TaskDefinitionStatus.ACTIVE : request.status();
        String here = Arns.of("ecs", "task-definition/");
        List<String> arns = new ArrayList<>();
        state.families.forEach((family, revisions) -> {
            boolean asked = request.familyPrefix() == null || family.equals(here + request.familyPrefix());
            if (family.startsWith(here) && asked) {
                revisions.values().stream().filter(one -> one.status() == wanted).forEach(one -> arns.add(one.taskDefinitionArn()));
            }
        });
        if (request.sort() == SortOrder.DESC) {
            Collections.reverse(arns);
        }
        Page<String> page = Page.of(arns, request.nextToken(), request.maxResults(), 100);
        return ListTaskDefinitionsResponse.builder().taskDefinitionArns(page.items()).nextToken(page.next()).build();
    }

    ListTaskDefinitionFamiliesResponse families(ListTaskDefinitionFamiliesRequest request) {
        String here = Arns.of("ecs", "task-definition/");
        String prefix = here + (request.familyPrefix() == null ? "" : request.familyPrefix());
        List<String> families = new ArrayList<>();
        state.families.forEach((family, revisions) -> {
            boolean active = revisions.values().stream().anyMatch(one -> one.status() == TaskDefinitionStatus.ACTIVE);
            boolean asked = request.status() == null || request.status() == TaskDefinitionFamilyStatus.ALL
                    || (request.status() == TaskDefinitionFamilyStatus.ACTIVE) == active;
            if (family.startsWith(prefix) && asked) {
                families.add(family.substring(here.length()));
            }
        });
        Page<String> page = Page.of(families, request.nextToken(), request.maxResults(), 100);
        return ListTaskDefinitionFamiliesResponse.builder().families(page.items()).nextToken(page.next()).build();
    }

    /** The definition that a service or a task may use. */
    TaskDefinition usable(String name) {
        if (name == null || name.isEmpty()) {
            throw EcsRefusals.invalid("TaskDefinition can not be blank.");
        }
        TaskDefinition found = find(name);
        if (found == null) {
            throw EcsRefusals.client("Unable to describe task definition.");
        }
        if (found.status() != TaskDefinitionStatus.ACTIVE) {
            throw EcsRefusals.client("TaskDefinition is inactive");
        }
        return found;
    }

    /** By ARN, family:revision, or family for its latest active revision; null when there is none. */
    TaskDefinition find(String name) {
        if (name == null || name.isEmpty()) {
            throw EcsRefusals.client("Task definition can not be blank.");
        }
        String arn = name.startsWith("arn:") ? name : Arns.of("ecs", "task-definition/" + name);
        String path = Arns.resource(arn);
        int colon = path.lastIndexOf(':');
        if (colon < 0) {
            TreeMap<Integer, TaskDefinition> revisions = state.families.get(arn);
            return revisions == null ? null : revisions.descendingMap().values().stream()
                    .filter(one -> one.status() == TaskDefinitionStatus.ACTIVE).findFirst().orElse(null);
        }
        TreeMap<Integer, TaskDefinition> revisions = state.families.get(arn.substring(0, arn.lastIndexOf(':')));
        String revision = path.substring(colon + 1);
        return revisions == null || !revision.matches("\\d{1,9}") ? null : revisions.get(Integer.parseInt(revision));
    }

    private static String familyArn(TaskDefinition definition) {
        String arn = definition.taskDefinitionArn();
        return arn.substring(0, arn.lastIndexOf(':'));
    }

    private static String roleArn(String role) {
        return role == null || role.isEmpty() || role.startsWith("arn:")
                ? role
                : "arn:aws:iam::" + Call.current().account() + ":role/" + role;
    }

    /** ECS answers with its defaults where the request was silent. */
    private static ContainerDefinition filledIn(ContainerDefinition asked) {
        return asked.toBuilder()
                .cpu(asked.cpu() == null ? 0 : asked.cpu())
                .essential(asked.essential() == null || asked.essential())
                .environment(asked.hasEnvironment() ? asked.environment() : List.of())
                .mountPoints(asked.hasMountPoints() ? asked.mountPoints() : List.of())
                .volumesFrom(asked.hasVolumesFrom() ? asked.volumesFrom() : List.of())
                .systemControls(asked.hasSystemControls() ? asked.systemControls() : List.of())
                .portMappings(asked.portMappings().stream().map(TaskDefinitions::filledIn).toList())
                .build();
    }

    private static PortMapping filledIn(PortMapping asked) {
        return asked.toBuilder()
                .hostPort(asked.hostPort() == null ? asked.containerPort() : asked.hostPort())
                .protocol(asked.protocolAsString() == null ? "tcp" : asked.protocolAsString())
                .build();
    }
}
