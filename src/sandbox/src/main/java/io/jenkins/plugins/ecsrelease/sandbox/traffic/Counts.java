package io.jenkins.plugins.ecsrelease.sandbox.traffic;

import java.util.TreeMap;

/** What was answered in one minute of sandbox time. Response times are kept in steps of two percent. */
public final class Counts {

    private static final double STEP = Math.log(1.02);

    private final long[] classes = new long[6];
    private long requests;
    private long balancerErrors;
    private long connectionErrors;
    private final TreeMap<Integer, Long> times = new TreeMap<>();

    /** A target answered. */
    synchronized void answered(int status, double millis) {
        requests++;
        classes[Math.min(5, status / 100)]++;
        times.merge((int) Math.round(Math.log(Math.max(millis, 0.001)) / STEP), 1L, Long::sum);
    }

    /** The load balancer had to answer itself. */
    synchronized void failed(boolean connection) {
        requests++;
        balancerErrors++;
        connectionErrors += connection ? 1 : 0;
    }

    public synchronized long requests() {
        return requests;
    }

    /**
     * @param hundreds 2 for 2xx and so on
     */
    public synchronized long targets(int hundreds) {
        return classes[hundreds];
    }

    public synchronized long balancerErrors() {
        return balancerErrors;
    }

    public synchronized long connectionErrors() {
        return connectionErrors;
    }

    /** How often each response time occurred, in seconds. */
    public synchronized TreeMap<Double, Double> seconds() {
        TreeMap<Double, Double> seconds = new TreeMap<>();
        times.forEach((step, count) -> seconds.put(Math.exp(step * STEP) / 1000, (double) count));
        return seconds;
    }
}
