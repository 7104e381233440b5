package io.jenkins.plugins.ecsrelease.sandbox.control.ecs;

import io.jenkins.plugins.ecsrelease.sandbox.control.Ids;
import io.jenkins.plugins.ecsrelease.sandbox.control.elb.Targets;
import io.jenkins.plugins.ecsrelease.sandbox.world.Call;
import io.jenkins.plugins.ecsrelease.sandbox.world.World;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import software.amazon.awssdk.services.ecs.model.Cluster;
import software.amazon.awssdk.services.ecs.model.CreateTaskSetRequest;
import software.amazon.awssdk.services.ecs.model.DeleteTaskSetRequest;
import software.amazon.awssdk.services.ecs.model.DescribeTaskSetsRequest;
import software.amazon.awssdk.services.ecs.model.DescribeTaskSetsResponse;
import software.amazon.awssdk.services.ecs.model.EcsException;
import software.amazon.awssdk.services.ecs.model.Failure;
import software.amazon.awssdk.services.ecs.model.LoadBalancer;
import software.amazon.awssdk.services.ecs.model.Scale;
import software.amazon.awssdk.services.ecs.model.TaskDefinition;
import software.amazon.awssdk.services.ecs.model.TaskSet;
import software.amazon.awssdk.services.ecs.model.TaskSetField;
import software.amazon.awssdk.services.ecs.model.TaskSetNotFoundException;
import software.amazon.awssdk.services.ecs.model.UpdateServicePrimaryTaskSetRequest;
import software.amazon.awssdk.services.ecs.model.UpdateTaskSetRequest;

/**
 * Task sets: how other controllers than ECS run a service's tasks. CodeDeploy makes them by these very calls, and a service
 * under CODE_DEPLOY begins with one.
 *
 * @see <a href="https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_CreateTaskSet.html">CreateTaskSet</a>
 */
final class TaskSets {

    private static final int MOST = 5;

    private final World world;
    private final EcsState state;
    private final Ids ids;
    private final TaskDefinitions definitions;
    private final ServiceScheduler scheduler;
    private final ServiceRules rules;
    private final Map<String, CreateTaskSetRequest> tokens = new HashMap<>();
    private final Map<String, TaskSetRecord> made = new HashMap<>();

    TaskSets(World world) {
        this.world = world;
        state = world.part(EcsState.class);
        ids = world.part(Ids.class);
        definitions = world.part(TaskDefinitions.class);
        scheduler = world.part(ServiceScheduler.class);
        rules = new ServiceRules(world.part(Targets.class));
    }

    /** The one that a service under CODE_DEPLOY is created with. */
    void first(ServiceRecord service, RevisionRecord revision) {
        TaskSetRecord set = new TaskSetRecord(revision, null, service.createdBy, 100);
        service.taskSets.add(set);
        service.primary = set;
    }

    TaskSet create(CreateTaskSetRequest request) {
        ServiceRecord service = service(request.cluster(), request.service());
        if (request.clientToken() != null && request.equals(tokens.get(request.clientToken()))) {
            return shown(made.get(request.clientToken()), true);
        }
        TaskDefinition definition = definitions.usable(request.taskDefinition());
        double scale = scale(request.scale(), 0);
        if (there(service).size() >= MOST) {
            throw EcsRefusals.invalid(MOST + " deployments exist on the service. Unable to create new TaskSet since this exceeds the "
                    + "maximum limit.");
        }
        ServiceSpec spec = ServiceSpec.of(request, definition.taskDefinitionArn());
        rules.check(spec, definition, null, service.controller);
        RevisionRecord revision = new RevisionRecord(
                service.arn.replace(":service/", ":service-revision/") + "/" + ids.digits(19), service, definition, spec, world.time().now());
        revision.deploymentId = "ecs-svc/" + ids.digits(19);
        revision.groups.addAll(spec.loadBalancers.stream().map(LoadBalancer::targetGroupArn).toList());
        TaskSetRecord set = new TaskSetRecord(revision, request.externalId(), Call.current().principal(), scale);
        service.revisions.add(revision);
        service.taskSets.add(set);
        state.tag(set.arn, request.tags());
        if (request.clientToken() != null) {
            tokens.put(request.clientToken(), request);
            made.put(request.clientToken(), set);
        }
        world.ledger().add(set.arn, Map.of("taskDefinition", definition.taskDefinitionArn(), "scale", scale));
        scaled(service);
        return shown(set, true);
    }

    TaskSet update(UpdateTaskSetRequest request) {
        TaskSetRecord set = set(service(request.cluster(), request.service()), request.taskSet());
        if (request.scale() == null) {
            throw EcsRefusals.invalid("scale must be specified.");
        }
        set.scale = scale(request.scale(), set.scale);
        world.ledger().add(set.arn, Map.of("scale", set.scale));
        changed(set);
        return shown(set, true);
    }

    /** What runs in the primary task set is the service's own from now on. */
    TaskSet primary(UpdateServicePrimaryTaskSetRequest request) {
        ServiceRecord service = service(request.cluster(), request.service());
        TaskSetRecord set = set(service, request.primaryTaskSet());
        service.primary = set;
        service.current = set.revision;
        service.spec = set.revision.spec;
        service.taskSets.forEach(one -> one.revision.productionWeight = one == set ? 100 : 0);
        world.ledger().add(set.arn, Map.of("service", service.arn));
        set.updatedAt = world.time().now();
        return shown(set, true);
    }

    TaskSet delete(DeleteTaskSetRequest request) {
        ServiceRecord service = service(request.cluster(), request.service());
        TaskSetRecord set = set(service, request.taskSet());
        boolean force = Boolean.TRUE.equals(request.force());
        if (!force && set == service.primary) {
            throw EcsRefusals.invalid("The primary task set can be deleted with force only.");
        }
        if (!force && set.computed() > 0) {
            throw EcsRefusals.invalid("The task set cannot be deleted while it is scaled above 0.");
        }
        set.draining = true;
        if (set == service.primary) {
            service.primary = null;
            service.current = null;
        }
        world.ledger().add(set.arn, Map.of());
        changed(set);
        return shown(set, true);
    }

    DescribeTaskSetsResponse describe(DescribeTaskSetsRequest request) {
        ServiceRecord service = service(request.cluster(), request.service());
        boolean tags = request.include().contains(TaskSetField.TAGS);
        List<TaskSet> found = new ArrayList<>();
        List<Failure> failures = new ArrayList<>();
        if (request.taskSets().isEmpty()) {
            there(service).forEach(set -> found.add(shown(set, tags)));
        }
        for (String name : request.taskSets()) {
            named(service, name).ifPresentOrElse(set -> found.add(shown(set, tags)), () -> failures.add(Failure.builder()
                    .arn(name.startsWith("arn:") ? name : service.arn.replace(":service/", ":task-set/") + "/" + name)
                    .reason("MISSING").build()));
        }
        return DescribeTaskSetsResponse.builder().taskSets(found).failures(failures).build();
    }

    /** As the service itself tells them. */
    List<TaskSet> of(ServiceRecord service) {
        return there(service).stream().map(set -> shown(set, false)).toList();
    }

    /** Each set has its part of the service's tasks. */
    void scaled(ServiceRecord service) {
        service.taskSets.forEach(set -> set.revision.requested = set.computed());
        service.steady = false;
        scheduler.reconcile(service);
    }

    private void changed(TaskSetRecord set) {
        set.updatedAt = world.time().now();
        set.stableSince = world.time().now();
        scaled(set.revision.service);
    }

    private TaskSet shown(TaskSetRecord set, boolean tags) {
        boolean steady = scheduler.well(set.revision) == set.computed() && set.revision.pending() == 0;
        return set.describe(steady, tags ? state.tags(set.arn) : List.of());
    }

    private static List<TaskSetRecord> there(ServiceRecord service) {
        return service.taskSets.stream().filter(TaskSetRecord::isThere).toList();
    }

    private ServiceRecord service(String clusterName, String name) {
        Cluster cluster = state.cluster(clusterName);
        ServiceRecord service = state.service(cluster, name).orElseThrow(EcsRefusals::serviceNotFound);
        if (!service.isActive()) {
            throw EcsRefusals.serviceNotActive();
        }
        if (service.controller.equals("ECS")) {
            throw EcsRefusals.invalid(
                    "Amazon ECS only supports task set management on services configured to use external deployment controllers.");
        }
        return service;
    }

    private static TaskSetRecord set(ServiceRecord service, String name) {
        return named(service, name).orElseThrow(() -> (EcsException) TaskSetNotFoundException.builder()
                .message("The specified task set wasn't found.").build());
    }

    private static Optional<TaskSetRecord> named(ServiceRecord service, String name) {
        return there(service).stream().filter(set -> set.arn.equals(name) || set.revision.deploymentId.equals(name)).findFirst();
    }

    private static double scale(Scale asked, double otherwise) {
        if (asked == null || asked.value() == null) {
            return otherwise;
        }
        if (asked.value() < 0 || asked.value() > 100 || asked.unit() != null && !asked.unitAsString().equals("PERCENT")) {
            throw EcsRefusals.invalid("The scale of a task set is a percentage between 0.0 and 100.0.");
        }
        return asked.value();
    }
}
