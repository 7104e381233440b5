package io.jenkins.plugins.ecsrelease.engine.service.look;

import java.util.List;

/** Targets of one group. States: initial, healthy, unhealthy, unused, draining, unavailable. */
public record Targets(List<Target> targets) {

    public Targets {
        targets = List.copyOf(targets);
    }

    /** @param reason such as Target.ResponseCodeMismatch; empty when healthy */
    public record Target(String id, int port, String state, String reason, String description) {}

    /** Targets that are meant to serve: not on their way out. */
    public long registered() {
        return targets.stream().filter(target -> !"draining".equals(target.state())).count();
    }

    public long healthy() {
        return targets.stream().filter(target -> "healthy".equals(target.state())).count();
    }
}
