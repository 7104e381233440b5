package io.jenkins.plugins.ecsrelease.sandbox.control.ecs;

import io.jenkins.plugins.ecsrelease.sandbox.world.Handlers;
import io.jenkins.plugins.ecsrelease.sandbox.world.RawOperation;
import io.jenkins.plugins.ecsrelease.sandbox.world.World;
import java.util.Map;
import software.amazon.awssdk.services.ecs.EcsClient;

/** Amazon ECS in the sandbox. */
public final class EcsHandlers implements Handlers {

    @Override
    public Class<?> client() {
        return EcsClient.class;
    }

    @Override
    public Object in(World world) {
        return world.part(Ecs.class);
    }

    @Override
    public Map<String, RawOperation> raw(World world) {
        return Map.of("ContinueServiceDeployment",
                request -> world.part(Deployments.class).resume(request, world.part(EcsState.class)));
    }
}
