package io.jenkins.plugins.ecsrelease.steps;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertThrows;
import static org.junit.Assert.assertTrue;

import hudson.model.Cause;
import hudson.util.FormValidation;
import io.jenkins.plugins.ecsrelease.steps.environment.ReleaseEnvironment;
import io.jenkins.plugins.ecsrelease.steps.host.TestJenkins;
import io.jenkins.plugins.ecsrelease.steps.host.TestJob;
import io.jenkins.plugins.ecsrelease.steps.host.TestRun;
import java.util.List;
import org.junit.After;
import org.junit.Before;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.TemporaryFolder;

/** Who deploys does not migrate, and who migrates does not deploy, where an environment says so. */
public class SeparationTest {

    private static final String DEPLOY = "arn:aws:iam::123456789012:role/deploy";
    private static final String MIGRATE = "arn:aws:iam::123456789012:role/migrate";

    @Rule
    public final TemporaryFolder folder = new TemporaryFolder();

    private final ReleaseEnvironment production = new ReleaseEnvironment("production");
    private TestJenkins jenkins;
    private TestRun run;

    @Before
    public void anEnvironmentWithTwoRoles() throws Exception {
        jenkins = new TestJenkins(folder.newFolder("home"));
        run = new TestJob(jenkins, "shop").build(new Cause.UserIdCause("alice"));
        production.setRegion("eu-central-1");
        production.setCredentialsId("aws");
        production.setRoleArn(DEPLOY);
        production.setMigrationRoleArn(MIGRATE);
        ReleaseConfiguration.get().setEnvironments(List.of(production));
    }

    @After
    public void close() {
        ReleaseEngine.shutDown();
        jenkins.close();
    }

    private String roleOf(ReleaseStep step) {
        step.setEnvironment("production");
        return Acting.of(step, run).roleArn();
    }

    @Test
    public void snapshots_and_migrations_act_with_the_role_of_migrations() {
        assertEquals(MIGRATE, roleOf(new AuroraSnapshotStep()));
        assertEquals(MIGRATE, roleOf(new EcsExecMigrateStep("shop", "web", "repo@sha256:" + "a".repeat(64), "bin/migrate")));
    }

    @Test
    public void everything_else_acts_with_the_role_of_deployments() {
        assertEquals(DEPLOY, roleOf(new EcsBlueGreenStep("shop", "web")));
        assertEquals(DEPLOY, roleOf(new EcsRollbackStep("shop", "web")));
    }

    @Test
    public void without_a_role_of_their_own_migrations_act_as_the_environment_does() {
        production.setMigrationRoleArn(null);
        ReleaseConfiguration.get().setEnvironments(List.of(production));
        assertEquals(DEPLOY, roleOf(new AuroraSnapshotStep()));
    }

    @Test
    public void one_role_for_both_is_refused_where_two_were_asked_for() {
        production.setMigrationRoleArn(DEPLOY);
        ReleaseConfiguration.get().setEnvironments(List.of(production));
        String refused = assertThrows(IllegalArgumentException.class, () -> roleOf(new AuroraSnapshotStep())).getMessage();
        assertTrue(refused, refused.contains("names " + DEPLOY + " both for deployments and for migrations"));
        assertEquals(FormValidation.Kind.ERROR, new ReleaseEnvironment.DescriptorImpl().doCheckMigrationRoleArn(DEPLOY, DEPLOY).kind);
        assertEquals(FormValidation.Kind.OK, new ReleaseEnvironment.DescriptorImpl().doCheckMigrationRoleArn(MIGRATE, DEPLOY).kind);
    }
}
