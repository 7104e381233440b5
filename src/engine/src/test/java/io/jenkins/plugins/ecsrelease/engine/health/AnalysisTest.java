package io.jenkins.plugins.ecsrelease.engine.health;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertTrue;

import io.jenkins.plugins.ecsrelease.engine.operation.Answer;
import io.jenkins.plugins.ecsrelease.engine.operation.Problem;
import io.jenkins.plugins.ecsrelease.engine.operation.Question;
import io.jenkins.plugins.ecsrelease.engine.operation.View;
import io.jenkins.plugins.ecsrelease.engine.service.look.Targets;
import io.jenkins.plugins.ecsrelease.engine.service.look.TargetsLook;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.Test;

/** Series of a metric, minute by minute, and what they lead to. NaN stands for a minute without data. */
public class AnalysisTest {

    private static final Instant START = Instant.parse("2026-11-23T10:00:00Z");
    private static final double NONE = Double.NaN;
    private static final Scope SCOPE = new Scope(List.of("arn:aws:elasticloadbalancing:eu-central-1:1:targetgroup/green/2"),
            List.of("arn:aws:elasticloadbalancing:eu-central-1:1:listener-rule/app/shop/9/8/7"), START);

    /** What a series led to, and at which look. */
    private record Verdict(String result, int look) {}

    @Test
    public void aSteadySeriesPasses() {
        assertEquals(new Verdict("pass", 5), run(errors(0, false, ""), 1, 2, 0, 1, 3));
    }

    @Test
    public void aSpikeWithinTheLimitPassesAndOnePastItFails() {
        assertEquals(new Verdict("pass", 5), run(errors(1, false, ""), 1, 50, 1, 1, 1));
        assertEquals(new Verdict("fail", 2), run(errors(0, false, ""), 1, 50, 1, 1, 1));
    }

    @Test
    public void aSlowBurnAddsUpUnlessOnlyFailuresInARowCount() {
        assertEquals(new Verdict("fail", 5), run(errors(2, false, ""), 50, 1, 50, 1, 50));
        assertEquals(new Verdict("pass", 5), run(errors(2, true, ""), 50, 1, 50, 50, 1));
        assertEquals(new Verdict("fail", 4), run(errors(2, true, ""), 1, 50, 50, 50));
    }

    @Test
    public void minutesWithoutDataAreInconclusiveByDefault() {
        assertEquals(new Verdict("inconclusive", 3), run(errors(0, false, ""), NONE, NONE, NONE));
        assertEquals("data after a gap decides", new Verdict("pass", 3), run(errors(0, false, ""), NONE, NONE, 1));
        assertEquals("and so does a gap after data", new Verdict("inconclusive", 3), run(errors(0, false, ""), 1, 1, NONE));
    }

    @Test
    public void noDataCanBeMadeAFailureOrAPass() {
        assertEquals(new Verdict("fail", 1), run(errors(0, false, "fail"), NONE));
        assertEquals(new Verdict("pass", 2), run(errors(0, false, "pass"), NONE, NONE));
    }

    @Test
    public void infinityIsNoData() {
        assertEquals(new Verdict("inconclusive", 1), run(errors(0, false, ""), Double.POSITIVE_INFINITY));
    }

    @Test
    public void aDryRunIsReportedAndNeverDecides() {
        Metric dry = new Metric("AWS/ApplicationELB", "5xx", Map.of(), "Sum", 10.0, null, 60, new Limits(60, 0, false, "", true));
        assertEquals(new Verdict("pass", 3), run(dry, 50, 50, 50));
        assertFalse(Analysis.begin(List.of(dry), START).inconclusive().isPresent());
    }

    @Test
    public void aLowerBoundFailsFromBelow() {
        Metric requests = new Metric("AWS/ApplicationELB", "RequestCount", Map.of(), "Sum", null, 100.0, 60, Limits.DEFAULT);
        assertEquals(new Verdict("fail", 2), run(requests, 500, 100));
    }

    @Test
    public void whatCannotBeReadIsInconclusiveWhateverTheReason() {
        for (Problem.Kind kind : Problem.Kind.values()) {
            Analysis analysis = Analysis.begin(List.of(errors(0, false, "")), START).dueBy(START);
            Map<Question<?>, Answer<?>> answers = new HashMap<>();
            analysis.questions(SCOPE).forEach(q -> answers.put(q, Answer.unknown(Problem.of(kind, "CloudWatch said " + kind))));
            Analysis.Judged judged = analysis.judge(new View(START, List.of(), answers), SCOPE);
            assertEquals(Optional.empty(), judged.failure());
            assertTrue(judged.next().inconclusive().orElseThrow().contains("CloudWatch said " + kind));
        }
    }

    @Test
    public void aCheckNeverLookedAtIsInconclusive() {
        assertTrue(Analysis.begin(List.of(errors(0, false, "")), START).inconclusive().isPresent());
    }

    @Test
    public void failureBeatsSuccess() {
        Metric bad = errors(0, false, "");
        Metric good = new Metric("AWS/ApplicationELB", "RequestCount", Map.of(), "Sum", null, 1.0, 60, Limits.DEFAULT);
        Analysis analysis = Analysis.begin(List.of(good, bad), START).dueBy(START);
        Map<Question<?>, Answer<?>> answers = new HashMap<>();
        analysis.questions(SCOPE).forEach(q -> answers.put(q, Answer.known(value(START, 50.0))));
        assertTrue(analysis.judge(new View(START, List.of(), answers), SCOPE).failure().orElseThrow().contains("must be below 10"));
    }

    @Test
    public void unhealthyTargetsAreBorneUntilTheirTimeIsOver() {
        TargetHealth check = new TargetHealth(100, 120, Limits.DEFAULT);
        assertEquals("", targets(check, START.plusSeconds(60), "healthy", "initial"));
        assertEquals("fail", targets(check, START.plusSeconds(180), "healthy", "unhealthy"));
        assertEquals("pass", targets(check, START.plusSeconds(60), "healthy", "healthy"));
        assertEquals("targets on their way out do not count", "pass", targets(check, START.plusSeconds(180), "healthy", "draining"));
        assertEquals("a percentage is enough", "pass", targets(new TargetHealth(50, 0, Limits.DEFAULT), START.plusSeconds(180), "healthy", "unhealthy"));
    }

    @Test
    public void theNewVersionsOwnTargetGroupIsAskedFor() {
        Metric metric = new Metric("AWS/ApplicationELB", "5xx", Map.of("TargetGroup", "{targetGroup}"), "Sum", 10.0, null, 60, Limits.DEFAULT);
        MetricLook look = (MetricLook) Analysis.begin(List.of(metric), START).dueBy(START).questions(SCOPE).iterator().next();
        assertEquals(Map.of("TargetGroup", "targetgroup/green/2"), look.dimensions());
    }

    @Test
    public void eachCheckHasItsOwnInterval() {
        Metric often = new Metric("n", "often", Map.of(), "Sum", 10.0, null, 60, new Limits(10, 0, false, "", false));
        Metric seldom = new Metric("n", "seldom", Map.of(), "Sum", 10.0, null, 60, new Limits(300, 0, false, "", false));
        Analysis judged = judge(Analysis.begin(List.of(often, seldom), START).dueBy(START), START, 1).next();
        assertEquals(START.plusSeconds(10), judged.nextLook().orElseThrow());
        assertEquals(1, judged.dueBy(START.plusSeconds(60)).questions(SCOPE).size());
        assertEquals(2, judged.dueBy(START.plusSeconds(300)).questions(SCOPE).size());
    }

    private static MetricLook.Value value(Instant at, double number) {
        return new MetricLook.Value(Map.of(at, number));
    }

    @Test
    public void httpErrorsAreAShareOfTheRequestsOfTheSameMinute() {
        HttpErrors check = new HttpErrors(2, 100, Limits.DEFAULT);
        assertEquals("pass", served(check, Map.of(START, 1000.0), Map.of(START, 19.0)));
        assertEquals("fail", served(check, Map.of(START, 1000.0), Map.of(START, 20.0)));
        assertEquals("a minute without errors has no number", "pass", served(check, Map.of(START, 1000.0), Map.of()));
        assertEquals("errors of another minute do not count", "pass",
                served(check, Map.of(START, 1000.0), Map.of(START.minusSeconds(60), 500.0)));
        assertEquals("too few requests", "inconclusive", served(check, Map.of(START, 99.0), Map.of(START, 99.0)));
        assertEquals("no traffic", "inconclusive", served(check, Map.of(), Map.of()));
    }

    @Test
    public void latencyIsJudgedInMilliseconds() {
        Latency check = new Latency("", 500, 20, Limits.DEFAULT);
        assertEquals("pass", served(check, Map.of(START, 1000.0), Map.of(START, 0.499)));
        assertEquals("fail", served(check, Map.of(START, 1000.0), Map.of(START, 0.5)));
        assertEquals("inconclusive", served(check, Map.of(START, 1000.0), Map.of()));
        assertEquals("inconclusive", served(check, Map.of(START, 5.0), Map.of(START, 9.9)));
    }

    private static String served(Check check, Map<Instant, Double> requests, Map<Instant, Double> other) {
        Analysis due = Analysis.begin(List.of(check), START).dueBy(START);
        Map<Question<?>, Answer<?>> answers = new HashMap<>();
        due.questions(SCOPE).forEach(question -> {
            MetricLook look = (MetricLook) question;
            assertEquals(Map.of("TargetGroup", "targetgroup/green/2", "LoadBalancer", "app/shop/9"), look.dimensions());
            answers.put(question, Answer.known(new MetricLook.Value(look.name().equals("RequestCount") ? requests : other)));
        });
        Analysis.Judged judged = due.judge(new View(START, List.of(), answers), SCOPE);
        return judged.failure().isPresent() ? "fail" : judged.next().watched().get(0).last();
    }

    private static Metric errors(int failureLimit, boolean consecutive, String noData) {
        return new Metric("AWS/ApplicationELB", "5xx", Map.of(), "Sum", 10.0, null, 60, new Limits(60, failureLimit, consecutive, noData, false));
    }

    private static Verdict run(Check check, double... minutes) {
        Analysis analysis = Analysis.begin(List.of(check), START);
        for (int look = 1; look <= minutes.length; look++) {
            Instant now = START.plusSeconds(60L * (look - 1));
            Analysis.Judged judged = judge(analysis.dueBy(now), now, minutes[look - 1]);
            if (judged.failure().isPresent()) {
                return new Verdict("fail", look);
            }
            analysis = judged.next();
        }
        return new Verdict(analysis.inconclusive().isPresent() ? "inconclusive" : "pass", minutes.length);
    }

    private static Analysis.Judged judge(Analysis analysis, Instant now, double value) {
        Map<Question<?>, Answer<?>> answers = new HashMap<>();
        analysis.questions(SCOPE).forEach(question -> answers.put(question,
                Answer.known(value(now, value))));
        return analysis.judge(new View(now, List.of(), answers), SCOPE);
    }

    private static String targets(TargetHealth check, Instant now, String... states) {
        List<Targets.Target> targets = new ArrayList<>();
        for (String state : states) {
            targets.add(new Targets.Target("10.0.0." + targets.size(), 8080, state, "", ""));
        }
        Analysis due = Analysis.begin(List.of(check), now).dueBy(now);
        Map<Question<?>, Answer<?>> answers = Map.of(new TargetsLook(SCOPE.targetGroups().get(0)), Answer.known(new Targets(targets)));
        Analysis.Judged judged = due.judge(new View(now, List.of(), answers), SCOPE);
        return judged.failure().isPresent() ? "fail" : judged.next().watched().get(0).last();
    }
}
