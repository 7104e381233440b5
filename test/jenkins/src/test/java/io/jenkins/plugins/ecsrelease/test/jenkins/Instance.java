package io.jenkins.plugins.ecsrelease.test.jenkins;

import com.cloudbees.jenkins.plugins.awscredentials.AWSCredentialsImpl;
import com.cloudbees.plugins.credentials.CredentialsScope;
import com.cloudbees.plugins.credentials.SystemCredentialsProvider;
import hudson.ExtensionList;
import hudson.model.Item;
import io.jenkins.plugins.ecsrelease.steps.Pace;
import io.jenkins.plugins.ecsrelease.steps.ReleaseConfiguration;
import io.jenkins.plugins.ecsrelease.steps.environment.ReleaseEnvironment;
import java.io.IOException;
import java.net.URI;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import jenkins.model.Jenkins;
import org.htmlunit.HttpMethod;
import org.htmlunit.WebRequest;
import org.jenkinsci.plugins.workflow.cps.CpsFlowDefinition;
import org.jenkinsci.plugins.workflow.job.WorkflowJob;
import org.jenkinsci.plugins.workflow.job.WorkflowRun;
import org.jenkinsci.plugins.workflow.support.steps.input.InputAction;
import org.jvnet.hudson.test.JenkinsRule;
import org.jvnet.hudson.test.MockAuthorizationStrategy;

/** A Jenkins with people, AWS credentials and a protected environment. */
final class Instance {

    /** What every step of a test says about who acts, and where. */
    static final String WHO = "region: '" + Shop.REGION + "', credentialsId: 'deployer'";

    private Instance() {}

    /** People, and the credentials "deployer" for pipelines. To be called once for a home. */
    static void prepare(JenkinsRule rule, Aws aws) throws Exception {
        prepare(rule, aws, aws.endpoint());
    }

    /** Everybody may do everything, on this AWS. */
    static void open(JenkinsRule rule, Aws aws) throws IOException {
        ReleaseConfiguration.get().setEndpoint(aws.endpoint().toString());
        rule.jenkins.setQuietPeriod(0);
    }

    static void prepare(JenkinsRule rule, Aws aws, URI endpoint) throws Exception {
        rule.jenkins.setSecurityRealm(rule.createDummySecurityRealm());
        rule.jenkins.setAuthorizationStrategy(people());
        credentials(aws, "deployer", CredentialsScope.GLOBAL);
        credentials(aws, "of-production", CredentialsScope.SYSTEM);
        ReleaseConfiguration.get().setEndpoint(endpoint.toString());
    }

    /**
     * Has releases run by the time of AWS where it runs fast; in every session, for nothing on disk knows it. Not where a
     * protected environment asks whether a gate was opened after its plan: the gate is on Jenkins' own clock.
     */
    static void fast(Aws aws) {
        ExtensionList.lookup(Pace.class).add(0, aws.pace());
    }

    private static MockAuthorizationStrategy people() {
        return new MockAuthorizationStrategy()
                .grant(Jenkins.ADMINISTER).everywhere().to("admin")
                .grant(Jenkins.READ, Item.READ, Item.BUILD, Item.CANCEL).everywhere().to("alice", "bob")
                .grant(Jenkins.READ, Item.READ, Item.CONFIGURE).everywhere().to("writer")
                .grant(Jenkins.READ, Item.READ).everywhere().to("reader");
    }

    /** The protected environment "production", whose gate only bob opens. */
    static void protect() {
        ReleaseEnvironment production = new ReleaseEnvironment("production");
        production.setAccount("123456789012");
        production.setRegion(Shop.REGION);
        production.setClusters(Shop.CLUSTER);
        production.setServices(Shop.SERVICE);
        production.setCredentialsId("of-production");
        production.setGated(true);
        production.setApprovers("bob");
        ReleaseConfiguration.get().setEnvironments(List.of(production));
    }

    static WorkflowJob pipeline(JenkinsRule rule, String script) throws Exception {
        WorkflowJob job = rule.createProject(WorkflowJob.class);
        job.setDefinition(new CpsFlowDefinition(script, true));
        return job;
    }

    static AWSCredentialsImpl key(Aws aws, String id, CredentialsScope scope) {
        return new AWSCredentialsImpl(scope, id, aws.said("AWS_ACCESS_KEY_ID"), aws.said("AWS_SECRET_ACCESS_KEY"), "of the example");
    }

    private static void credentials(Aws aws, String id, CredentialsScope scope) throws IOException {
        SystemCredentialsProvider store = SystemCredentialsProvider.getInstance();
        store.getCredentials().add(key(aws, id, scope));
        store.save();
    }

    /** Waits until a gate is asked, and gives its id. */
    static String gate(JenkinsRule jenkins, WorkflowRun run) throws Exception {
        while (run.getAction(InputAction.class) == null || run.getAction(InputAction.class).getExecutions().isEmpty()) {
            if (!run.isBuilding()) {
                throw new AssertionError("It ended before anybody was asked:\n" + JenkinsRule.getLog(run));
            }
            Shop.pause();
        }
        return run.getAction(InputAction.class).getExecutions().get(0).getId();
    }

    /** Answers the gate that is asked now, as the buttons of the classic page do. The status of the answer. */
    static int answer(JenkinsRule jenkins, WorkflowRun run, String who, String button) throws Exception {
        String gate = gate(jenkins, run);
        JenkinsRule.WebClient web = jenkins.createWebClient().login(who);
        web.getOptions().setThrowExceptionOnFailingStatusCode(false);
        web.getOptions().setRedirectEnabled(false);
        return web.getPage(new WebRequest(web.createCrumbedUrl(run.getUrl() + "input/" + gate + "/" + button), HttpMethod.POST))
                .getWebResponse().getStatusCode();
    }

    /** In no file of the build: not in its log, its build.xml, its program, nor in what the engine keeps. */
    static void assertNowhere(WorkflowRun run, String secret, String known) throws IOException {
        Set<String> read = new HashSet<>();
        HomeFiles.read(run.getRootDir().toPath(), (each, content) -> {
            if (content.contains(secret)) {
                throw new AssertionError(each + " holds the secret.");
            }
            if (!each.endsWith("log") || content.contains(known)) {
                read.add(each.getFileName().toString());
            }
        });
        if (!read.containsAll(List.of("log", "build.xml", "program.dat"))) {
            throw new AssertionError("It did not look at the right files: " + read);
        }
    }
}
