package io.jenkins.plugins.ecsrelease.sandbox.control.scaling;

import io.jenkins.plugins.ecsrelease.sandbox.control.Arns;
import io.jenkins.plugins.ecsrelease.sandbox.control.Checks;
import io.jenkins.plugins.ecsrelease.sandbox.control.Ids;
import io.jenkins.plugins.ecsrelease.sandbox.control.ecs.ServiceCounts;
import io.jenkins.plugins.ecsrelease.sandbox.world.Call;
import io.jenkins.plugins.ecsrelease.sandbox.world.World;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import software.amazon.awssdk.services.applicationautoscaling.ApplicationAutoScalingClient;
import software.amazon.awssdk.services.applicationautoscaling.model.DeregisterScalableTargetRequest;
import software.amazon.awssdk.services.applicationautoscaling.model.DeregisterScalableTargetResponse;
import software.amazon.awssdk.services.applicationautoscaling.model.DescribeScalableTargetsRequest;
import software.amazon.awssdk.services.applicationautoscaling.model.DescribeScalableTargetsResponse;
import software.amazon.awssdk.services.applicationautoscaling.model.DescribeScalingActivitiesRequest;
import software.amazon.awssdk.services.applicationautoscaling.model.DescribeScalingActivitiesResponse;
import software.amazon.awssdk.services.applicationautoscaling.model.DescribeScheduledActionsRequest;
import software.amazon.awssdk.services.applicationautoscaling.model.DescribeScheduledActionsResponse;
import software.amazon.awssdk.services.applicationautoscaling.model.ObjectNotFoundException;
import software.amazon.awssdk.services.applicationautoscaling.model.PutScheduledActionRequest;
import software.amazon.awssdk.services.applicationautoscaling.model.PutScheduledActionResponse;
import software.amazon.awssdk.services.applicationautoscaling.model.RegisterScalableTargetRequest;
import software.amazon.awssdk.services.applicationautoscaling.model.RegisterScalableTargetResponse;
import software.amazon.awssdk.services.applicationautoscaling.model.ScalableTarget;
import software.amazon.awssdk.services.applicationautoscaling.model.ScalableTargetAction;
import software.amazon.awssdk.services.applicationautoscaling.model.ScalingActivity;
import software.amazon.awssdk.services.applicationautoscaling.model.ScheduledAction;
import software.amazon.awssdk.services.applicationautoscaling.model.SuspendedState;
import software.amazon.awssdk.services.applicationautoscaling.model.ValidationException;

/**
 * Bounds of ECS services, and changes of them at a set time. While a deployment of the service is in progress nothing is scaled
 * in, and things are scaled out.
 *
 * @see <a href="https://docs.aws.amazon.com/AmazonECS/latest/developerguide/service-auto-scaling.html">Automatically scale your
 *     Amazon ECS service</a>
 */
final class Scaling implements ApplicationAutoScalingClient {

    private static final String DIMENSION = "ecs:service:DesiredCount";
    private static final Pattern SERVICE = Pattern.compile("service/([A-Za-z0-9_-]+)/([A-Za-z0-9_-]+)");
    private static final Pattern AT = Pattern.compile("at\\((\\S+)\\)");
    /** As the service-linked role of Application Auto Scaling calls itself in CloudTrail. */
    private static final String SCALER = "assumed-role/AWSServiceRoleForApplicationAutoScaling_ECSService/AutoScaling-UpdateService";

    private final World world;
    private final Ids ids;
    private final ServiceCounts services;
    private final Checks checks = new Checks("ValidationException");
    private final Map<String, Bounds> targets = new LinkedHashMap<>();
    /** Newest first. */
    private final List<ScalingActivity> activities = new ArrayList<>();

    Scaling(World world) {
        this.world = world;
        ids = world.part(Ids.class);
        services = world.part(ServiceCounts.class);
    }

    @Override
    public String serviceName() {
        return "application-autoscaling";
    }

    @Override
    public void close() {
        // The state belongs to the world.
    }

    @Override
    public RegisterScalableTargetResponse registerScalableTarget(RegisterScalableTargetRequest request) {
        String service = service(request.serviceNamespaceAsString(), request.resourceId(), request.scalableDimensionAsString());
        if (services.desired(service).isEmpty()) {
            throw refused("ECS service doesn't exist: " + request.resourceId());
        }
        Bounds known = targets.get(service);
        if (known == null && (request.minCapacity() == null || request.maxCapacity() == null)) {
            throw refused("Both MinCapacity and MaxCapacity must be given when a scalable target is registered.");
        }
        int least = request.minCapacity() == null ? known.least : request.minCapacity();
        int most = request.maxCapacity() == null ? known.most : request.maxCapacity();
        bounded(least, most);
        Bounds target = known != null ? known : new Bounds(
                Arns.of("application-autoscaling", "scalable-target/" + ids.hex(32)), request.resourceId(), service, world.time().now());
        target.least = least;
        target.most = most;
        if (request.suspendedState() != null) {
            target.noScalingIn = Boolean.TRUE.equals(request.suspendedState().dynamicScalingInSuspended());
            target.noScalingOut = Boolean.TRUE.equals(request.suspendedState().dynamicScalingOutSuspended());
            target.noSchedule = Boolean.TRUE.equals(request.suspendedState().scheduledScalingSuspended());
        }
        targets.put(service, target);
        world.ledger().add(target.arn, Map.of("resource", request.resourceId(), "min", least, "max", most));
        return RegisterScalableTargetResponse.builder().scalableTargetARN(target.arn).build();
    }

    @Override
    public DeregisterScalableTargetResponse deregisterScalableTarget(DeregisterScalableTargetRequest request) {
        Bounds target = target(request.serviceNamespaceAsString(), request.resourceId(), request.scalableDimensionAsString());
        targets.remove(target.serviceArn);
        world.ledger().add(target.arn, Map.of());
        return DeregisterScalableTargetResponse.builder().build();
    }

    @Override
    public DescribeScalableTargetsResponse describeScalableTargets(DescribeScalableTargetsRequest request) {
        checks.required(request.serviceNamespaceAsString(), "ServiceNamespace");
        return DescribeScalableTargetsResponse.builder().scalableTargets(targets.values().stream()
                .filter(one -> !request.hasResourceIds() || request.resourceIds().contains(one.resourceId))
                .map(one -> ScalableTarget.builder().serviceNamespace("ecs").resourceId(one.resourceId).scalableDimension(DIMENSION)
                        .minCapacity(one.least).maxCapacity(one.most).creationTime(one.createdAt).scalableTargetARN(one.arn)
                        .roleARN("arn:aws:iam::" + Arns.account(one.arn) + ":role/aws-service-role/ecs.application-autoscaling.amazonaws.com/"
                                + "AWSServiceRoleForApplicationAutoScaling_ECSService")
                        .suspendedState(SuspendedState.builder().dynamicScalingInSuspended(one.noScalingIn)
                                .dynamicScalingOutSuspended(one.noScalingOut).scheduledScalingSuspended(one.noSchedule).build())
                        .build()).toList()).build();
    }

    @Override
    public PutScheduledActionResponse putScheduledAction(PutScheduledActionRequest request) {
        Bounds target = target(request.serviceNamespaceAsString(), request.resourceId(), request.scalableDimensionAsString());
        String name = checks.required(request.scheduledActionName(), "ScheduledActionName");
        Instant at = at(checks.required(request.schedule(), "Schedule"));
        ScalableTargetAction change = request.scalableTargetAction();
        if (change == null || change.minCapacity() == null && change.maxCapacity() == null) {
            throw refused("A scheduled action needs a MinCapacity, a MaxCapacity or both.");
        }
        ScheduledAction action = ScheduledAction.builder().scheduledActionName(name)
                .scheduledActionARN(Arns.of("autoscaling", "scheduledAction:" + ids.uuid() + ":resource/ecs/" + target.resourceId
                        + ":scheduledActionName/" + name))
                .serviceNamespace("ecs").resourceId(target.resourceId).scalableDimension(DIMENSION).schedule(request.schedule())
                .scalableTargetAction(change).creationTime(world.time().now()).build();
        target.actions.put(name, action);
        world.ledger().add(target.arn, Map.of("scheduledAction", name));
        world.time().after(Duration.between(world.time().now(), at), () -> strike(target, action));
        return PutScheduledActionResponse.builder().build();
    }

    @Override
    public DescribeScheduledActionsResponse describeScheduledActions(DescribeScheduledActionsRequest request) {
        return DescribeScheduledActionsResponse.builder().scheduledActions(targets.values().stream()
                .filter(one -> request.resourceId() == null || request.resourceId().equals(one.resourceId))
                .flatMap(one -> one.actions.values().stream())
                .filter(one -> !request.hasScheduledActionNames() || request.scheduledActionNames().contains(one.scheduledActionName()))
                .toList()).build();
    }

    @Override
    public DescribeScalingActivitiesResponse describeScalingActivities(DescribeScalingActivitiesRequest request) {
        return DescribeScalingActivitiesResponse.builder().scalingActivities(activities.stream()
                .filter(one -> request.resourceId() == null || request.resourceId().equals(one.resourceId())).toList()).build();
    }

    /** Its time has come: the new bounds hold, and a number outside of them is brought to the nearer one. */
    private void strike(Bounds target, ScheduledAction action) {
        if (targets.get(target.serviceArn) != target || target.actions.get(action.scheduledActionName()) != action || target.noSchedule) {
            return;
        }
        target.actions.remove(action.scheduledActionName());
        ScalableTargetAction change = action.scalableTargetAction();
        target.least = Optional.ofNullable(change.minCapacity()).orElse(target.least);
        target.most = Math.max(target.least, Optional.ofNullable(change.maxCapacity()).orElse(target.most));
        int now = services.desired(target.serviceArn).orElse(target.least);
        int wanted = Math.max(target.least, Math.min(target.most, now));
        boolean putOff = wanted < now && services.deploys(target.serviceArn);
        if (wanted == now || putOff) {
            return;
        }
        Call scaler = new Call("ecs", "UpdateService", Arns.region(target.serviceArn), Arns.account(target.serviceArn),
                "arn:aws:sts::" + Arns.account(target.serviceArn) + ":" + SCALER, ids.uuid());
        services.scale(target.serviceArn, wanted, scaler);
        activities.add(0, ScalingActivity.builder().activityId(ids.uuid()).serviceNamespace("ecs").resourceId(target.resourceId)
                .scalableDimension(DIMENSION).description("Setting desired count to " + wanted + ".")
                .cause("scheduled action name " + action.scheduledActionName() + " was triggered")
                .startTime(world.time().now()).endTime(world.time().now()).statusCode("Successful")
                .statusMessage("Successfully set desired count to " + wanted + ". Change successfully fulfilled by ecs.").build());
    }

    private Bounds target(String namespace, String resourceId, String dimension) {
        Bounds target = targets.get(service(namespace, resourceId, dimension));
        if (target == null) {
            throw ObjectNotFoundException.builder().message("No scalable target registered for service namespace: ecs, resource ID: "
                    + resourceId + ", scalable dimension: " + DIMENSION).build();
        }
        return target;
    }

    private String service(String namespace, String resourceId, String dimension) {
        checks.required(namespace, "ServiceNamespace");
        checks.required(dimension, "ScalableDimension");
        Matcher service = SERVICE.matcher(checks.required(resourceId, "ResourceId"));
        if (!namespace.equals("ecs") || !dimension.equals(DIMENSION) || !service.matches()) {
            throw refused("Unsupported service namespace, resource type or scalable dimension: " + namespace + ", " + resourceId + ", "
                    + dimension);
        }
        return Arns.of("ecs", "service/" + service.group(1) + "/" + service.group(2));
    }

    private static void bounded(int least, int most) {
        if (least < 0 || most < least) {
            throw refused("Maximum capacity cannot be less than minimum capacity");
        }
    }

    /** Schedules that come again ({@code rate} and {@code cron}) are not modelled. */
    private static Instant at(String schedule) {
        Matcher once = AT.matcher(schedule);
        try {
            if (once.matches()) {
                return LocalDateTime.parse(once.group(1)).toInstant(ZoneOffset.UTC);
            }
        } catch (DateTimeParseException e) {
            // Refused like what is no time at all.
        }
        throw refused("The sandbox takes schedules of the form at(yyyy-mm-ddThh:mm:ss), not " + schedule);
    }

    private static ValidationException refused(String message) {
        return (ValidationException) ValidationException.builder().message(message).build();
    }
}
