package io.jenkins.plugins.ecsrelease.sandbox.control.ecs;

import io.jenkins.plugins.ecsrelease.sandbox.control.Arns;
import io.jenkins.plugins.ecsrelease.sandbox.control.Ids;
import io.jenkins.plugins.ecsrelease.sandbox.control.cloudwatch.Distribution;
import io.jenkins.plugins.ecsrelease.sandbox.control.cloudwatch.Metrics;
import io.jenkins.plugins.ecsrelease.sandbox.world.World;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.TreeMap;

/**
 * Publishes how many connections the tasks keep to each DB cluster that their images name: AWS/RDS DatabaseConnections of
 * the cluster and of its writer, every minute and one to two minutes late.
 */
final class DatabaseConnections {

    private static final Duration MINUTE = Duration.ofMinutes(1);

    private final World world;
    private final EcsState state;
    private boolean begun;

    DatabaseConnections(World world) {
        this.world = world;
        state = world.part(EcsState.class);
    }

    void begin() {
        if (!begun) {
            begun = true;
            world.time().after(MINUTE, this::publish);
        }
    }

    private void publish() {
        Map<String, Map<String, Double>> byPlace = new TreeMap<>();
        for (TaskRecord task : state.tasks.values()) {
            for (ContainerRecord container : task.containers) {
                if (container.application != null && container.lastStatus.equals("RUNNING")
                        && !container.application.behaviour().database().isEmpty()) {
                    byPlace.computeIfAbsent(Arns.region(task.arn) + " " + Arns.account(task.arn), place -> new TreeMap<>())
                            .merge(container.application.behaviour().database(), container.application.connections(), Double::sum);
                }
            }
        }
        Instant now = world.time().now();
        Instant minute = now.minusSeconds(60 + Math.floorMod(now.getEpochSecond(), 60L));
        Instant visible = now.plusSeconds(world.part(Ids.class).number(60));
        byPlace.forEach((place, clusters) -> clusters.forEach((cluster, connections) -> {
            Distribution value = Distribution.of(Math.floor(connections));
            Metrics metrics = world.part(Metrics.class);
            Map<String, String> whole = Map.of("DBClusterIdentifier", cluster);
            Map<String, String> writer = new TreeMap<>(Map.of("DBClusterIdentifier", cluster, "Role", "WRITER"));
            metrics.publish(new Metrics.Name(place, "AWS/RDS", "DatabaseConnections", whole), minute, value, visible);
            metrics.publish(new Metrics.Name(place, "AWS/RDS", "DatabaseConnections", writer), minute, value, visible);
        }));
        world.time().after(MINUTE, this::publish);
    }
}
