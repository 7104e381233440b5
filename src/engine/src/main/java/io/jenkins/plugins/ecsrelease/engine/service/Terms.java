package io.jenkins.plugins.ecsrelease.engine.service;

import io.jenkins.plugins.ecsrelease.engine.health.Check;
import java.util.List;

/**
 * Under which terms a deployment is followed; as in {@link BlueGreenOrder}.
 *
 * @param hold "beforeTraffic", "afterTraffic" or empty
 */
public record Terms(
        String hold, List<Check> checks, String onFailure, String onAbort, String onInconclusive, int timeoutMinutes) {

    public static Terms of(BlueGreenOrder order) {
        return new Terms(order.hold(), order.checks(), order.onFailure(), order.onAbort(), order.onInconclusive(),
                order.timeoutMinutes());
    }

    /** A way back: nothing is judged, and an abort leaves it to go on. */
    public static Terms ofWayBack(int timeoutMinutes) {
        return new Terms("", List.of(), "leave", "leave", "accept", timeoutMinutes);
    }
}
