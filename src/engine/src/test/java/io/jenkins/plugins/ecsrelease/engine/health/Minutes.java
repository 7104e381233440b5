package io.jenkins.plugins.ecsrelease.engine.health;

import io.jenkins.plugins.ecsrelease.engine.health.look.MetricLook;
import io.jenkins.plugins.ecsrelease.engine.operation.Answer;
import io.jenkins.plugins.ecsrelease.engine.operation.Question;
import io.jenkins.plugins.ecsrelease.engine.operation.View;
import java.time.Instant;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Metrics of both versions, minute by minute, as CloudWatch publishes them late; and what a check makes of them. */
final class Minutes {

    static final Instant START = Instant.parse("2026-11-23T10:00:00Z");
    static final String GREEN = "arn:aws:elasticloadbalancing:eu-central-1:1:targetgroup/green/2";
    static final String BLUE = "arn:aws:elasticloadbalancing:eu-central-1:1:targetgroup/blue/1";
    static final Scope SCOPE = new Scope("shop", "web", "arn:aws:ecs:eu-central-1:1:task-definition/web:2",
            "arn:aws:ecs:eu-central-1:1:task-definition/web:1", List.of(GREEN), List.of(BLUE),
            List.of("arn:aws:elasticloadbalancing:eu-central-1:1:listener-rule/app/shop/9/8/7"), START, START, START, START);

    /** What a check came to, and in which minute of the release it failed; 0 where it did not. */
    record Verdict(String result, int minute) {
        @Override
        public String toString() {
            return minute == 0 ? result : result + ", seen in minute " + minute;
        }
    }

    private final Map<String, Double[]> green = new LinkedHashMap<>();
    private final Map<String, Double[]> blue = new LinkedHashMap<>();
    private int[] late = {};

    /** @param values of consecutive minutes; null for a minute without any */
    static Minutes of(String metric, Double... values) {
        return new Minutes().and(metric, values);
    }

    Minutes and(String metric, Double... values) {
        green.put(metric, values);
        return this;
    }

    Minutes besideBlue(String metric, Double... values) {
        blue.put(metric, values);
        return this;
    }

    /** By how many minutes each is published late; 2 where nothing is said. */
    Minutes late(int... minutes) {
        late = minutes;
        return this;
    }

    private int late(int minute) {
        return minute < late.length ? late[minute] : 2;
    }

    /** Looks every minute until all of them are published or given up. */
    Verdict judgedBy(Check check) {
        int length = green.values().stream().mapToInt(values -> values.length).max().orElse(0);
        int last = length + 4;
        for (int i = 0; i < length; i++) {
            last = Math.max(last, i + 1 + late(i));
        }
        Analysis analysis = Analysis.begin(List.of(check), START);
        for (int minute = 1; minute <= last; minute++) {
            Instant now = START.plusSeconds(60L * minute);
            analysis = analysis.dueBy(now);
            Map<Question<?>, Answer<?>> answers = new HashMap<>();
            for (Question<?> question : analysis.questions(SCOPE)) {
                answers.put(question, Answer.known(published((MetricLook) question, now)));
            }
            Analysis.Judged judged = analysis.judge(new View(now, List.of(), answers), SCOPE);
            if (judged.failure().isPresent()) {
                return new Verdict("fail", minute);
            }
            analysis = judged.next();
        }
        Instant end = START.plusSeconds(60L * last);
        return new Verdict(analysis.inconclusive(end).isPresent() ? "inconclusive" : "pass", 0);
    }

    private MetricLook.Value published(MetricLook look, Instant now) {
        boolean old = look.dimensions().values().stream().anyMatch(value -> value.contains("blue"));
        Double[] values = (old ? blue : green).getOrDefault(look.name(), new Double[0]);
        Map<Instant, Double> points = new HashMap<>();
        for (int i = 0; i < values.length; i++) {
            Instant at = START.plusSeconds(60L * i);
            boolean visible = !now.isBefore(at.plusSeconds(60 + 60L * late(i)));
            if (values[i] != null && visible && !at.isBefore(look.from()) && at.isBefore(look.until())) {
                points.put(at, values[i]);
            }
        }
        return new MetricLook.Value(points);
    }
}
