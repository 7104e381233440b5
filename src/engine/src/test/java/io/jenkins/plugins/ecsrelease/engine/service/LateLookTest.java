package io.jenkins.plugins.ecsrelease.engine.service;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertTrue;

import io.jenkins.plugins.ecsrelease.engine.health.Alarm;
import io.jenkins.plugins.ecsrelease.engine.health.Analysis;
import io.jenkins.plugins.ecsrelease.engine.health.Check;
import io.jenkins.plugins.ecsrelease.engine.health.Limits;
import io.jenkins.plugins.ecsrelease.engine.health.TargetHealth;
import io.jenkins.plugins.ecsrelease.engine.operation.Phase;
import io.jenkins.plugins.ecsrelease.engine.operation.Problem;
import io.jenkins.plugins.ecsrelease.engine.service.look.AlarmLook;
import io.jenkins.plugins.ecsrelease.engine.service.look.LiveRevision;
import io.jenkins.plugins.ecsrelease.engine.service.look.RevisionLook;
import io.jenkins.plugins.ecsrelease.engine.service.look.Targets;
import io.jenkins.plugins.ecsrelease.engine.service.look.TargetsLook;
import java.util.List;
import java.util.Map;
import org.junit.Test;

/** The deployment ended while nobody looked: what the checks say now decides. */
public class LateLookTest {

    private static final Check ALARM = new Alarm("web-5xx", Limits.DEFAULT);

    @Test
    public void aCheckThatPassesAfterTheEndProvesTheRelease() {
        Verify verify = (Verify) next(late(ALARM), alarm("OK"));
        assertEquals("", verify.undecided());
    }

    @Test
    public void aCheckThatFailsAfterTheEndDeploysTheOldVersionBack() {
        Revert revert = (Revert) next(late(ALARM), alarm("ALARM"));
        assertTrue(revert.toString(), revert.toString().contains("web-5xx") && revert.toString().contains("after the deployment had ended"));
    }

    @Test
    public void aFailureThatIsLeftIsNeverSuccess() {
        Course left = Given.course(Given.order().checkedBy(List.of(ALARM)).policies("leave", "", "", ""));
        LateLook late = LateLook.of(left, Progress.NONE, Analysis.begin(List.of(ALARM), Given.NOW), Given.NOW);
        Verify verify = (Verify) next(late, alarm("ALARM"));
        assertTrue(verify.undecided(), verify.undecided().contains("web-5xx"));
    }

    @Test
    public void whatCannotBeReadIsLookedAtForFiveMinutesAndThenIsNotProven() {
        Given blind = Given.nothing().unknown(new AlarmLook("web-5xx"), Problem.Kind.DENIED);
        LateLook again = (LateLook) next(late(ALARM), blind);
        assertTrue(next(again, blind.after(200)) instanceof LateLook);
        Verify verify = (Verify) next(again, blind.after(300));
        assertTrue(verify.undecided(), verify.undecided().contains("web-5xx"));
    }

    @Test
    public void targetGroupsThatNobodyHadSeenAreReadFromTheRevision() {
        TargetHealth health = new TargetHealth(100, 600, Limits.DEFAULT);
        Course course = Given.course(Given.order().checkedBy(List.of(health)));
        LateLook late = new LateLook(course, Given.REVISION, LateLook.of(course, Progress.NONE, Analysis.begin(List.of(health), Given.NOW),
                Given.NOW).scope(), Analysis.begin(List.of(health), Given.NOW).dueBy(Given.NOW), Given.NOW);
        LateLook found = (LateLook) next(late, Given.nothing().known(new RevisionLook(Given.REVISION),
                new LiveRevision(Given.REVISION, Given.NEW, Map.of(), List.of(Given.GREEN))));
        assertEquals(List.of(Given.GREEN), found.scope().targetGroups());
        Verify verify = (Verify) next(found, Given.nothing().known(new TargetsLook(Given.GREEN),
                new Targets(List.of(new Targets.Target("10.0.0.1", 8080, "healthy", "", "")))));
        assertEquals("", verify.undecided());
    }

    private static LateLook late(Check check) {
        return LateLook.of(Given.course(Given.order().checkedBy(List.of(check))), Progress.NONE,
                Analysis.begin(List.of(check), Given.NOW), Given.NOW);
    }

    private static Given alarm(String state) {
        return Given.nothing().known(new AlarmLook("web-5xx"), new AlarmLook.State(state, "12 errors"));
    }

    private static Phase next(LateLook late, Given given) {
        return late.next(given.view(late)).next();
    }
}
