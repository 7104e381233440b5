package io.jenkins.plugins.ecsrelease.sandbox.control.logs;

import io.jenkins.plugins.ecsrelease.sandbox.world.Handlers;
import io.jenkins.plugins.ecsrelease.sandbox.world.World;
import software.amazon.awssdk.services.cloudwatchlogs.CloudWatchLogsClient;

/** CloudWatch Logs. */
public final class LogsHandlers implements Handlers {

    @Override
    public Class<?> client() {
        return CloudWatchLogsClient.class;
    }

    @Override
    public Object in(World world) {
        return new Logs(world);
    }
}
