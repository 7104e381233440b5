package io.jenkins.plugins.ecsrelease.sandbox.control.elb;

import io.jenkins.plugins.ecsrelease.sandbox.control.Arns;
import io.jenkins.plugins.ecsrelease.sandbox.control.Ids;
import io.jenkins.plugins.ecsrelease.sandbox.control.cloudwatch.Distribution;
import io.jenkins.plugins.ecsrelease.sandbox.control.cloudwatch.Metrics;
import io.jenkins.plugins.ecsrelease.sandbox.control.elb.ElbState.BalancerRecord;
import io.jenkins.plugins.ecsrelease.sandbox.traffic.Counts;
import io.jenkins.plugins.ecsrelease.sandbox.world.World;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.TreeMap;

/**
 * Publishes what the load balancers saw to AWS/ApplicationELB, minute by minute and one to three minutes late, as AWS does.
 * A count of zero is not published; host counts always are.
 */
final class TrafficMetrics {

    private static final String NAMESPACE = "AWS/ApplicationELB";
    private static final int EARLIEST = 60;
    private static final int SPREAD = 120;

    /** Whose metrics: a place, and the dimensions. */
    private record Of(String place, Map<String, String> dimensions) {}

    private final World world;
    private final ElbState state;
    private final Metrics metrics;
    private final Ids ids;
    private boolean begun;

    TrafficMetrics(World world) {
        this.world = world;
        state = world.part(ElbState.class);
        metrics = world.part(Metrics.class);
        ids = world.part(Ids.class);
    }

    /** Publishes from now on. */
    void begin() {
        if (!begun) {
            begun = true;
            plan();
        }
    }

    private void plan() {
        long second = Math.floorMod(world.time().now().getEpochSecond(), 60L);
        world.time().after(Duration.ofSeconds(60 - second), () -> {
            minute();
            plan();
        });
    }

    private void minute() {
        long over = world.time().now().getEpochSecond() / 60;
        Instant now = world.time().now();
        for (GroupRecord group : state.groups.values()) {
            // Requests are published a minute after theirs is over, so that none still under way is lost to it.
            Instant visible = now.plusSeconds(ids.number(SPREAD));
            for (String balancer : state.balancersOf(group.arn)) {
                hosts(group, balancer, over - 1, visible.plusSeconds(EARLIEST));
            }
            group.backend.takeBefore(over - 1).forEach((minute, counts) -> state.balancersOf(group.arn)
                    .forEach(balancer -> requests(counts, minute, visible, dimensions(balancer, group.arn))));
        }
        for (BalancerRecord balancer : state.balancers.values()) {
            Instant visible = now.plusSeconds(ids.number(SPREAD));
            balancer.counts.takeBefore(over - 1).forEach((minute, counts) -> {
                Of of = dimensions(balancer.balancer.loadBalancerArn(), null);
                requests(counts, minute, visible, of);
                count("HTTPCode_ELB_5XX_Count", counts.balancerErrors(), minute, visible, of);
            });
        }
    }

    private void requests(Counts counts, long minute, Instant visible, Of of) {
        count("RequestCount", counts.requests(), minute, visible, of);
        for (int hundreds = 2; hundreds <= 5; hundreds++) {
            count("HTTPCode_Target_" + hundreds + "XX_Count", counts.targets(hundreds), minute, visible, of);
        }
        count("TargetConnectionErrorCount", counts.connectionErrors(), minute, visible, of);
        TreeMap<Double, Double> seconds = counts.seconds();
        if (!seconds.isEmpty()) {
            publish("TargetResponseTime", Distribution.of(seconds), minute, visible, of);
        }
    }

    /** Each request is a value of 1, as AWS counts them: the sum is their number. */
    private void count(String metric, long count, long minute, Instant visible, Of of) {
        if (count > 0) {
            publish(metric, Distribution.of(new TreeMap<>(Map.of(1.0, (double) count))), minute, visible, of);
        }
    }

    private void hosts(GroupRecord group, String balancer, long minute, Instant visible) {
        long registered = group.targets.values().stream().filter(target -> !target.isDraining()).count();
        long healthy = group.targets.values().stream().filter(TargetRecord::isHealthy).count();
        Of of = dimensions(balancer, group.arn);
        publish("HealthyHostCount", Distribution.of((double) healthy), minute, visible, of);
        publish("UnHealthyHostCount", Distribution.of((double) (registered - healthy)), minute, visible, of);
    }

    private void publish(String metric, Distribution distribution, long minute, Instant visible, Of of) {
        metrics.publish(new Metrics.Name(of.place(), NAMESPACE, metric, of.dimensions()),
                Instant.ofEpochSecond(minute * 60), distribution, visible);
    }

    private static Of dimensions(String balancerArn, String groupArn) {
        Map<String, String> dimensions = new TreeMap<>();
        dimensions.put("LoadBalancer", Arns.resource(balancerArn).replaceFirst("^loadbalancer/", ""));
        if (groupArn != null) {
            dimensions.put("TargetGroup", Arns.resource(groupArn));
        }
        return new Of(Arns.region(balancerArn) + " " + Arns.account(balancerArn), dimensions);
    }
}
