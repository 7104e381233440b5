package io.jenkins.plugins.ecsrelease.test.jenkins;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertTrue;

import com.cloudbees.jenkins.plugins.awscredentials.AWSCredentialsImpl;
import com.cloudbees.plugins.credentials.CredentialsScope;
import com.cloudbees.plugins.credentials.SystemCredentialsProvider;
import hudson.model.Result;
import io.jenkins.plugins.ecsrelease.steps.ReleaseConfiguration;
import io.jenkins.plugins.ecsrelease.test.jenkins.Cell.Loses;
import java.util.List;
import java.util.Map;
import jenkins.model.Jenkins;
import org.jenkinsci.plugins.workflow.cps.CpsFlowDefinition;
import org.jenkinsci.plugins.workflow.job.WorkflowJob;
import org.jenkinsci.plugins.workflow.job.WorkflowRun;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.RuleChain;
import org.jvnet.hudson.test.JenkinsRule;
import org.jvnet.hudson.test.RealJenkinsRule;
import software.amazon.awssdk.services.iam.model.AccessKey;

/** A controller, in a process of its own, that is killed (SIGKILL) in the middle of a deployment and of a migration. */
public class KillTest {

    private static final String DEPLOYMENT = "deployment";
    private static final String MIGRATION = "migration";

    private final Aws aws = new Aws(5);
    private final Lever lever = new Lever(aws);
    private final Gate gate = new Gate();
    private final RealJenkinsRule jenkins = new RealJenkinsRule().withTimeout(3600);

    @Rule
    public final RuleChain rules = RuleChain.outerRule(aws).around(gate).around(lever).around(jenkins);

    /** Each time it is killed, both stand somewhere. */
    private static final List<Map<String, Cell>> KILLS = List.of(
            Map.of(DEPLOYMENT, new Cell("blue-green", "update", Loses.THE_REPLY), MIGRATION, new Cell("migration", "run", Loses.THE_REPLY)),
            Map.of(DEPLOYMENT, new Cell("blue-green", "shift", Loses.THE_REQUEST), MIGRATION, new Cell("migration", "follow", Loses.THE_REQUEST)),
            Map.of(DEPLOYMENT, new Cell("blue-green", "remember", Loses.THE_REPLY), MIGRATION, new Cell("migration", "record", Loses.THE_REPLY)));

    @Test
    public void goes_on_by_itself_with_one_deployment_and_one_migration() throws Throwable {
        Account account = new Account(aws);
        Shop shop = new Shop(aws);
        shop.bakes(0);
        boolean[] mayEnd = new boolean[1];
        gate.when(MIGRATION, () -> mayEnd[0]);
        String image = Shop.image("web", 2);
        Map<String, String> pipelines = Map.of(
                DEPLOYMENT, "ecsBlueGreen(" + who(DEPLOYMENT) + ", " + shop.where() + ", image: '" + image + "')",
                MIGRATION, "ecsExecMigrate(" + who(MIGRATION) + ", " + shop.where() + ", image: '" + shop.first() + "', unprotected: 'a test', "
                        + "migrationId: 'once', command: '" + gate.waitFor(MIGRATION) + "; ./migrate.sh')");
        jenkins.startJenkins();
        lever.watch(jenkins.getHome().toPath());
        String endpoint = lever.endpoint().toString();
        Map<String, Wire> wires = new java.util.TreeMap<>();
        for (String each : List.of(DEPLOYMENT, MIGRATION)) {
            AccessKey key = account.user(each);
            wires.put(each, lever.wire(key.accessKeyId(), each));
            String id = key.accessKeyId();
            String secret = key.secretAccessKey();
            String pipeline = pipelines.get(each);
            stopAt(wires, KILLS.get(0));
            jenkins.run(remote -> begin(remote, endpoint, each, id, secret, pipeline));
        }
        for (int i = 0; i < KILLS.size(); i++) {
            wires.forEach((name, wire) -> Lanes.until(name + " stands", () -> wire.stopped().isPresent()));
            wires.forEach((name, wire) -> assertTrue(name + " stands in " + wire.stopped(), wire.holds()));
            jenkins.stopJenkinsForcibly();
            wires.values().forEach(Wire::cut);
            mayEnd[0] |= KILLS.get(i).get(MIGRATION).phase().equals("follow");
            stopAt(wires, i + 1 < KILLS.size() ? KILLS.get(i + 1) : Map.of());
            jenkins.startJenkins();
        }
        for (String each : List.of(DEPLOYMENT, MIGRATION)) {
            jenkins.run(remote -> succeeds(remote, each));
        }
        jenkins.run(remote -> new CleanLog().hear(Jenkins.logRecords));
        assertEquals(image, shop.image());
        assertEquals(Map.of("RegisterTaskDefinition", 1, "UpdateService", 1, "TagResource", 1), account.changes(DEPLOYMENT));
        assertEquals(Map.of("RegisterTaskDefinition", 1, "RunTask", 1, "TagResource", 1, "StopTask", 1), account.changes(MIGRATION));
        assertEquals("[]", aws.gaps());
    }

    private static String who(String name) {
        return "region: '" + Shop.REGION + "', credentialsId: '" + name + "'";
    }

    private static void stopAt(Map<String, Wire> wires, Map<String, Cell> cells) {
        wires.forEach((name, wire) -> wire.join(cell -> cell.equals(cells.get(name))));
    }

    private static void begin(JenkinsRule remote, String endpoint, String name, String key, String secret, String pipeline) throws Exception {
        ReleaseConfiguration.get().setEndpoint(endpoint);
        SystemCredentialsProvider store = SystemCredentialsProvider.getInstance();
        store.getCredentials().add(new AWSCredentialsImpl(CredentialsScope.GLOBAL, name, key, secret, "of a build"));
        store.save();
        WorkflowJob job = remote.createProject(WorkflowJob.class, name);
        job.setDefinition(new CpsFlowDefinition(pipeline, true));
        job.scheduleBuild2(0).waitForStart();
    }

    private static void succeeds(JenkinsRule remote, String name) throws Exception {
        WorkflowRun run = remote.jenkins.getItemByFullName(name, WorkflowJob.class).getBuildByNumber(1);
        remote.waitForCompletion(run);
        if (run.getResult() != Result.SUCCESS) {
            throw new AssertionError(run.getResult() + "\n" + JenkinsRule.getLog(run));
        }
    }
}
