package io.jenkins.plugins.ecsrelease.sandbox.control.ecs;

import io.jenkins.plugins.ecsrelease.sandbox.world.Call;
import io.jenkins.plugins.ecsrelease.sandbox.world.World;
import java.util.OptionalInt;
import software.amazon.awssdk.services.ecs.model.UpdateServiceRequest;

/** How many tasks services want, for whoever scales them. */
public final class ServiceCounts {

    private final World world;
    private final EcsState state;

    ServiceCounts(World world) {
        this.world = world;
        state = world.part(EcsState.class);
    }

    /** Empty where there is no such service that is active. */
    public OptionalInt desired(String serviceArn) {
        ServiceRecord service = state.services.get(serviceArn);
        return service == null || !service.isActive() ? OptionalInt.empty() : OptionalInt.of(service.desiredCount);
    }

    /** Whether a deployment of it is in progress. */
    public boolean deploys(String serviceArn) {
        ServiceRecord service = state.services.get(serviceArn);
        return service != null && service.underway() != null;
    }

    /** UpdateService with a number of tasks and nothing else, by {@code caller}. */
    public void scale(String serviceArn, int tasks, Call caller) {
        ServiceRecord service = state.services.get(serviceArn);
        caller.during(() -> world.part(Services.class).update(UpdateServiceRequest.builder()
                .cluster(service.clusterArn).service(service.arn).desiredCount(tasks).build()));
    }
}
