package io.jenkins.plugins.ecsrelease.sandbox.control.ecs;

/**
 * How many failed tasks trip the deployment circuit breaker.
 *
 * @param type COUNT, BOUNDED_PERCENT or UNBOUNDED_PERCENT
 * @param resets whether a task that is well sets the count back
 */
record BreakerThreshold(String type, int value, boolean resets) {

    static final BreakerThreshold STANDARD = new BreakerThreshold("BOUNDED_PERCENT", 50, true);

    int of(int desiredCount) {
        int share = (int) Math.ceil(value / 100.0 * desiredCount);
        switch (type) {
            case "COUNT": return value;
            case "UNBOUNDED_PERCENT": return Math.max(1, share);
            default: return Math.max(3, Math.min(200, share));
        }
    }
}
