package io.jenkins.plugins.ecsrelease.sandbox.control.ecs;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import software.amazon.awssdk.services.ecs.model.CanaryConfiguration;
import software.amazon.awssdk.services.ecs.model.DeploymentConfiguration;
import software.amazon.awssdk.services.ecs.model.LinearConfiguration;

/** In which steps production traffic moves. */
final class TrafficSteps {

    /**
     * @param percent of production traffic on the new revision from this step on
     * @param bake how long it stays so before the next step; zero after the last
     */
    record Step(double percent, Duration bake) {}

    private TrafficSteps() {}

    static List<Step> atOnce() {
        return List.of(new Step(100, Duration.ZERO));
    }

    static List<Step> of(DeploymentConfiguration how) {
        switch (how.strategyAsString()) {
            case "CANARY": return canary(how.canaryConfiguration());
            case "LINEAR": return linear(how.linearConfiguration());
            default: return atOnce();
        }
    }

    private static List<Step> canary(CanaryConfiguration canary) {
        double percent = canary == null || canary.canaryPercent() == null ? 5 : canary.canaryPercent();
        int minutes = canary == null || canary.canaryBakeTimeInMinutes() == null ? 10 : canary.canaryBakeTimeInMinutes();
        return List.of(new Step(percent, Duration.ofMinutes(minutes)), new Step(100, Duration.ZERO));
    }

    private static List<Step> linear(LinearConfiguration linear) {
        double percent = linear == null || linear.stepPercent() == null ? 10 : linear.stepPercent();
        int minutes = linear == null || linear.stepBakeTimeInMinutes() == null ? 6 : linear.stepBakeTimeInMinutes();
        List<Step> steps = new ArrayList<>();
        for (double share = percent; share < 100 - 1e-9; share += percent) {
            steps.add(new Step(Math.round(share * 10) / 10.0, Duration.ofMinutes(minutes)));
        }
        steps.add(new Step(100, Duration.ZERO));
        return steps;
    }
}
