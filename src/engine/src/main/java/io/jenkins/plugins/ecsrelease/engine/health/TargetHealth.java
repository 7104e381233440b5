package io.jenkins.plugins.ecsrelease.engine.health;

import io.jenkins.plugins.ecsrelease.engine.service.Wanted;

/**
 * The new version's own target group, as the service revision resolved it.
 *
 * @param atLeastPercent of its registered targets that must be healthy, 1 to 100; 100 by default
 * @param withinSeconds from the first registered target on (without any, since the tasks began to come up) before which
 *     unhealthy ones do not count; 0 to 86400, 300 by default when negative
 */
public record TargetHealth(int atLeastPercent, int withinSeconds, Limits limits) implements Check {

    public TargetHealth {
        atLeastPercent = Wanted.number("atLeast", atLeastPercent == 0 ? 100 : atLeastPercent, 1, 100);
        withinSeconds = Wanted.number("within", withinSeconds < 0 ? 300 : withinSeconds, 0, 86400);
        limits = limits == null ? Limits.DEFAULT : limits;
    }

    @Override
    public String title() {
        return "target health";
    }
}
