package io.jenkins.plugins.ecsrelease.sandbox.protocol;

import io.jenkins.plugins.ecsrelease.sandbox.world.World;
import java.nio.charset.StandardCharsets;
import java.util.Map;

/** The AWS API of one world: every service, every protocol. */
public final class Api {

    private final World world;

    public Api(World world) {
        this.world = world;
    }

    Answered handle(Asked asked) {
        return new Answered(
                404,
                Map.of("Content-Type", "application/x-amz-json-1.1", "Date", world.time().now().toString()),
                "{\"__type\":\"UnknownOperationException\"}".getBytes(StandardCharsets.UTF_8));
    }
}
