package io.jenkins.plugins.ecsrelease.engine.database;

import static org.hamcrest.CoreMatchers.containsString;
import static org.hamcrest.CoreMatchers.is;
import static org.hamcrest.CoreMatchers.not;
import static org.hamcrest.MatcherAssert.assertThat;

import io.jenkins.plugins.ecsrelease.engine.database.look.ServiceStudy;
import io.jenkins.plugins.ecsrelease.engine.database.look.TaskLook;
import java.time.Instant;
import java.util.List;
import org.junit.Test;

/** Each cause a sentence. */
public class AgentDiagnosisTest {

    private static final MigrationPlan PLAN = new MigrationPlan(
            new MigrationOrder("shop", "web", Shop.IMAGE, "web", "bin/migrate", "", "", "", 0, "a test", "", false, "",
                    "arn:aws:iam::123456789012:role/migrate", false, 0, 0, "1", "", 0),
            Instant.EPOCH, ServiceStudy.Seen.ABSENT, "web", 1, "", "", false);

    private static TaskLook.Seen task(String stopCode, String stopped, String platform, Integer exit, String reason, String agent, String why) {
        return new TaskLook.Seen(true, "RUNNING", "RUNNING", stopCode, stopped, platform, null,
                List.of(new TaskLook.Container("web", "RUNNING", exit, reason, agent, why)));
    }

    @Test
    public void anAgentThatStoppedIsQuoted() {
        assertThat(AgentDiagnosis.unreachable(PLAN, task("", "", "1.4.0", null, "", "STOPPED", "could not write to /var"), List.of()),
                containsString("has stopped: could not write to /var."));
    }

    @Test
    public void anAgentThatDoesNotComeUpLeadsToRoleNetworkAndRoot() {
        String said = AgentDiagnosis.unreachable(PLAN, task("", "", "1.4.0", null, "", "PENDING", ""), List.of());
        assertThat(said, containsString("it is PENDING"));
        assertThat(said, containsString("role/migrate allows ssmmessages:CreateControlChannel"));
        assertThat(said, containsString("NAT or a VPC endpoint"));
        assertThat(said, containsString("root file system is writable"));
        assertThat(said, containsString("mode: 'task'"));
        assertThat(said, not(containsString("platform version is")));
    }

    @Test
    public void anOldPlatformIsNamed() {
        assertThat(AgentDiagnosis.unreachable(PLAN, task("", "", "1.3.0", null, "", "", ""), List.of()),
                containsString("Its platform version is 1.3.0; ECS Exec needs 1.4.0 or newer."));
    }

    @Test
    public void anImageThatCannotBePulledIsNamed() {
        assertThat(AgentDiagnosis.stopped(PLAN, task("TaskFailedToStart", "CannotPullContainerError: not found", "", null, "", "", "")),
                containsString("The image could not be pulled: check that " + Shop.IMAGE));
    }

    @Test
    public void anImageWithoutAShellIsOfferedTheOtherMode() {
        assertThat(AgentDiagnosis.stopped(PLAN, task("EssentialContainerExited", "Essential container in task exited", "", 127, "", "", "")),
                containsString("no /bin/sh. Use mode: 'task'"));
    }

    @Test
    public void secretsThatCannotBeReadLeadToTheExecutionRole() {
        assertThat(AgentDiagnosis.stopped(PLAN, task("TaskFailedToStart",
                        "ResourceInitializationError: unable to pull secrets", "", null, "", "", "")),
                containsString("check the execution role"));
    }

    private static String hopeless(String platform, String launchType, String role, boolean readOnly) {
        return AgentDiagnosis.hopeless(new MigrationOrder("shop", "web", Shop.IMAGE, "web", "bin/migrate", "", "", "", 0, "a test", "", false,
                        "", "", false, 0, 0, "1", "", 0),
                new ServiceStudy.Seen(true, "ACTIVE", "web:1", "web", "", "", launchType, platform, role, "", List.of()),
                new ServiceStudy.Container("web", "image", readOnly, "", "", "", List.of()));
    }

    @Test
    public void aTaskDefinitionWithoutARoleIsNamedBeforeATaskIsRun() {
        assertThat(hopeless("1.4.0", "FARGATE", "", false), containsString("has no task role"));
        assertThat(hopeless("1.4.0", "FARGATE", "", false), containsString("'taskRoleArn', or use mode: 'task'"));
        assertThat(hopeless("", "EC2", "", false), is(""));
        assertThat(hopeless("LATEST", "FARGATE", "arn:aws:iam::123456789012:role/web", false), is(""));
    }

    @Test
    public void anOldPlatformIsNamedBeforeATaskIsRun() {
        assertThat(hopeless("1.3.0", "FARGATE", "role", false), containsString("platform version 1.3.0, and ECS Exec needs 1.4.0"));
    }

    @Test
    public void aReadOnlyRootIsNamedBeforeATaskIsRun() {
        assertThat(hopeless("1.4.0", "FARGATE", "role", true), containsString("has a read-only root file system"));
        assertThat(hopeless("1.4.0", "FARGATE", "role", true), containsString("mode: 'task'"));
    }

    @Test
    public void aRuntimeThatFindsNoProgramIsNotMistakenForMissingSecrets() {
        assertThat(AgentDiagnosis.stopped(PLAN, task("TaskFailedToStart", "CannotStartContainerError: ResourceInitializationError: failed to "
                        + "create new container runtime task: exec: \"/bin/sh\": stat /bin/sh: no such file or directory", "", null, "", "", "")),
                containsString("no /bin/sh. Use mode: 'task'"));
    }

    @Test
    public void memoryThatDidNotSufficeIsNamed() {
        assertThat(AgentDiagnosis.stopped(PLAN, task("EssentialContainerExited", "", "", 137,
                "OutOfMemoryError: Container killed due to memory usage", "", "")), containsString("ran out of memory"));
    }

    @Test
    public void withoutAReasonItSaysSo() {
        assertThat(AgentDiagnosis.stopped(PLAN, task("", "", "", null, "", "", "")), containsString("ECS gives no reason"));
    }
}
