package io.jenkins.plugins.ecsrelease.engine.image;

import static org.hamcrest.CoreMatchers.containsString;
import static org.hamcrest.MatcherAssert.assertThat;
import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertTrue;

import io.jenkins.plugins.ecsrelease.engine.operation.Answer;
import io.jenkins.plugins.ecsrelease.engine.operation.Ended;
import io.jenkins.plugins.ecsrelease.engine.operation.Phase;
import io.jenkins.plugins.ecsrelease.engine.operation.Problem;
import io.jenkins.plugins.ecsrelease.engine.operation.Question;
import io.jenkins.plugins.ecsrelease.engine.operation.Turn;
import io.jenkins.plugins.ecsrelease.engine.operation.Verdict;
import io.jenkins.plugins.ecsrelease.engine.operation.View;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import org.junit.Test;

/** The gate opens for a finished scan without what the policy forbids, and for nothing else. */
public class ScanGateTest {

    private static final Instant NOW = Instant.parse("2026-11-23T10:00:00Z");
    private static final String DIGEST = "sha256:" + "a".repeat(64);
    private static final ScanReport.Found BAD =
            new ScanReport.Found("CVE-1", "CRITICAL", "zlib1g", "1.2", "YES", "1.3", "");

    private static Commission commission(ScanPolicy scan) {
        ImageOrder order = new ImageOrder(
                "b", "/w", Recipe.of("."), "shop/web", List.of("v1"), "", "", "", true, false, scan, 120);
        return new Commission(order, new Site("host/shop/web", "arn", "SCAN_ON_PUSH"), NOW.plusSeconds(7200));
    }

    private static Phase look(ScanPolicy policy, String status, List<ScanReport.Found> found, long completed, Instant since, Instant now) {
        ScanGate gate = new ScanGate(commission(policy), DIGEST, false, List.of(DIGEST), List.of(), since, Map.of(), "");
        Question<?> question = gate.questions().iterator().next();
        Answer<?> answer = Answer.known(new ScanReport.Read(status, "as ECR says", completed, found));
        return gate.next(new View(now, List.of(), Map.of(question, answer))).next();
    }

    private static Verdict verdict(Phase phase) {
        return phase instanceof Ended ended ? ended.outcome().verdict() : null;
    }

    @Test
    public void ofAllStatusesOnlyAFinishedScanOpensIt() {
        long old = NOW.minusSeconds(3600).getEpochSecond();
        for (String status : List.of("COMPLETE", "ACTIVE")) {
            assertEquals(status, Verdict.SUCCEEDED, verdict(look(ScanPolicy.standard(), status, List.of(), old, NOW, NOW)));
        }
        for (String status : List.of("IN_PROGRESS", "PENDING", "FINDINGS_UNAVAILABLE", "", "SOMETHING_NEW")) {
            Phase waits = look(ScanPolicy.standard(), status, List.of(), 0, NOW, NOW);
            assertTrue(status, waits instanceof ScanGate);
            Phase late = look(ScanPolicy.standard(), status, List.of(), 0, NOW.minusSeconds(16 * 60), NOW);
            assertEquals(status, Verdict.STOPPED, verdict(late));
            assertThat(late.describe(), containsString("is not proven: no result within 15 minutes"));
        }
        for (String status : List.of("FAILED", "UNSUPPORTED_IMAGE", "SCAN_ELIGIBILITY_EXPIRED", "LIMIT_EXCEEDED", "IMAGE_ARCHIVED")) {
            Phase closed = look(ScanPolicy.standard(), status, List.of(), 0, NOW, NOW);
            assertEquals(status, Verdict.STOPPED, verdict(closed));
            assertThat(closed.describe(), containsString("as ECR says"));
        }
    }

    @Test
    public void aScanThatIsJustCompleteAndEmptyIsLookedAtAgain() {
        long fresh = NOW.minusSeconds(2).getEpochSecond();
        Phase first = look(ScanPolicy.standard(), "COMPLETE", List.of(), fresh, NOW, NOW);
        assertTrue(first instanceof ScanGate);
        ScanGate waiting = (ScanGate) first;
        Question<?> question = waiting.questions().iterator().next();
        Turn filled = waiting.next(new View(NOW.plusSeconds(4), List.of(),
                Map.of(question, Answer.known(new ScanReport.Read("COMPLETE", "", fresh, List.of(BAD))))));
        assertEquals("The findings that came late count", Verdict.STOPPED, verdict(filled.next()));
        Turn settled = waiting.next(new View(NOW.plusSeconds(15), List.of(),
                Map.of(question, Answer.known(new ScanReport.Read("COMPLETE", "", fresh, List.of())))));
        assertEquals(Verdict.SUCCEEDED, verdict(settled.next()));
    }

    @Test
    public void anUnscannableImageIsAcceptedOnlyWithAReason() {
        ScanPolicy accepts = new ScanPolicy("HIGH", false, List.of(), "it has no packages", "", 15);
        assertEquals(Verdict.SUCCEEDED, verdict(look(accepts, "UNSUPPORTED_IMAGE", List.of(), 0, NOW, NOW)));
        assertEquals(Verdict.STOPPED, verdict(look(accepts, "FAILED", List.of(), 0, NOW, NOW)));
    }

    @Test
    public void aScanThatIsMissingIsAskedForAndADeniedOneCloses() {
        ScanGate gate = new ScanGate(
                commission(ScanPolicy.standard()), DIGEST, false, List.of(DIGEST), List.of(), NOW.minusSeconds(40), Map.of(), "");
        Question<?> question = gate.questions().iterator().next();
        Problem none = new Problem(Problem.Kind.NOT_FOUND, "none", "ecr", "DescribeImageScanFindings", "ScanNotFoundException", "1");
        assertTrue(gate.next(new View(NOW, List.of(), Map.of(question, Answer.unknown(none)))).next() instanceof StartScan);
        Problem denied = new Problem(Problem.Kind.DENIED, "not allowed", "ecr", "DescribeImageScanFindings", "AccessDeniedException", "1");
        assertEquals(Verdict.STOPPED, verdict(gate.next(new View(NOW, List.of(), Map.of(question, Answer.unknown(denied)))).next()));
    }

    @Test
    public void everyImageOfAnIndexHasToPass() {
        String other = "sha256:" + "b".repeat(64);
        ScanGate gate = ScanGate.begin(commission(ScanPolicy.standard()), DIGEST, false, List.of(DIGEST, other));
        long old = NOW.minusSeconds(3600).getEpochSecond();
        Map<Question<?>, Answer<?>> answers = Map.of(
                new ScanReport("shop/web", DIGEST), Answer.known(new ScanReport.Read("COMPLETE", "", old, List.of())),
                new ScanReport("shop/web", other), Answer.known(new ScanReport.Read("COMPLETE", "", old, List.of(BAD))));
        assertEquals(Verdict.STOPPED, verdict(gate.next(new View(NOW, List.of(), answers)).next()));
    }

    @Test
    public void aFindingCountsBySeverityFixAndAllowance() {
        LocalDate today = LocalDate.of(2026, 11, 23);
        ScanReport.Found noFix = new ScanReport.Found("CVE-2", "HIGH", "a", "1", "NO", "", "");
        ScanReport.Found unsaid = new ScanReport.Found("CVE-3", "HIGH", "b", "1", "", "", "");
        ScanReport.Found low = new ScanReport.Found("CVE-4", "LOW", "c", "1", "YES", "2", "");
        ScanReport.Found odd = new ScanReport.Found("CVE-5", "UNTRIAGED", "d", "1", "YES", "2", "");
        List<ScanReport.Found> all = List.of(BAD, noFix, unsaid, low, odd);
        ScanPolicy fixable = new ScanPolicy("HIGH", true, List.of(
                new Allowance("cve-1", "not reachable", "2026-11-23"), new Allowance("CVE-5", "old", "2026-11-22")), "", "", 15);
        Judgement judgement = Judgement.of(all, fixable, today);
        assertEquals(List.of("CVE-5", "CVE-3"), judgement.lines().stream().filter(Judgement.Line::counts).map(line -> line.found().id()).toList());
        assertThat(judgement.table(), containsString("allowed until 2026-11-22, which is over"));
        assertThat(judgement.table(), containsString("allowed until 2026-11-23: not reachable"));
        assertFalse(judgement.table().contains("CVE-4"));
        assertEquals("All of them are in the archive", 5, judgement.json().size());
        assertEquals(Map.of("CRITICAL", 1, "HIGH", 2, "LOW", 1, "UNTRIAGED", 1), judgement.counts());
        assertTrue(Judgement.of(List.of(low), fixable, today).passes());
    }
}
