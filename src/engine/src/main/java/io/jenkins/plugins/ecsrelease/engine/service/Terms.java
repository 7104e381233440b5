package io.jenkins.plugins.ecsrelease.engine.service;

import io.jenkins.plugins.ecsrelease.engine.health.Check;
import io.jenkins.plugins.ecsrelease.engine.health.Defaults;
import io.jenkins.plugins.ecsrelease.engine.health.Http;
import java.util.List;

/**
 * Under which terms a deployment is followed; as in {@link BlueGreenOrder}.
 *
 * @param hold "beforeTraffic", "afterTraffic" or empty
 */
public record Terms(
        String hold, List<Check> checks, String onFailure, String onAbort, String onInconclusive, int timeoutMinutes) {

    /** @param balanced whether the service is behind a load balancer */
    public static Terms of(BlueGreenOrder order, boolean balanced, Setup setup) {
        List<Check> byDefault = Defaults.of(balanced, setup.productionRules());
        return new Terms(order.hold(), order.checks().isEmpty() ? byDefault : order.checks(), order.onFailure(), order.onAbort(),
                order.onInconclusive(), order.timeoutMinutes());
    }

    /** Whether a check guards the way of production traffic to the new version. */
    boolean guarded() {
        return checks.stream().anyMatch(check -> check instanceof Http http && http.beforeTraffic());
    }

    /** A rollback that was asked for: its checks say afterwards whether the service is well again. */
    public static Terms ofRollback(List<Check> checks, int timeoutMinutes) {
        return new Terms("", checks, "leave", "leave", "accept", timeoutMinutes);
    }

    /** A way back from a deployment under these terms: nothing is judged. */
    Terms ofWayBack(int timeoutMinutes) {
        return new Terms("", List.of(), "leave", onAbort, "accept", timeoutMinutes);
    }
}
