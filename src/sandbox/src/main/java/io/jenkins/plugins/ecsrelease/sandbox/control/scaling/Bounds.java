package io.jenkins.plugins.ecsrelease.sandbox.control.scaling;

import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import software.amazon.awssdk.services.applicationautoscaling.model.ScheduledAction;

/** A service that is scaled, with what is to happen to it. */
final class Bounds {

    final String arn;
    final String resourceId;
    final String serviceArn;
    final Instant createdAt;
    final Map<String, ScheduledAction> actions = new LinkedHashMap<>();
    int least;
    int most;
    boolean noScalingIn;
    boolean noScalingOut;
    boolean noSchedule;

    Bounds(String arn, String resourceId, String serviceArn, Instant createdAt) {
        this.arn = arn;
        this.resourceId = resourceId;
        this.serviceArn = serviceArn;
        this.createdAt = createdAt;
    }
}
