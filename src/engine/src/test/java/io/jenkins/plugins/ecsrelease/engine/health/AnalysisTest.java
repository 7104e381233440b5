package io.jenkins.plugins.ecsrelease.engine.health;

import static io.jenkins.plugins.ecsrelease.engine.health.Minutes.SCOPE;
import static io.jenkins.plugins.ecsrelease.engine.health.Minutes.START;
import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertThrows;
import static org.junit.Assert.assertTrue;

import io.jenkins.plugins.ecsrelease.engine.health.look.MetricLook;
import io.jenkins.plugins.ecsrelease.engine.operation.Answer;
import io.jenkins.plugins.ecsrelease.engine.operation.Fact;
import io.jenkins.plugins.ecsrelease.engine.operation.Problem;
import io.jenkins.plugins.ecsrelease.engine.operation.Question;
import io.jenkins.plugins.ecsrelease.engine.operation.View;
import io.jenkins.plugins.ecsrelease.engine.service.look.AlarmLook;
import io.jenkins.plugins.ecsrelease.engine.service.look.Targets;
import io.jenkins.plugins.ecsrelease.engine.service.look.TargetsLook;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import org.junit.Test;

/** How checks are judged over time; series of metrics and their verdicts are in {@link GoldenSeriesTest}. */
public class AnalysisTest {

    private static final Instant MINUTE = START.minusSeconds(60);

    @Test
    public void aDryRunIsReportedAndNeverDecides() {
        Metric dry = bound(new Limits(60, 0, false, 1, "", true));
        assertEquals(new Minutes.Verdict("pass", 0), Minutes.of("m", 50.0, 50.0, 50.0).judgedBy(dry));
        assertFalse(Analysis.begin(List.of(dry), START).inconclusive(START).isPresent());
        Analysis.Judged judged = judge(due(dry), point(50.0));
        assertTrue(judged.facts().get(0).text(), judged.facts().get(0).text().endsWith("(dry run)"));
    }

    @Test
    public void aLowerBoundFailsFromBelow() {
        Metric requests = new Metric("n", "m", Map.of(), "Sum", null, 100.0, "", null, false, 60, Limits.DEFAULT);
        assertEquals(new Minutes.Verdict("fail", 4), Minutes.of("m", 500.0, 100.0).judgedBy(requests));
    }

    @Test
    public void samplesMayBeNeededBeforeACheckCanPass() {
        Metric three = bound(new Limits(60, 0, false, 3, "", false));
        assertEquals("inconclusive", Minutes.of("m", 1.0, 1.0).judgedBy(three).result());
        assertEquals("pass", Minutes.of("m", 1.0, 1.0, 1.0).judgedBy(three).result());
        assertEquals("a failure needs no more than its limit", "fail", Minutes.of("m", 50.0).judgedBy(three).result());
    }

    @Test
    public void whatCannotBeReadIsInconclusiveWhateverTheReasonAndWhateverMissingDataCountsAs() {
        for (Problem.Kind kind : Problem.Kind.values()) {
            for (String noData : List.of("inconclusive", "fail", "pass")) {
                Analysis analysis = due(bound(new Limits(60, 0, false, 1, noData, false)));
                Analysis.Judged judged = judge(analysis, question -> Answer.unknown(Problem.of(kind, "CloudWatch said " + kind)));
                assertEquals(Optional.empty(), judged.failure());
                assertTrue(judged.next().inconclusive(START).orElseThrow().contains("CloudWatch said " + kind));
                assertEquals("inconclusive", judged.facts().get(0).details().get("result"));
                assertTrue(judged.facts().get(0).text().contains("CloudWatch said " + kind));
            }
        }
    }

    @Test
    public void aReadThatFailsAfterGoodOnesIsBorneAndMinutesOfThemAreInconclusive() {
        Analysis good = judge(due(bound(Limits.DEFAULT)), point(1.0)).next();
        Instant next = good.nextLook().orElseThrow();
        Analysis once = judge(good.dueBy(next), next, question -> Answer.unknown(Problem.of(Problem.Kind.THROTTLED, "Rate exceeded"))).next();
        assertEquals(Optional.empty(), once.inconclusive(next));
        assertEquals("asked again soon", next.plusSeconds(30), once.nextLook().orElseThrow());
        assertTrue(once.inconclusive(next.plusSeconds(180)).orElseThrow().contains("Rate exceeded"));
        Analysis read = judge(once.dueBy(next.plusSeconds(180)), next.plusSeconds(180), point(1.0)).next();
        assertEquals(Optional.empty(), read.inconclusive(next.plusSeconds(180)));
    }

    @Test
    public void aCheckNeverLookedAtIsInconclusive() {
        assertTrue(Analysis.begin(List.of(bound(Limits.DEFAULT)), START).inconclusive(START).isPresent());
    }

    @Test
    public void failureBeatsSuccess() {
        Metric good = new Metric("n", "m", Map.of(), "Sum", null, 1.0, "", null, false, 60, Limits.DEFAULT);
        Analysis analysis = Analysis.begin(List.of(good, bound(Limits.DEFAULT)), START).dueBy(START);
        assertTrue(judge(analysis, point(50.0)).failure().orElseThrow().contains("must be below 10"));
    }

    @Test
    public void aMinuteIsJudgedOnceHoweverOftenItIsSeen() {
        Analysis analysis = due(bound(Limits.bearing(10, 1, false)));
        for (int look = 0; look < 6; look++) {
            Instant now = START.plusSeconds(look * 10L);
            Analysis.Judged judged = judge(analysis.dueBy(now), now, point(50.0));
            assertEquals("look " + look, Optional.empty(), judged.failure());
            assertEquals("evidence is left of what is new only", look == 0 ? 1 : 0, judged.facts().size());
            analysis = judged.next();
        }
        assertEquals(1, analysis.watched().get(0).failures());
    }

    @Test
    public void theEvidenceOfALookHoldsItsSamplesWithTheirLimits() {
        Fact fact = judge(due(bound(Limits.DEFAULT)), point(50.0)).facts().get(0);
        assertEquals("check", fact.kind());
        assertEquals("metric m", fact.details().get("check"));
        assertEquals("fail", fact.details().get("result"));
        assertEquals(1, fact.details().get("failures"));
        assertEquals(List.of(Map.of("at", MINUTE.toString(), "result", "fail", "value", 50.0, "limit", 10.0,
                "detail", "Sum 50, must be below 10")), fact.details().get("samples"));
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
    public void anAlarmIsJudgedByItsState() {
        assertEquals("pass", alarm("OK").next().watched().get(0).last());
        assertTrue(alarm("ALARM").failure().orElseThrow().contains("12 errors"));
        assertTrue(alarm("INSUFFICIENT_DATA").next().inconclusive(START).isPresent());
        assertTrue("a state that nobody knows is not a good one", alarm("PONDERING").next().inconclusive(START).isPresent());
    }

    @Test
    public void theNewVersionsOwnTargetGroupIsAskedForAndTheOldOnesBesideIt() {
        Metric metric = Metric.besideBlue("AWS/ApplicationELB", "TargetResponseTime", Map.of(), "p99", 20, Limits.DEFAULT);
        Set<Map<String, String>> asked = new LinkedHashSet<>();
        due(metric).questions(SCOPE).forEach(question -> asked.add(((MetricLook) question).dimensions()));
        assertEquals(Set.of(Map.of("TargetGroup", "targetgroup/green/2", "LoadBalancer", "app/shop/9"),
                Map.of("TargetGroup", "targetgroup/blue/1", "LoadBalancer", "app/shop/9")), asked);
        Metric own = Metric.besideBlue("shop", "Errors", Map.of("Version", "{taskDefinition}"), "Sum", 20, Limits.DEFAULT);
        Set<String> versions = new LinkedHashSet<>();
        due(own).questions(SCOPE).forEach(question -> versions.add(((MetricLook) question).dimensions().get("Version")));
        assertEquals(Set.of("web:1", "web:2"), versions);
    }

    @Test
    public void aComparisonThatCannotTellTheVersionsApartIsRefused() {
        assertThrows(IllegalArgumentException.class, () -> Metric.besideBlue("shop", "Errors", Map.of("Service", "web"), "Sum", 20, Limits.DEFAULT));
        assertThrows(IllegalArgumentException.class, () -> new Metric("n", "m", Map.of(), "", 1.0, null, "", 20.0, false, 60, Limits.DEFAULT));
        assertThrows(IllegalArgumentException.class, () -> new Metric("n", "m", Map.of(), "", null, null, "", null, false, 60, Limits.DEFAULT));
    }

    @Test
    public void eachCheckHasItsOwnInterval() {
        Metric often = Metric.below("n", "often", Map.of(), "Sum", 10, Limits.bearing(10, 0, false));
        Metric seldom = Metric.below("n", "seldom", Map.of(), "Sum", 10, Limits.bearing(300, 0, false));
        Analysis judged = judge(Analysis.begin(List.of(often, seldom), START).dueBy(START), point(1.0)).next();
        assertEquals(START.plusSeconds(10), judged.nextLook().orElseThrow());
        assertEquals(1, judged.dueBy(START.plusSeconds(60)).questions(SCOPE).size());
        assertEquals(2, judged.dueBy(START.plusSeconds(300)).questions(SCOPE).size());
    }

    @Test
    public void looksOfManyReleasesMeetSoThatTheirQuestionsGoInOneCall() {
        Set<Instant> next = new LinkedHashSet<>();
        for (int offset = 0; offset < 10; offset++) {
            Instant begun = START.plusSeconds(60 + offset);
            next.add(judge(Analysis.begin(List.of(bound(Limits.DEFAULT)), begun).dueBy(begun), begun, point(1.0)).next().nextLook().orElseThrow());
        }
        assertTrue(next.toString(), next.size() <= 2);
    }

    @Test
    public void latencyIsJudgedInMilliseconds() {
        Latency check = new Latency("", 500, 20, Limits.DEFAULT);
        assertEquals("pass", served(check, 1000.0, 0.499));
        assertEquals("fail", served(check, 1000.0, 0.5));
        assertEquals("too few to tell", "inconclusive", served(check, 5.0, 9.9));
    }

    @Test
    public void errorsOfAnotherMinuteDoNotCount() {
        assertEquals("pass", Minutes.of("RequestCount", null, 1000.0).and("HTTPCode_Target_5XX_Count", 500.0, 1.0)
                .judgedBy(new HttpErrors(2, false, 100, Limits.DEFAULT)).result());
    }

    @Test
    public void whoDecidesSeesHowEachCheckStands() {
        Analysis analysis = judge(due(bound(Limits.DEFAULT)), point(1.0)).next();
        assertEquals("  metric m: pass, Sum 1, must be below 10", analysis.standing(START));
    }

    private static String served(Check check, Double requests, Double other) {
        return Minutes.of("RequestCount", requests).and("TargetResponseTime", other).judgedBy(check).result();
    }

    private static Metric bound(Limits limits) {
        return Metric.below("n", "m", Map.of(), "Sum", 10, limits);
    }

    private static Analysis due(Check check) {
        return Analysis.begin(List.of(check), START).dueBy(START);
    }

    private static Function<Question<?>, Answer<?>> point(double value) {
        return question -> Answer.known(new MetricLook.Value(Map.of(MINUTE, value)));
    }

    private static Analysis.Judged judge(Analysis analysis, Function<Question<?>, Answer<?>> answer) {
        return judge(analysis, START, answer);
    }

    private static Analysis.Judged judge(Analysis analysis, Instant now, Function<Question<?>, Answer<?>> answer) {
        Map<Question<?>, Answer<?>> answers = new HashMap<>();
        analysis.questions(SCOPE).forEach(question -> answers.put(question, answer.apply(question)));
        return analysis.judge(new View(now, List.of(), answers), SCOPE);
    }

    private static Analysis.Judged alarm(String state) {
        return judge(due(new Alarm("web-5xx", Limits.DEFAULT)), question -> Answer.known(new AlarmLook.State(state, "12 errors")));
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
