package io.jenkins.plugins.ecsrelease.engine.service.look;

import java.util.Map;

/**
 * Target groups and their weights, in order.
 *
 * @param forwards whether its action forwards at all
 */
public record Route(boolean forwards, Map<String, Integer> weights) {

    /** The share of a target group in percent, 0 where the rule does not name it. */
    public double share(String targetGroup) {
        int all = weights.values().stream().mapToInt(Integer::intValue).sum();
        return all == 0 ? 0 : 100.0 * weights.getOrDefault(targetGroup, 0) / all;
    }
}
