package io.jenkins.plugins.ecsrelease.sandbox.control.ecs;

import io.jenkins.plugins.ecsrelease.sandbox.control.Ids;
import io.jenkins.plugins.ecsrelease.sandbox.world.Faults;
import io.jenkins.plugins.ecsrelease.sandbox.world.World;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import software.amazon.awssdk.services.ecs.model.AwsVpcConfiguration;
import software.amazon.awssdk.services.ecs.model.Cluster;
import software.amazon.awssdk.services.ecs.model.ConflictException;
import software.amazon.awssdk.services.ecs.model.ContainerOverride;
import software.amazon.awssdk.services.ecs.model.DescribeTasksRequest;
import software.amazon.awssdk.services.ecs.model.DescribeTasksResponse;
import software.amazon.awssdk.services.ecs.model.EcsException;
import software.amazon.awssdk.services.ecs.model.Failure;
import software.amazon.awssdk.services.ecs.model.ListTasksRequest;
import software.amazon.awssdk.services.ecs.model.ListTasksResponse;
import software.amazon.awssdk.services.ecs.model.NetworkMode;
import software.amazon.awssdk.services.ecs.model.RunTaskRequest;
import software.amazon.awssdk.services.ecs.model.RunTaskResponse;
import software.amazon.awssdk.services.ecs.model.StopTaskRequest;
import software.amazon.awssdk.services.ecs.model.Task;
import software.amazon.awssdk.services.ecs.model.TaskDefinition;
import software.amazon.awssdk.services.ecs.model.TaskField;

/** Tasks that a caller runs, and questions about all tasks. */
final class Tasks {

    /** What a token was first used for. */
    private record Used(RunTaskRequest request, List<TaskRecord> tasks) {}

    private final World world;
    private final EcsState state;
    private final TaskDefinitions definitions;
    private final TaskLife life;
    private final Map<String, Used> tokens = new HashMap<>();

    Tasks(World world) {
        this.world = world;
        state = world.part(EcsState.class);
        definitions = world.part(TaskDefinitions.class);
        life = world.part(TaskLife.class);
    }

    RunTaskResponse run(RunTaskRequest request) {
        Cluster cluster = state.cluster(request.cluster());
        Used used = request.clientToken() == null ? null : tokens.get(cluster.clusterArn() + " " + request.clientToken());
        if (used != null) {
            return again(request, used);
        }
        TaskDefinition definition = definitions.usable(request.taskDefinition());
        check(request, definition);
        int count = request.count() == null ? 1 : request.count();
        List<TaskRecord> started = new ArrayList<>();
        List<Failure> failures = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            TaskRecord task = prepare(cluster, request, definition, i);
            if (life.lacksCapacity(task)) {
                failures.add(Failure.builder().reason(ServiceScheduler.NO_CAPACITY).build());
            } else {
                start(task, request);
                started.add(task);
            }
        }
        if (!started.isEmpty() && request.clientToken() != null) {
            tokens.put(cluster.clusterArn() + " " + request.clientToken(), new Used(request, started));
        }
        return answer(started, failures);
    }

    private RunTaskResponse again(RunTaskRequest request, Used used) {
        if (!request.equals(used.request())) {
            throw (EcsException) ConflictException.builder()
                    .message("The clientToken was already used with different parameters.")
                    .resourceIds(used.tasks().stream().map(task -> task.arn).toList())
                    .build();
        }
        return answer(used.tasks(), List.of());
    }

    private RunTaskResponse answer(List<TaskRecord> tasks, List<Failure> failures) {
        return RunTaskResponse.builder()
                .tasks(tasks.stream().map(task -> task.describe(state.tags(task.arn))).toList())
                .failures(failures)
                .build();
    }

    private static void check(RunTaskRequest request, TaskDefinition definition) {
        if (request.count() != null && (request.count() < 1 || request.count() > 10)) {
            throw EcsRefusals.invalid("count must be between 1 and 10.");
        }
        if (request.clientToken() != null && request.clientToken().length() > 64) {
            throw EcsRefusals.invalid("clientToken must not be longer than 64 characters.");
        }
        if (request.startedBy() != null && request.startedBy().length() > 128) {
            throw EcsRefusals.invalid("startedBy must not be longer than 128 characters.");
        }
        if (definition.networkMode() == NetworkMode.AWSVPC
                && (request.networkConfiguration() == null || request.networkConfiguration().awsvpcConfiguration() == null)) {
            throw EcsRefusals.invalid("Network Configuration must be provided when networkMode 'awsvpc' is specified.");
        }
        if (request.overrides() != null) {
            for (ContainerOverride override : request.overrides().containerOverrides()) {
                if (definition.containerDefinitions().stream().noneMatch(one -> one.name().equals(override.name()))) {
                    throw EcsRefusals.invalid("Override for container named " + override.name()
                            + " is not a container in the TaskDefinition.");
                }
            }
        }
        if (Boolean.TRUE.equals(request.enableExecuteCommand()) && definition.taskRoleArn() == null) {
            throw EcsRefusals.invalid("The service couldn't be updated because a valid taskRoleArn is not being used. Specify a "
                    + "valid task role in your task definition and try again.");
        }
    }

    private TaskRecord prepare(Cluster cluster, RunTaskRequest request, TaskDefinition definition, int index) {
        TaskRecord task = new TaskRecord(
                cluster.clusterArn().replace(":cluster/", ":task/") + "/" + world.part(Ids.class).hex(32),
                cluster.clusterArn(), definition, world.time().now());
        task.group = request.group() == null ? "family:" + definition.family() : request.group();
        task.startedBy = request.startedBy();
        task.overrides = request.overrides();
        task.exec = Boolean.TRUE.equals(request.enableExecuteCommand());
        task.launchType = request.launchTypeAsString() == null ? "FARGATE" : request.launchTypeAsString();
        if (request.hasCapacityProviderStrategy() && !request.capacityProviderStrategy().isEmpty()) {
            task.capacityProvider = request.capacityProviderStrategy().get(0).capacityProvider();
        }
        AwsVpcConfiguration network = request.networkConfiguration() == null
                ? null : request.networkConfiguration().awsvpcConfiguration();
        if (network != null && !network.subnets().isEmpty()) {
            task.subnet = network.subnets().get(index % network.subnets().size());
            task.publicAddress = "ENABLED".equals(network.assignPublicIpAsString());
        }
        return task;
    }

    private void start(TaskRecord task, RunTaskRequest request) {
        if ("TASK_DEFINITION".equals(request.propagateTagsAsString())) {
            state.tag(task.arn, state.tags(task.definition.taskDefinitionArn()));
        }
        state.tag(task.arn, request.tags());
        life.launch(task);
        world.ledger().add(task.arn, Map.of("taskDefinition", task.definition.taskDefinitionArn(),
                "startedBy", String.valueOf(request.startedBy())));
    }

    Task stop(StopTaskRequest request) {
        Cluster cluster = state.cluster(request.cluster());
        TaskRecord task = find(cluster, request.task());
        if (task == null) {
            throw EcsRefusals.invalid("The referenced task was not found.");
        }
        if (task.isWanted()) {
            life.stop(task, "UserInitiated", request.reason() == null ? "Task stopped by user" : request.reason());
            world.ledger().add(task.arn, Map.of());
        }
        return task.describe(state.tags(task.arn));
    }

    DescribeTasksResponse describe(DescribeTasksRequest request) {
        Cluster cluster = state.cluster(request.cluster());
        if (request.tasks().isEmpty()) {
            throw EcsRefusals.invalid("Tasks cannot be empty.");
        }
        if (request.tasks().size() > 100) {
            throw EcsRefusals.invalid("Tasks cannot have more than 100 elements.");
        }
        boolean tags = request.include().contains(TaskField.TAGS);
        List<Task> found = new ArrayList<>();
        List<Failure> failures = new ArrayList<>();
        for (String name : request.tasks()) {
            TaskRecord task = find(cluster, name);
            if (task == null || world.part(Faults.class).hides(task.createdAt)) {
                failures.add(Failure.builder().arn(taskArn(cluster, name)).reason("MISSING").build());
            } else {
                found.add(task.describe(tags ? state.tags(task.arn) : List.of()));
            }
        }
        return DescribeTasksResponse.builder().tasks(found).failures(failures).build();
    }

    ListTasksResponse list(ListTasksRequest request) {
        Cluster cluster = state.cluster(request.cluster());
        String desired = request.desiredStatusAsString() == null ? "RUNNING" : request.desiredStatusAsString();
        if (request.serviceName() != null) {
            state.service(cluster, request.serviceName()).orElseThrow(EcsRefusals::serviceNotFound);
        }
        String service = request.serviceName() == null ? null : EcsState.serviceArn(cluster, request.serviceName());
        List<String> arns = state.tasks.values().stream()
                .filter(task -> task.clusterArn.equals(cluster.clusterArn()) && task.desiredStatus.equals(desired))
                .filter(task -> service == null || task.service != null && task.service.arn.equals(service))
                .filter(task -> request.family() == null || task.definition.family().equals(request.family()))
                .filter(task -> request.startedBy() == null || request.startedBy().equals(task.startedBy))
                .filter(task -> request.launchTypeAsString() == null || request.launchTypeAsString().equals(task.launchType))
                .filter(task -> !world.part(Faults.class).hides(task.createdAt))
                .map(task -> task.arn).toList();
        Page<String> page = Page.of(arns, request.nextToken(), request.maxResults(), 100);
        return ListTasksResponse.builder().taskArns(page.items()).nextToken(page.next()).build();
    }

    TaskRecord find(Cluster cluster, String name) {
        return state.tasks.get(taskArn(cluster, name));
    }

    private static String taskArn(Cluster cluster, String name) {
        return name != null && name.startsWith("arn:") ? name : cluster.clusterArn().replace(":cluster/", ":task/") + "/" + name;
    }
}
