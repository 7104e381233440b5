package io.jenkins.plugins.ecsrelease.engine.health;

import io.jenkins.plugins.ecsrelease.engine.operation.Answer;
import io.jenkins.plugins.ecsrelease.engine.operation.Question;
import io.jenkins.plugins.ecsrelease.engine.operation.View;
import io.jenkins.plugins.ecsrelease.engine.service.look.AlarmLook;
import io.jenkins.plugins.ecsrelease.engine.service.look.Targets;
import io.jenkins.plugins.ecsrelease.engine.service.look.TargetsLook;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/**
 * One look at one check.
 *
 * @param result "pass", "fail", "inconclusive", or "early" when it is too soon to judge, which counts as nothing
 * @param detail what was seen and the limit it was held against
 * @param value the number that was judged, or null
 */
record Reading(String result, String detail, Double value) {

    static final String PASS = "pass";
    static final String FAIL = "fail";
    static final String INCONCLUSIVE = "inconclusive";
    static final String EARLY = "early";

    /** What a check asks at a time. */
    static Set<Question<?>> questions(Check check, Scope scope, Instant at) {
        Set<Question<?>> questions = new LinkedHashSet<>();
        if (check instanceof TargetHealth) {
            scope.targetGroups().forEach(group -> questions.add(new TargetsLook(group)));
        } else if (check instanceof Alarm alarm) {
            questions.add(new AlarmLook(alarm.name()));
        } else if (check instanceof Metric metric) {
            questions.add(look(metric, scope, at));
        } else if (check instanceof Http http) {
            questions.add(look(http));
        } else if (!scope.targetGroups().isEmpty()) {
            questions.add(requests(scope, at));
            questions.add(check instanceof HttpErrors ? errors(scope, at) : times((Latency) check, scope, at));
        }
        return questions;
    }

    /** Judges the answers to {@link #questions} of the same arguments. */
    static Reading of(Check check, Scope scope, Instant at, View view) {
        if (check instanceof TargetHealth health) {
            return targets(health, scope, view);
        } else if (check instanceof Alarm alarm) {
            return alarm(view.of(new AlarmLook(alarm.name())));
        } else if (check instanceof Metric metric) {
            return metric(metric, view.of(look(metric, scope, at)));
        } else if (check instanceof Http http) {
            return http(http, view.of(look(http)));
        }
        return served(check, scope, at, view);
    }

    /** The ready-made checks of an Application Load Balancer, judged in one and the same minute. */
    private static Reading served(Check check, Scope scope, Instant at, View view) {
        if (scope.targetGroups().isEmpty()) {
            return new Reading(EARLY, "the new version has no target group yet", null);
        }
        Answer<MetricLook.Value> requests = view.of(requests(scope, at));
        Answer<MetricLook.Value> other = view.of(check instanceof HttpErrors ? errors(scope, at) : times((Latency) check, scope, at));
        if (!(requests instanceof Answer.Known<MetricLook.Value> served) || !(other instanceof Answer.Known<MetricLook.Value> judged)) {
            return unknown(requests instanceof Answer.Known ? other : requests);
        }
        Instant minute = served.value().newest().orElse(null);
        double count = minute == null ? 0 : served.value().points().get(minute);
        int least = check instanceof HttpErrors errors ? errors.minimumRequests() : ((Latency) check).minimumRequests();
        if (count < least) {
            return new Reading(INCONCLUSIVE, text(count) + " requests in the newest minute, at least " + least + " needed", null);
        }
        Double value = judged.value().points().get(minute);
        return check instanceof HttpErrors errors
                // The load balancer publishes no zero: a minute with requests and without errors has none.
                ? errors(errors, value == null ? 0 : value, count)
                : latency((Latency) check, value, count);
    }

    private static Reading errors(HttpErrors check, double errors, double requests) {
        double percent = 100 * errors / requests;
        return new Reading(percent >= check.belowPercent() ? FAIL : PASS, text(errors) + " of " + text(requests)
                + " requests failed, " + text(percent) + " %, must be below " + text(check.belowPercent()) + " %", percent);
    }

    private static Reading latency(Latency check, Double seconds, double requests) {
        if (seconds == null || !Double.isFinite(seconds)) {
            return new Reading(INCONCLUSIVE, "no data", null);
        }
        double millis = seconds * 1000;
        return new Reading(millis >= check.belowMillis() ? FAIL : PASS, check.statistic() + " " + text(Math.rint(millis))
                + " ms over " + text(requests) + " requests, must be below " + check.belowMillis() + " ms", millis);
    }

    private static MetricLook requests(Scope scope, Instant at) {
        return balancer("RequestCount", "Sum", scope, at);
    }

    private static MetricLook errors(Scope scope, Instant at) {
        return balancer("HTTPCode_Target_5XX_Count", "Sum", scope, at);
    }

    private static MetricLook times(Latency check, Scope scope, Instant at) {
        return balancer("TargetResponseTime", check.statistic(), scope, at);
    }

    private static MetricLook balancer(String name, String statistic, Scope scope, Instant at) {
        return new MetricLook("AWS/ApplicationELB", name,
                Map.of("TargetGroup", scope.targetGroup(), "LoadBalancer", scope.loadBalancer()), statistic, 60, whole(at, 60));
    }

    private static Instant whole(Instant at, long period) {
        return Instant.ofEpochSecond(at.getEpochSecond() / period * period);
    }

    private static Reading targets(TargetHealth check, Scope scope, View view) {
        if (scope.targetGroups().isEmpty()) {
            return new Reading(EARLY, "the new version has no target group yet", null);
        }
        long registered = 0;
        long healthy = 0;
        for (String group : scope.targetGroups()) {
            Answer<Targets> answer = view.of(new TargetsLook(group));
            if (!(answer instanceof Answer.Known<Targets> known)) {
                return unknown(answer);
            }
            registered += known.value().registered();
            healthy += known.value().healthy();
        }
        String seen = healthy + " of " + registered + " targets healthy";
        if (registered > 0 && healthy * 100 >= registered * check.atLeastPercent()) {
            return new Reading(PASS, seen, (double) healthy);
        }
        boolean early = scope.tasksUpSince() == null
                || Duration.between(scope.tasksUpSince(), view.now()).toSeconds() < check.withinSeconds();
        return new Reading(early ? EARLY : FAIL, seen + ", at least " + check.atLeastPercent() + " % wanted"
                + (early ? "" : " within " + check.withinSeconds() + " seconds"), (double) healthy);
    }

    private static Reading alarm(Answer<AlarmLook.State> answer) {
        if (!(answer instanceof Answer.Known<AlarmLook.State> known)) {
            return unknown(answer);
        }
        AlarmLook.State state = known.value();
        return switch (state.value()) {
            case "OK" -> new Reading(PASS, "OK", 0.0);
            case "ALARM" -> new Reading(FAIL, "in ALARM: " + state.reason(), 1.0);
            default -> new Reading(INCONCLUSIVE, state.value(), null);
        };
    }

    private static Reading metric(Metric check, Answer<MetricLook.Value> answer) {
        if (!(answer instanceof Answer.Known<MetricLook.Value> known)) {
            return unknown(answer);
        }
        Instant newest = known.value().newest().orElse(null);
        if (newest == null) {
            return new Reading(INCONCLUSIVE, "no data", null);
        }
        double value = known.value().points().get(newest);
        String bound = (check.below() == null ? "" : ", must be below " + text(check.below()))
                + (check.above() == null ? "" : ", must be above " + text(check.above()));
        boolean fails = check.below() != null && value >= check.below() || check.above() != null && value <= check.above();
        return new Reading(fails ? FAIL : PASS, check.statistic() + " " + text(value) + bound, value);
    }

    private static Reading http(Http check, Answer<HttpLook.Reply> answer) {
        if (!(answer instanceof Answer.Known<HttpLook.Reply> known)) {
            return unknown(answer);
        }
        HttpLook.Reply reply = known.value();
        if (!reply.problem().isEmpty()) {
            return new Reading(FAIL, "no answer: " + reply.problem(), null);
        }
        return new Reading(reply.status() == check.expect() ? PASS : FAIL,
                "answered " + reply.status() + " in " + reply.millis() + " ms, " + check.expect() + " wanted",
                (double) reply.status());
    }

    private static Reading unknown(Answer<?> answer) {
        return new Reading(INCONCLUSIVE, "not known: " + answer.ifUnknown().orElseThrow().full(), null);
    }

    private static MetricLook look(Metric metric, Scope scope, Instant at) {
        Map<String, String> dimensions = new LinkedHashMap<>();
        metric.dimensions().forEach((name, value) -> dimensions.put(name,
                value.replace("{targetGroup}", scope.targetGroup()).replace("{loadBalancer}", scope.loadBalancer())));
        return new MetricLook(metric.namespace(), metric.name(), dimensions, metric.statistic(), metric.periodSeconds(),
                whole(at, metric.periodSeconds()));
    }

    private static HttpLook look(Http http) {
        return new HttpLook(http.url(), http.headers(), http.timeoutSeconds());
    }

    private static String text(double number) {
        return number == Math.rint(number) && Math.abs(number) < 1e9
                ? String.valueOf((long) number)
                : String.format(Locale.ROOT, "%.3g", number);
    }
}
