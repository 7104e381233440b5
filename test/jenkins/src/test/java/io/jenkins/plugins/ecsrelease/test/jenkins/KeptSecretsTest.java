package io.jenkins.plugins.ecsrelease.test.jenkins;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertTrue;

import com.cloudbees.plugins.credentials.CredentialsScope;
import com.cloudbees.plugins.credentials.SystemCredentialsProvider;
import hudson.model.Result;
import hudson.util.Secret;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.jenkinsci.plugins.plaincredentials.impl.StringCredentialsImpl;
import org.jenkinsci.plugins.workflow.job.WorkflowJob;
import org.jenkinsci.plugins.workflow.job.WorkflowRun;
import org.junit.Before;
import org.junit.ClassRule;
import org.junit.Rule;
import org.junit.Test;
import org.jvnet.hudson.test.JenkinsRule;

/**
 * A release with every kind of secret: keys of AWS, those of a role that is assumed, a secret of the image's build, and what
 * the migration's container is given, which its command prints. However the build ends, none of them is in any file below
 * Jenkins' home, workspaces among them, nor on a page.
 */
public class KeptSecretsTest {

    @ClassRule
    public static final Aws AWS = new Aws(20);

    private static final String NPM = "npm_tokenOfTheBuild0123456789";
    private static final String WHERE = ", cluster: '" + Shop.CLUSTER + "', service: '" + Shop.SERVICE + "'";

    @Rule(order = 0)
    public final CleanLog log = new CleanLog();

    @Rule(order = 1)
    public final JenkinsRule jenkins = new JenkinsRule();

    private final List<String> secrets = new ArrayList<>();
    private String who;
    private Shop shop;

    @Before
    public void prepare() throws Exception {
        Instance.prepare(jenkins, AWS);
        Instance.fast(AWS);
        shop = new Shop(AWS);
        who = Instance.WHO + ", roleArn: '" + shop.role() + "'";
        SystemCredentialsProvider.getInstance().getCredentials().add(
                new StringCredentialsImpl(CredentialsScope.GLOBAL, "npm", "", Secret.fromString(NPM)));
        SystemCredentialsProvider.getInstance().save();
        for (String each : List.of(AWS.said("AWS_SECRET_ACCESS_KEY"), NPM, "example-shop-production@", "example-cookies-of-shop-production")) {
            secrets.add(each);
            String encoded = Base64.getEncoder().encodeToString(each.getBytes(StandardCharsets.UTF_8));
            secrets.add(encoded.replace("=", "").substring(0, encoded.replace("=", "").length() - 1));
        }
        secrets.add(Shop.SESSION_TOKEN);
    }

    @Test
    public void a_release_that_succeeds_is_aborted_or_killed_leaves_no_secret_behind() throws Exception {
        WorkflowRun succeeds = held("once", 21);
        Instance.answer(jenkins, succeeds, "alice", "proceedEmpty");
        jenkins.assertBuildStatusSuccess(jenkins.waitForCompletion(succeeds));
        assertTrue("the command did print what it was given", JenkinsRule.getLog(succeeds).contains("it is given"));
        assertNowhere(succeeds, "log", "build.xml");

        WorkflowRun aborted = held("twice", 22);
        aborted.doStop();
        jenkins.assertBuildStatus(Result.ABORTED, jenkins.waitForCompletion(aborted));
        assertNowhere(aborted, "log", "build.xml");

        WorkflowRun killed = held("thrice", 23);
        killed.doKill();
        jenkins.assertBuildStatus(Result.ABORTED, jenkins.waitForCompletion(killed));
        assertNowhere(killed, "log", "build.xml");
    }

    @Test
    public void a_release_that_fails_leaves_no_secret_behind() throws Exception {
        WorkflowRun failed = begin("fails", 24, "exit 7");
        jenkins.assertBuildStatus(Result.FAILURE, jenkins.waitForCompletion(failed));
        jenkins.assertLogContains("it is given", failed);
        assertNowhere(failed, "log", "build.xml");
    }

    /** A release that somebody holds, after everything else; nothing is to be found in its program either. */
    private WorkflowRun held(String migration, int image) throws Exception {
        WorkflowRun run = begin(migration, image, "./migrate.sh");
        Instance.gate(jenkins, run);
        assertNowhere(run, "log", "build.xml", "program.dat");
        return run;
    }

    private WorkflowRun begin(String migration, int image, String command) throws Exception {
        WorkflowJob job = Instance.pipeline(jenkins, String.join("\n",
                "def image",
                "node {",
                "    sh 'cp -r " + Aws.project().resolve("docs/example-app") + "/. .'",
                "    withCredentials([string(credentialsId: 'npm', variable: 'NPM_TOKEN')]) {",
                "        withEnv(['GIT_COMMIT=" + String.format("%040x", image) + "', 'BUILDAH_ISOLATION=chroot']) {",
                "            image = ecrBuildPush(" + who + ", repository: 'shop', args: ['REGISTRY=" + AWS.said("BASE_REGISTRY") + "'], "
                        + "secrets: [buildSecret(id: 'npm', variable: 'NPM_TOKEN')])",
                "        }",
                "    }",
                "}",
                "ecsExecMigrate(" + who + WHERE + ", image: image.image, migrationId: '" + migration + "', unprotected: 'a test', "
                        + "command: 'echo it is given $DATABASE_URL and $COOKIE_KEY; " + command + "')",
                "ecsBlueGreenHold(" + who + WHERE + ", image: image.image, checks: [targetHealth()], hold: 'afterTraffic') {",
                "    input id: 'Held', message: 'Go on?'",
                "}"));
        return job.scheduleBuild2(0).waitForStart();
    }

    /** @param looked files of the build that must be among those that were read */
    private void assertNowhere(WorkflowRun run, String... looked) throws Exception {
        Set<String> found = new TreeSet<>();
        Set<String> names = new TreeSet<>();
        Path home = jenkins.jenkins.getRootDir().toPath();
        HomeFiles.read(home, (each, content) -> {
            if (each.startsWith(run.getRootDir().toPath())) {
                names.add(each.getFileName().toString());
            }
            secrets.stream().filter(content::contains).forEach(secret -> found.add(home.relativize(each) + ": " + secret));
        });
        JenkinsRule.WebClient web = jenkins.createWebClient().login("alice");
        for (String page : List.of("console", "consoleText", "ecs-release/", "ecs-release/api/json?depth=9", "api/json?depth=3")) {
            String content = web.goTo(run.getUrl() + page, null).getWebResponse().getContentAsString();
            secrets.stream().filter(content::contains).forEach(secret -> found.add("page " + page + ": " + secret));
        }
        assertEquals(Set.of(), found);
        assertTrue("it looked into " + names, names.containsAll(List.of(looked)));
    }
}
