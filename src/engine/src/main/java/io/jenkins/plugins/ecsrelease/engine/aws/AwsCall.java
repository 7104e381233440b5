package io.jenkins.plugins.ecsrelease.engine.aws;

import java.time.Duration;
import java.time.Instant;

/**
 * One attempt of one call to AWS, as it went over the wire. Holds no parameter and no content.
 *
 * @param service such as "ecs"
 * @param operation such as "UpdateService"
 * @param change false for a read
 * @param status the HTTP status; 0 when no reply came
 * @param code AWS's error code; empty for none
 * @param requestId AWS's request id; empty when no reply came
 */
public record AwsCall(
        Instant at,
        Identity identity,
        String service,
        String operation,
        boolean change,
        Duration took,
        int status,
        String code,
        String requestId) {}
