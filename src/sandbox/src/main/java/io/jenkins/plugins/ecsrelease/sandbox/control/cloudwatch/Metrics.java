package io.jenkins.plugins.ecsrelease.sandbox.control.cloudwatch;

import io.jenkins.plugins.ecsrelease.sandbox.world.World;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;

/** Every metric of the world, to the second. Other rooms publish here; what is not due yet is not seen. */
public final class Metrics {

    /**
     * Names one metric.
     *
     * @param place region and account, such as "eu-central-1 123456789012"
     */
    public record Name(String place, String namespace, String metric, Map<String, String> dimensions) {}

    private record Published(Instant visibleAt, Distribution distribution) {}

    private static final long KEPT_SECONDS = 15L * 24 * 3600;

    private final World world;
    private final Map<Name, TreeMap<Long, List<Published>>> metrics = new LinkedHashMap<>();

    Metrics(World world) {
        this.world = world;
    }

    /**
     * @param at the time that the values belong to
     * @param visibleAt when readers begin to see them
     */
    public void publish(Name name, Instant at, Distribution distribution, Instant visibleAt) {
        TreeMap<Long, List<Published>> points = metrics.computeIfAbsent(name, n -> new TreeMap<>());
        points.computeIfAbsent(at.getEpochSecond(), second -> new ArrayList<>(1)).add(new Published(visibleAt, distribution));
        points.headMap(world.time().now().getEpochSecond() - KEPT_SECONDS).clear();
    }

    List<Name> names() {
        return List.copyOf(metrics.keySet());
    }

    /** By the start of each period (epoch seconds, a multiple of the period) in [from, to) that has values. */
    NavigableMap<Long, Distribution> periods(Name name, long from, long to, int period) {
        NavigableMap<Long, Distribution> found = new TreeMap<>();
        TreeMap<Long, List<Published>> points = metrics.get(name);
        if (points == null || to <= from) {
            return found;
        }
        Instant now = world.time().now();
        points.subMap(from, to).forEach((second, published) -> {
            for (Published one : published) {
                if (!one.visibleAt().isAfter(now)) {
                    found.merge(second - Math.floorMod(second, period), one.distribution(), Distribution::with);
                }
            }
        });
        return found;
    }
}
