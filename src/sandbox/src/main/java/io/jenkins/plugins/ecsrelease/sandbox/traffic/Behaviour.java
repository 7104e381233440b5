package io.jenkins.plugins.ecsrelease.sandbox.traffic;

import io.jenkins.plugins.ecsrelease.sandbox.world.Fault;
import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import java.util.function.Predicate;

/**
 * How a container of the sandbox behaves, told by its image's labels {@code ecs-release.sandbox.<name>} or, stronger, by
 * its environment {@code SANDBOX_<NAME>} (upper case, underscores):
 *
 * <ul>
 *   <li>{@code document-root}: the directory of the image that is served, default {@code /srv/www}
 *   <li>{@code health-path}: answers "ok" when the image has no such file, default {@code /health}
 *   <li>{@code health}: the status that health checks get, default 200; {@code timeout} for no answer at all
 *   <li>{@code healthy-for}: seconds after which {@code health} begins to count, default 0
 *   <li>{@code latency-ms}: mean time to answer, default 12; the 99th percentile is about twice that
 *   <li>{@code latency-factor}: multiplies it, default 1
 *   <li>{@code error-rate}: share of requests answered with 500, from 0 to 1, default 0
 *   <li>{@code background-error-rate}: share that fails whatever the version, from 0 to 1, default 0
 *   <li>{@code errors-above}: requests a second (per task) beyond which 503 is answered; default never
 *   <li>{@code crash-after}: seconds after which the container exits; default never
 *   <li>{@code exit-code}: of that exit, default 1
 *   <li>{@code exit-reason}: what ECS says about it, such as {@code OutOfMemoryError: Container killed due to memory usage}
 *   <li>{@code startup}: seconds until it answers, default 1; health checks fail until then
 *   <li>{@code database}: the DB cluster, instance or proxy that it keeps connections to; default none
 *   <li>{@code connections}: how many it keeps, default 10
 *   <li>{@code leak-per-minute}: how many more each minute, default 0
 *   <li>{@code shell}: {@code none} for an image without one; only a label
 * </ul>
 *
 * Times are sandbox time.
 *
 * @param healthStatus 0 for no answer
 */
public record Behaviour(
        String documentRoot, String healthPath, int healthStatus, Duration healthyFor, double latencyMillis, double errorRate,
        double errorsAbove, Duration crashAfter, int exitCode, String exitReason, Duration startup, String database, int connections,
        double leakPerMinute) {

    private static final String LABEL = "ecs-release.sandbox.";

    public static Behaviour of(Map<String, String> labels, Map<String, String> environment) {
        Told told = new Told(labels, environment);
        String health = told.text("health", "200");
        return new Behaviour(
                told.text("document-root", "/srv/www"),
                told.text("health-path", "/health"),
                health.equals("timeout") ? 0 : (int) told.number("health", 200),
                told.seconds("healthy-for", 0),
                told.number("latency-ms", 12) * told.number("latency-factor", 1),
                Math.min(1, told.number("error-rate", 0) + told.number("background-error-rate", 0)),
                told.number("errors-above", Double.POSITIVE_INFINITY),
                told.text("crash-after", "").isEmpty() ? null : told.seconds("crash-after", 0),
                (int) told.number("exit-code", 1),
                told.text("exit-reason", ""),
                told.seconds("startup", 1),
                told.text("database", ""),
                (int) told.number("connections", 10),
                told.number("leak-per-minute", 0));
    }

    /** This, with whatever is told by faults about the container. */
    Behaviour struck(Predicate<Fault.Kind> faults) {
        return new Behaviour(documentRoot, healthPath, healthStatus, healthyFor,
                faults.test(Fault.Kind.SLOW_ANSWERS) ? latencyMillis * 3 : latencyMillis,
                faults.test(Fault.Kind.FAILING_ANSWERS) ? Math.max(errorRate, 0.02) : errorRate,
                faults.test(Fault.Kind.OVERLOADED_TASKS) ? Math.min(errorsAbove, 5) : errorsAbove,
                crashAfter, exitCode, exitReason, startup, database, connections,
                faults.test(Fault.Kind.LEAKING_CONNECTIONS) ? Math.max(leakPerMinute, 20) : leakPerMinute);
    }

    private record Told(Map<String, String> labels, Map<String, String> environment) {

        String text(String name, String otherwise) {
            String variable = "SANDBOX_" + name.toUpperCase(Locale.ROOT).replace('-', '_');
            return environment.getOrDefault(variable, labels.getOrDefault(LABEL + name, otherwise));
        }

        double number(String name, double otherwise) {
            String text = text(name, "");
            try {
                return text.isEmpty() ? otherwise : Double.parseDouble(text);
            } catch (NumberFormatException e) {
                throw new IllegalArgumentException("The image's label " + LABEL + name + " must be a number, not '" + text + "'.");
            }
        }

        Duration seconds(String name, double otherwise) {
            return Duration.ofMillis((long) (number(name, otherwise) * 1000));
        }
    }
}
