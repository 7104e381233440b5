package io.jenkins.plugins.ecsrelease.engine.service;

import io.jenkins.plugins.ecsrelease.engine.service.look.LiveDeployment;
import java.time.Duration;
import java.time.Instant;

/**
 * How soon to look again: close where something is about to happen, far where ECS waits by the clock. A bake costs at
 * most 0.1 calls a second.
 */
final class Pace {

    private Pace() {}

    static Duration next(LiveDeployment deployment, Progress seen, Instant now) {
        return switch (deployment.status()) {
            case "PENDING" -> Duration.ofSeconds(2);
            case "IN_PROGRESS" -> stage(deployment, seen, now);
            case "STOP_REQUESTED", "ROLLBACK_REQUESTED", "ROLLBACK_IN_PROGRESS" -> Duration.ofSeconds(2);
            default -> Duration.ofSeconds(10);
        };
    }

    private static Duration stage(LiveDeployment deployment, Progress seen, Instant now) {
        if (deployment.waiting().isPresent()) {
            return Duration.ofSeconds(15);
        }
        Duration inStage = seen.stageSince() == null ? Duration.ZERO : Duration.between(seen.stageSince(), now);
        return switch (deployment.stage()) {
            case "BAKE_TIME" -> {
                // The stage was seen up to six seconds after it began.
                Duration left = Duration.ofMinutes(deployment.bakeMinutes()).minusSeconds(6).minus(inStage);
                yield left.compareTo(Duration.ofSeconds(30)) > 0
                        ? Duration.ofSeconds(30)
                        : left.compareTo(Duration.ofSeconds(1)) > 0 ? left : closing(inStage, deployment.bakeMinutes());
            }
            case "CLEAN_UP" -> inStage.toSeconds() < 30 ? Duration.ofSeconds(1)
                    : inStage.toSeconds() < 120 ? Duration.ofSeconds(3) : Duration.ofSeconds(6);
            default -> Duration.ofSeconds(inStage.toMinutes() < 5 ? 5 : 10);
        };
    }

    /** A bake that lasts longer than it should: ECS adds minutes of its own where alarms are watched. */
    private static Duration closing(Duration inStage, int bakeMinutes) {
        return inStage.compareTo(Duration.ofMinutes(bakeMinutes).plusSeconds(30)) < 0
                ? Duration.ofSeconds(1)
                : Duration.ofSeconds(10);
    }

    /** How often targets and routes are read beside the deployment itself. */
    static Duration wide(LiveDeployment deployment) {
        return "BAKE_TIME".equals(deployment.stage()) && "IN_PROGRESS".equals(deployment.status())
                ? Duration.ofSeconds(60)
                : Duration.ofSeconds(10);
    }
}
