package io.jenkins.plugins.ecsrelease.engine.service.look;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/**
 * A service of Amazon ECS.
 *
 * @param controller ECS, CODE_DEPLOY or EXTERNAL
 * @param configuration its deploymentConfiguration as JSON, with every member, also those newer than the SDK
 * @param strategy ROLLING, BLUE_GREEN, LINEAR or CANARY
 * @param currentDeployment ARN of the service deployment; may lag behind an update; empty where unknown
 * @param events the newest first
 */
public record LiveService(
        String arn,
        String clusterArn,
        String name,
        String status,
        String controller,
        int desired,
        int running,
        int pending,
        String taskDefinition,
        String configuration,
        String strategy,
        Waits waits,
        List<String> alarms,
        boolean alarmsEnabled,
        String currentDeployment,
        List<Balancer> balancers,
        List<String> subnets,
        List<String> securityGroups,
        boolean publicAddress,
        List<Rollout> rollouts,
        List<TaskSet> taskSets,
        List<Event> events) {

    /** A container behind a load balancer; the last four are empty unless blue/green is set up. */
    public record Balancer(
            String targetGroup, String container, int port, String alternateTargetGroup, String productionRule, String testRule, String role) {}

    /** An entry of the service's own list of deployments. */
    public record Rollout(
            String status, String taskDefinition, String state, String reason, int desired, int running, int failed) {}

    /**
     * Under another controller than ECS, what runs its tasks.
     *
     * @param balancers without what blue/green needs
     * @param external what the other controller calls its deployment; empty where it says nothing
     */
    public record TaskSet(String id, String status, String taskDefinition, List<Balancer> balancers, String external) {}

    public record Event(Instant at, String message) {}

    /** How long the strategy waits of itself, in minutes. */
    public record Waits(int bake, int steps, List<String> pauses) {
        public int total() {
            return bake + steps;
        }
    }

    /** What a claim to it is called: its account, region, cluster and name. */
    public String claim() {
        return clusterArn + "/" + name;
    }

    static LiveService of(JsonNode service) {
        JsonNode configuration = service.path("deploymentConfiguration");
        JsonNode network = service.path("networkConfiguration").path("awsvpcConfiguration");
        String controller = EcsJson.text(service, "deploymentController", "type");
        String strategy = EcsJson.text(configuration, "strategy");
        return new LiveService(
                EcsJson.text(service, "serviceArn"),
                EcsJson.text(service, "clusterArn"),
                EcsJson.text(service, "serviceName"),
                EcsJson.text(service, "status"),
                controller.isEmpty() ? "ECS" : controller,
                EcsJson.number(service, "desiredCount"),
                EcsJson.number(service, "runningCount"),
                EcsJson.number(service, "pendingCount"),
                EcsJson.text(service, "taskDefinition"),
                configuration.isObject() ? configuration.toString() : "{}",
                strategy.isEmpty() ? "ROLLING" : strategy,
                waits(configuration, strategy),
                EcsJson.texts(configuration, "alarms", "alarmNames"),
                EcsJson.flag(configuration, "alarms", "enable"),
                EcsJson.text(service, "currentServiceDeployment"),
                balancers(service.path("loadBalancers")),
                EcsJson.texts(network, "subnets"),
                EcsJson.texts(network, "securityGroups"),
                "ENABLED".equals(EcsJson.text(network, "assignPublicIp")),
                rollouts(service.path("deployments")),
                taskSets(service.path("taskSets")),
                events(service.path("events")));
    }

    /** The waits that a configuration brings with a strategy. Defaults as in the ECS API reference. */
    public static Waits waits(JsonNode configuration, String strategy) {
        int bake = "ROLLING".equals(strategy) || strategy.isEmpty() ? 0 : EcsJson.number(configuration, "bakeTimeInMinutes");
        int steps = 0;
        if ("CANARY".equals(strategy)) {
            steps = configuration.path("canaryConfiguration").path("canaryBakeTimeInMinutes").asInt(10);
        } else if ("LINEAR".equals(strategy)) {
            double percent = configuration.path("linearConfiguration").path("stepPercent").asDouble(10);
            int each = configuration.path("linearConfiguration").path("stepBakeTimeInMinutes").asInt(6);
            steps = percent <= 0 ? 0 : ((int) Math.ceil(100 / percent) - 1) * each;
        }
        List<String> pauses = new ArrayList<>();
        for (JsonNode hook : configuration.path("lifecycleHooks")) {
            if ("PAUSE".equals(EcsJson.text(hook, "targetType"))) {
                pauses.addAll(EcsJson.texts(hook, "lifecycleStages"));
            }
        }
        return new Waits(bake, steps, List.copyOf(pauses));
    }

    private static List<Balancer> balancers(JsonNode list) {
        List<Balancer> balancers = new ArrayList<>();
        for (JsonNode item : list) {
            JsonNode advanced = item.path("advancedConfiguration");
            balancers.add(new Balancer(
                    EcsJson.text(item, "targetGroupArn"),
                    EcsJson.text(item, "containerName"),
                    EcsJson.number(item, "containerPort"),
                    EcsJson.text(advanced, "alternateTargetGroupArn"),
                    EcsJson.text(advanced, "productionListenerRule"),
                    EcsJson.text(advanced, "testListenerRule"),
                    EcsJson.text(advanced, "roleArn")));
        }
        return List.copyOf(balancers);
    }

    private static List<Rollout> rollouts(JsonNode list) {
        List<Rollout> rollouts = new ArrayList<>();
        for (JsonNode item : list) {
            rollouts.add(new Rollout(
                    EcsJson.text(item, "status"),
                    EcsJson.text(item, "taskDefinition"),
                    EcsJson.text(item, "rolloutState"),
                    EcsJson.text(item, "rolloutStateReason"),
                    EcsJson.number(item, "desiredCount"),
                    EcsJson.number(item, "runningCount"),
                    EcsJson.number(item, "failedTasks")));
        }
        return List.copyOf(rollouts);
    }

    private static List<TaskSet> taskSets(JsonNode list) {
        List<TaskSet> sets = new ArrayList<>();
        for (JsonNode item : list) {
            sets.add(new TaskSet(
                    EcsJson.text(item, "id"),
                    EcsJson.text(item, "status"),
                    EcsJson.text(item, "taskDefinition"),
                    balancers(item.path("loadBalancers")),
                    EcsJson.text(item, "externalId")));
        }
        return List.copyOf(sets);
    }

    private static List<Event> events(JsonNode list) {
        List<Event> events = new ArrayList<>();
        for (JsonNode item : list) {
            if (events.size() < 20) {
                events.add(new Event(EcsJson.time(item, "createdAt"), EcsJson.text(item, "message")));
            }
        }
        return List.copyOf(events);
    }
}
