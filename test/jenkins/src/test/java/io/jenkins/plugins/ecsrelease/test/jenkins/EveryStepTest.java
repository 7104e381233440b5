package io.jenkins.plugins.ecsrelease.test.jenkins;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertTrue;

import com.cloudbees.hudson.plugins.folder.Folder;
import com.cloudbees.hudson.plugins.folder.properties.FolderCredentialsProvider;
import com.cloudbees.plugins.credentials.CredentialsProvider;
import com.cloudbees.plugins.credentials.CredentialsScope;
import com.cloudbees.plugins.credentials.CredentialsStore;
import com.cloudbees.plugins.credentials.domains.Domain;
import hudson.model.Result;
import java.nio.file.Path;
import org.jenkinsci.plugins.workflow.cps.CpsFlowDefinition;
import org.jenkinsci.plugins.workflow.job.WorkflowJob;
import org.jenkinsci.plugins.workflow.job.WorkflowRun;
import org.junit.After;
import org.junit.Before;
import org.junit.ClassRule;
import org.junit.Rule;
import org.junit.Test;
import org.jvnet.hudson.test.JenkinsRule;

/** Every step from a sandboxed pipeline, against the account of the example and under the policies that are shipped. */
public class EveryStepTest {

    @ClassRule
    public static final Aws AWS = new Aws(20);

    @Rule(order = 0)
    public final CleanLog log = new CleanLog();

    @Rule(order = 1)
    public final JenkinsRule jenkins = new JenkinsRule();

    private Shop shop;

    @Before
    public void prepare() throws Exception {
        Instance.prepare(jenkins, AWS);
        Instance.fast(AWS);
        shop = new Shop(AWS);
    }

    private WorkflowRun succeeds(String script) throws Exception {
        return jenkins.buildAndAssertSuccess(Instance.pipeline(jenkins, script));
    }

    @Test
    public void an_image_is_built_on_an_agent_pushed_and_promoted() throws Exception {
        Path application = Aws.project().resolve("docs/example-app");
        WorkflowRun run = succeeds(String.join("\n",
                "def image",
                "node {",
                "    sh 'cp -r " + application + "/. .'",
                "    withEnv(['GIT_COMMIT=0123456789abcdef0123456789abcdef01234567', 'GIT_URL=https://git.example.com/shop.git', 'BUILDAH_ISOLATION=chroot']) {",
                "        image = ecrBuildPush(" + Instance.WHO + ", repository: 'shop', args: ['REGISTRY=" + AWS.said("BASE_REGISTRY") + "'])",
                "    }",
                "}",
                "echo \"built ${image.image} as ${image.tags}, reused ${image.reused}\"",
                "def promoted = ecrPromote(" + Instance.WHO + ", image: image.image, tag: 'staging')",
                "if (promoted.digest != image.digest) { error 'another digest' }",
                "echo \"promoted ${promoted.digest} to ${promoted.tag}\""));
        jenkins.assertLogContains("built 123456789012.dkr.ecr.eu-central-1.amazonaws.com/shop@sha256:", run);
        jenkins.assertLogContains("promoted sha256:", run);
        assertTrue("what the scan found is an artifact", run.getArtifactManager().root().child("ecs-release/shop/findings.json").exists());
        assertTrue("the policy of the build suffices", AWS.changes("PutImage", "shop") > 0);
    }

    @Test
    public void a_service_is_planned_deployed_held_and_taken_back() throws Exception {
        String before = shop.image();
        int deployments = shop.deployments();
        String where = Instance.WHO + ", cluster: '" + Shop.CLUSTER + "', service: '" + Shop.SERVICE + "'";
        WorkflowRun run = succeeds(String.join("\n",
                "def plan = ecsBlueGreen(" + where + ", image: '" + Shop.image("web", 2) + "', plan: true)",
                "echo \"plan ${plan.verdict}\"",
                "def first = ecsBlueGreen(" + where + ", image: '" + Shop.image("web", 2) + "', checks: [targetHealth()])",
                "def second = ecsBlueGreenHold(" + where + ", image: '" + Shop.image("web", 3) + "', hold: 'afterTraffic') { echo 'it is held' }",
                "def back = ecsRollback(" + where + ", to: first.previousTaskDefinition, after: second.taskDefinition)",
                "echo \"${first.verdict}, ${second.verdict}, ${back.verdict}\"",
                "echo \"context ${releaseContext().mode}\""));
        jenkins.assertLogContains("plan SUCCEEDED", run);
        jenkins.assertLogContains("it is held", run);
        jenkins.assertLogContains("SUCCEEDED, SUCCEEDED, SUCCEEDED", run);
        jenkins.assertLogContains("context release", run);
        assertEquals(before, shop.image());
        assertEquals("two releases and a rollback", deployments + 3, shop.deployments());
    }

    @Test
    public void a_database_is_snapshotted_and_migrated_once() throws Exception {
        WorkflowRun run = succeeds(String.join("\n",
                "def snapshot = auroraSnapshot(" + Instance.WHO + ", cluster: '" + Shop.CLUSTER + "')",
                "def migrate = { ecsExecMigrate(" + Instance.WHO + ", cluster: '" + Shop.CLUSTER + "', service: '" + Shop.SERVICE
                        + "', image: '" + shop.image() + "', command: './migrate.sh', snapshot: snapshot.arn, migrationId: 'once') }",
                "def first = migrate()",
                "def second = migrate()",
                "echo \"exit ${first.exitCode}, again ${second.alreadyRun}\""));
        jenkins.assertLogContains("migrations are in place", run);
        jenkins.assertLogContains("exit 0, again true", run);
        assertEquals(1, AWS.changes("CreateDBClusterSnapshot", ""));
        assertEquals(1, AWS.changes("RunTask", "migrate"));
    }

    @Test
    public void credentials_of_a_folder_serve_its_pipelines_and_no_others() throws Exception {
        Folder team = jenkins.createProject(Folder.class, "team");
        CredentialsStore store = null;
        for (CredentialsStore each : CredentialsProvider.lookupStores(team)) {
            if (each.getProvider() instanceof FolderCredentialsProvider && each.getContext() == team) {
                store = each;
            }
        }
        store.addCredentials(Domain.global(), Instance.key(AWS, "of-the-team", CredentialsScope.GLOBAL));
        String script = "echo ecsBlueGreen(region: '" + Shop.REGION + "', credentialsId: 'of-the-team', cluster: '" + Shop.CLUSTER
                + "', service: '" + Shop.SERVICE + "', image: '" + Shop.image("web", 9) + "', plan: true).verdict";
        WorkflowJob inside = team.createProject(WorkflowJob.class, "inside");
        inside.setDefinition(new CpsFlowDefinition(script, true));
        jenkins.assertLogContains(":user/jenkins", jenkins.buildAndAssertSuccess(inside));
        WorkflowRun outside = jenkins.buildAndAssertStatus(Result.FAILURE, Instance.pipeline(jenkins, script));
        jenkins.assertLogContains("No AWS credentials 'of-the-team'", outside);
    }

    @After
    public void nothing_was_denied_or_unknown() {
        assertEquals("[]", AWS.gaps());
    }
}
