package io.jenkins.plugins.ecsrelease.sandbox.control.ecs;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.jenkins.plugins.ecsrelease.sandbox.control.elb.Targets;
import io.jenkins.plugins.ecsrelease.sandbox.world.Call;
import io.jenkins.plugins.ecsrelease.sandbox.world.Extra;
import io.jenkins.plugins.ecsrelease.sandbox.world.Faults;
import io.jenkins.plugins.ecsrelease.sandbox.world.World;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import software.amazon.awssdk.services.ecs.model.Cluster;
import software.amazon.awssdk.services.ecs.model.CreateServiceRequest;
import software.amazon.awssdk.services.ecs.model.DeleteServiceRequest;
import software.amazon.awssdk.services.ecs.model.DeploymentCircuitBreaker;
import software.amazon.awssdk.services.ecs.model.DeploymentConfiguration;
import software.amazon.awssdk.services.ecs.model.DescribeServicesRequest;
import software.amazon.awssdk.services.ecs.model.DescribeServicesResponse;
import software.amazon.awssdk.services.ecs.model.Failure;
import software.amazon.awssdk.services.ecs.model.ListServicesRequest;
import software.amazon.awssdk.services.ecs.model.ListServicesResponse;
import software.amazon.awssdk.services.ecs.model.Service;
import software.amazon.awssdk.services.ecs.model.ServiceField;
import software.amazon.awssdk.services.ecs.model.Tag;
import software.amazon.awssdk.services.ecs.model.TaskDefinition;
import software.amazon.awssdk.services.ecs.model.UpdateServiceRequest;

/** Services: made, changed, told and deleted. A change of what a service runs starts a deployment. */
final class Services {

    private final World world;
    private final EcsState state;
    private final TaskDefinitions definitions;
    private final Deployments deployments;
    private final ServiceScheduler scheduler;
    private final TaskSets taskSets;
    private final ServiceRules rules;
    private final Map<String, CreateServiceRequest> tokens = new HashMap<>();

    Services(World world) {
        this.world = world;
        state = world.part(EcsState.class);
        definitions = world.part(TaskDefinitions.class);
        deployments = world.part(Deployments.class);
        scheduler = world.part(ServiceScheduler.class);
        taskSets = world.part(TaskSets.class);
        rules = new ServiceRules(world.part(Targets.class));
    }

    Service create(CreateServiceRequest request) {
        Cluster cluster = state.cluster(request.cluster());
        if (request.serviceName() == null || !request.serviceName().matches("[A-Za-z0-9_-]{1,255}")) {
            throw EcsRefusals.invalid("Service name must be 1 to 255 letters, numbers, underscores, and hyphens.");
        }
        if (request.clientToken() != null && request.equals(tokens.get(request.clientToken()))) {
            return view(state.service(cluster, request.serviceName()).orElseThrow(EcsRefusals::serviceNotFound), true);
        }
        if (state.service(cluster, request.serviceName()).filter(ServiceRecord::isActive).isPresent()) {
            throw EcsRefusals.invalid("Creation of service was not idempotent.");
        }
        String controller = request.deploymentController() == null ? "ECS" : request.deploymentController().typeAsString();
        if (controller.equals("EXTERNAL")) {
            return external(cluster, request);
        }
        TaskDefinition definition = definitions.usable(request.taskDefinition());
        if (request.desiredCount() == null || request.desiredCount() < 0) {
            throw EcsRefusals.invalid(request.desiredCount() == null
                    ? "desiredCount must be specified for the REPLICA scheduling strategy." : "desiredCount must not be negative.");
        }
        ServiceSpec spec = ServiceSpec.of(request, definition.taskDefinitionArn());
        rules.check(spec, definition, request.deploymentConfiguration(), controller);
        JsonNode raw = Extra.current().accept(ACCEPTED).request().path("deploymentConfiguration");
        List<Hook> hooks = request.deploymentConfiguration() == null ? List.of() : Hooks.read(request.deploymentConfiguration(), raw);

        ServiceRecord service = record(cluster, request, controller, spec);
        service.configuration = filledIn(request.deploymentConfiguration());
        service.hooks = hooks;
        service.breakerThreshold = threshold(raw, BreakerThreshold.STANDARD);
        state.tag(service.arn, request.tags());
        state.services.put(service.arn, service);
        world.ledger().add(service.arn, Map.of("taskDefinition", definition.taskDefinitionArn()));
        if (request.clientToken() != null) {
            tokens.put(request.clientToken(), request);
        }
        RevisionRecord target = deployments.start(service, definition).target;
        if (controller.equals("CODE_DEPLOY")) {
            taskSets.first(service, target);
        }
        return view(service, true);
    }

    private Service external(Cluster cluster, CreateServiceRequest request) {
        if (request.taskDefinition() != null || !request.loadBalancers().isEmpty()) {
            throw EcsRefusals.invalid("taskDefinition and loadBalancers must not be set for a service with an EXTERNAL deployment "
                    + "controller.");
        }
        ServiceRecord service = record(cluster, request, "EXTERNAL", ServiceSpec.of(request, null));
        state.tag(service.arn, request.tags());
        state.services.put(service.arn, service);
        world.ledger().add(service.arn, Map.of());
        return view(service, true);
    }

    private ServiceRecord record(Cluster cluster, CreateServiceRequest request, String controller, ServiceSpec spec) {
        ServiceRecord service = new ServiceRecord(EcsState.serviceArn(cluster, request.serviceName()), request.serviceName(),
                cluster.clusterArn(), world.time().now(), Call.current().principal());
        service.controller = controller;
        service.spec = spec;
        service.desiredCount = request.desiredCount() == null ? 0 : request.desiredCount();
        service.configuration = filledIn(request.deploymentConfiguration());
        service.healthCheckGraceSeconds = request.healthCheckGracePeriodSeconds() == null ? 0 : request.healthCheckGracePeriodSeconds();
        service.execute = Boolean.TRUE.equals(request.enableExecuteCommand());
        service.managedTags = Boolean.TRUE.equals(request.enableECSManagedTags());
        service.propagateTags = request.propagateTagsAsString();
        service.zoneRebalancing = request.availabilityZoneRebalancingAsString();
        service.placementConstraints = request.placementConstraints();
        service.placementStrategy = request.placementStrategy();
        return service;
    }

    private static final String[] ACCEPTED = {
        "deploymentConfiguration.lifecycleHooks[].targetType",
        "deploymentConfiguration.lifecycleHooks[].timeoutConfiguration",
        "deploymentConfiguration.deploymentCircuitBreaker.thresholdConfiguration",
        "deploymentConfiguration.deploymentCircuitBreaker.resetOnHealthyTask"
    };

    Service update(UpdateServiceRequest request) {
        Cluster cluster = state.cluster(request.cluster());
        ServiceRecord service = state.service(cluster, request.service()).orElseThrow(EcsRefusals::serviceNotFound);
        if (!service.isActive()) {
            throw EcsRefusals.serviceNotActive();
        }
        String controller = request.deploymentController() == null
                ? service.controller : request.deploymentController().typeAsString();
        if (service.controller.equals("CODE_DEPLOY") && controller.equals("CODE_DEPLOY")) {
            refuseUnderCodeDeploy(request);
        }
        if (service.controller.equals("EXTERNAL") && controller.equals("EXTERNAL")) {
            refuseUnderAnother(request);
        }
        TaskDefinition definition = request.taskDefinition() == null ? null : definitions.usable(request.taskDefinition());
        ServiceSpec spec = service.spec.with(request, definition == null ? null : definition.taskDefinitionArn());
        DeploymentConfiguration configuration = merged(service.configuration, request.deploymentConfiguration());
        TaskDefinition runs = definition != null || spec.taskDefinition == null ? definition : definitions.find(spec.taskDefinition);
        if (runs != null) {
            rules.check(spec, runs, configuration, controller);
        }
        JsonNode raw = Extra.current().accept(ACCEPTED).request().path("deploymentConfiguration");
        boolean hooksGiven = request.deploymentConfiguration() != null && request.deploymentConfiguration().hasLifecycleHooks();
        List<Hook> hooks = hooksGiven ? Hooks.read(request.deploymentConfiguration(), raw) : service.hooks;

        service.before = view(service, true);
        service.changedAt = world.time().now();
        boolean migrates = !controller.equals(service.controller);
        boolean deploys = Boolean.TRUE.equals(request.forceNewDeployment()) || migrates || spec.deploysAfter(service.spec);
        service.controller = controller;
        service.spec = spec;
        service.configuration = configuration;
        service.hooks = hooks;
        service.breakerThreshold = threshold(raw, service.breakerThreshold);
        settings(service, request);
        Map<String, Object> details = new HashMap<>();
        details.put("deploys", deploys);
        if (spec.taskDefinition != null) {
            details.put("taskDefinition", spec.taskDefinition);
        }
        if (request.desiredCount() != null) {
            details.put("desiredCount", request.desiredCount());
        }
        if (deploys && runs != null) {
            details.put("serviceDeployment", deployments.start(service, runs).arn);
        } else if (request.desiredCount() != null) {
            scale(service);
        }
        world.ledger().add(service.arn, details);
        return view(service, true);
    }

    private static void refuseUnderCodeDeploy(UpdateServiceRequest request) {
        boolean deploys = request.taskDefinition() != null || Boolean.TRUE.equals(request.forceNewDeployment());
        if (request.taskDefinition() != null) {
            throw EcsRefusals.invalid("Unable to update task definition on services with a CODE_DEPLOY deployment controller. "
                    + "Use AWS CodeDeploy to trigger a new deployment.");
        }
        if (deploys || request.networkConfiguration() != null || request.platformVersion() != null || request.hasLoadBalancers()) {
            throw EcsRefusals.invalid("Unable to update network parameters, platform version, or load balancers on services with a "
                    + "CODE_DEPLOY deployment controller. Use AWS CodeDeploy to trigger a new deployment.");
        }
    }

    private static void refuseUnderAnother(UpdateServiceRequest request) {
        if (request.taskDefinition() != null || Boolean.TRUE.equals(request.forceNewDeployment()) || request.networkConfiguration() != null
                || request.platformVersion() != null || request.hasLoadBalancers()) {
            throw EcsRefusals.invalid("Unable to update task definition, network parameters, platform version, or load balancers on "
                    + "services with an EXTERNAL deployment controller. Create a new task set instead.");
        }
    }

    private static void settings(ServiceRecord service, UpdateServiceRequest request) {
        service.desiredCount = or(request.desiredCount(), service.desiredCount);
        service.healthCheckGraceSeconds = or(request.healthCheckGracePeriodSeconds(), service.healthCheckGraceSeconds);
        service.execute = or(request.enableExecuteCommand(), service.execute);
        service.managedTags = or(request.enableECSManagedTags(), service.managedTags);
        service.propagateTags = or(request.propagateTagsAsString(), service.propagateTags);
        service.zoneRebalancing = or(request.availabilityZoneRebalancingAsString(), service.zoneRebalancing);
        service.placementConstraints = request.hasPlacementConstraints() ? request.placementConstraints() : service.placementConstraints;
        service.placementStrategy = request.hasPlacementStrategy() ? request.placementStrategy() : service.placementStrategy;
    }

    /** A changed count holds for every revision that is up, the one being deployed included. */
    private void scale(ServiceRecord service) {
        if (!service.controller.equals("ECS")) {
            taskSets.scaled(service);
            return;
        }
        if (!service.isRolling() || service.underway() == null) {
            service.revisions.stream().filter(revision -> revision.requested > 0 || revision == service.current && service.underway() == null)
                    .forEach(revision -> revision.requested = service.desiredCount);
        }
        service.steady = false;
        scheduler.reconcile(service);
    }

    /** A deployment configuration is given whole or in parts; hooks and alarms that are not named stay. */
    private static DeploymentConfiguration merged(DeploymentConfiguration before, DeploymentConfiguration asked) {
        if (asked == null) {
            return before;
        }
        DeploymentConfiguration old = before == null ? DeploymentConfiguration.builder().build() : before;
        String strategy = or(asked.strategyAsString(), old.strategyAsString());
        return filledIn(DeploymentConfiguration.builder()
                .strategy(strategy)
                .deploymentCircuitBreaker(or(asked.deploymentCircuitBreaker(), old.deploymentCircuitBreaker()))
                .maximumPercent(or(asked.maximumPercent(), old.maximumPercent()))
                .minimumHealthyPercent(or(asked.minimumHealthyPercent(), old.minimumHealthyPercent()))
                .alarms(or(asked.alarms(), old.alarms()))
                .bakeTimeInMinutes(or(asked.bakeTimeInMinutes(), old.bakeTimeInMinutes()))
                .lifecycleHooks(asked.hasLifecycleHooks() ? asked.lifecycleHooks() : old.lifecycleHooks())
                .canaryConfiguration("CANARY".equals(strategy) ? or(asked.canaryConfiguration(), old.canaryConfiguration()) : null)
                .linearConfiguration("LINEAR".equals(strategy) ? or(asked.linearConfiguration(), old.linearConfiguration()) : null)
                .build());
    }

    private static DeploymentConfiguration filledIn(DeploymentConfiguration asked) {
        DeploymentConfiguration given = asked == null ? DeploymentConfiguration.builder().build() : asked;
        return given.toBuilder()
                .strategy(or(given.strategyAsString(), "ROLLING"))
                .maximumPercent(or(given.maximumPercent(), 200))
                .minimumHealthyPercent(or(given.minimumHealthyPercent(), 100))
                .bakeTimeInMinutes(or(given.bakeTimeInMinutes(), 0))
                .deploymentCircuitBreaker(given.deploymentCircuitBreaker() != null ? given.deploymentCircuitBreaker()
                        : DeploymentCircuitBreaker.builder()
                                .enable(false).rollback(false).build())
                .build();
    }

    private static BreakerThreshold threshold(JsonNode raw, BreakerThreshold before) {
        JsonNode breaker = raw.path("deploymentCircuitBreaker");
        JsonNode threshold = breaker.path("thresholdConfiguration");
        return new BreakerThreshold(
                threshold.path("type").asText(before.type()),
                threshold.path("value").asInt(before.value()),
                breaker.path("resetOnHealthyTask").asBoolean(before.resets()));
    }

    Service delete(DeleteServiceRequest request) {
        Cluster cluster = state.cluster(request.cluster());
        ServiceRecord service = state.service(cluster, request.service()).orElseThrow(EcsRefusals::serviceNotFound);
        if (!service.isActive()) {
            throw EcsRefusals.serviceNotActive();
        }
        if (service.desiredCount > 0 && !Boolean.TRUE.equals(request.force())) {
            throw EcsRefusals.invalid("The service cannot be stopped while it is scaled above 0.");
        }
        service.status = "DRAINING";
        service.desiredCount = 0;
        service.revisions.forEach(revision -> revision.requested = 0);
        scheduler.reconcile(service);
        world.ledger().add(service.arn, Map.of());
        drain(service);
        return view(service, true);
    }

    private void drain(ServiceRecord service) {
        world.time().after(Duration.ofSeconds(5), () -> {
            if (service.revisions.stream().anyMatch(RevisionRecord::hasTasks)) {
                drain(service);
            } else {
                service.status = "INACTIVE";
            }
        });
    }

    DescribeServicesResponse describe(DescribeServicesRequest request) {
        Cluster cluster = state.cluster(request.cluster());
        if (request.services().isEmpty()) {
            throw EcsRefusals.invalid("Services cannot be empty.");
        }
        if (request.services().size() > 10) {
            throw EcsRefusals.invalid("Services cannot have more than 10 elements.");
        }
        boolean tags = request.include().contains(ServiceField.TAGS);
        List<Service> found = new ArrayList<>();
        List<Failure> failures = new ArrayList<>();
        Faults faults = world.part(Faults.class);
        for (String name : request.services()) {
            ServiceRecord service = state.service(cluster, name).orElse(null);
            if (service == null || faults.hides(service.createdAt)) {
                failures.add(Failure.builder().arn(EcsState.serviceArn(cluster, name)).reason("MISSING").build());
            } else if (service.before != null && faults.hides(service.changedAt)) {
                found.add(service.before.toBuilder().tags(tags ? state.tags(service.arn) : List.of()).build());
            } else {
                found.add(view(service, tags));
            }
        }
        Extra.current().answer(answer -> answer.path("services").forEach(this::writeHooks));
        return DescribeServicesResponse.builder().services(found).failures(failures).build();
    }

    ListServicesResponse list(ListServicesRequest request) {
        Cluster cluster = state.cluster(request.cluster());
        List<String> arns = state.services.values().stream()
                .filter(service -> service.clusterArn.equals(cluster.clusterArn()) && service.isActive())
                .filter(service -> request.launchTypeAsString() == null
                        || Objects.equals(request.launchTypeAsString(), service.spec.launchType))
                .map(service -> service.arn).toList();
        Page<String> page = Page.of(arns, request.nextToken(), request.maxResults(), 100, 10);
        return ListServicesResponse.builder().serviceArns(page.items()).nextToken(page.next()).build();
    }

    private Service view(ServiceRecord service, boolean tags) {
        Extra.current().answer(answer -> {
            if (answer.path("service").isObject()) {
                writeHooks(answer.get("service"));
            }
        });
        return ServiceView.of(service, service.controller.equals("ECS") ? List.of() : taskSets.of(service), tags ? state.tags(service.arn) : List.<Tag>of());
    }

    private void writeHooks(JsonNode encoded) {
        ServiceRecord service = state.services.get(encoded.path("serviceArn").asText());
        if (service != null && encoded.path("deploymentConfiguration").isObject()) {
            Hooks.write((ObjectNode) encoded.get("deploymentConfiguration"), service.hooks, service.breakerThreshold);
        }
    }

    private static <T> T or(T value, T otherwise) {
        return value == null ? otherwise : value;
    }
}
