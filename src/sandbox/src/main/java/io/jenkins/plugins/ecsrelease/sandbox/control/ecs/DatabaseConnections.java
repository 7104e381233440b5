package io.jenkins.plugins.ecsrelease.sandbox.control.ecs;

import io.jenkins.plugins.ecsrelease.sandbox.control.Arns;
import io.jenkins.plugins.ecsrelease.sandbox.control.rds.DatabasePressure;
import io.jenkins.plugins.ecsrelease.sandbox.world.World;
import java.time.Duration;
import java.util.Map;
import java.util.TreeMap;

/** Counts, every minute, how many connections the tasks keep to each database that their images name. */
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
        byPlace.forEach((place, databases) -> databases.forEach((database, connections) ->
                world.part(DatabasePressure.class).publish(place, database, connections)));
        world.time().after(MINUTE, this::publish);
    }
}
