package io.jenkins.plugins.ecsrelease.test.jenkins;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertTrue;

import java.net.URL;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import jenkins.model.Jenkins;
import org.htmlunit.HttpMethod;
import org.htmlunit.WebRequest;
import org.jenkinsci.plugins.structs.describable.DescribableModel;
import org.jenkinsci.plugins.workflow.cps.Snippetizer;
import org.jenkinsci.plugins.workflow.steps.Step;
import org.jenkinsci.plugins.workflow.steps.StepDescriptor;
import org.junit.Rule;
import org.junit.Test;
import org.jvnet.hudson.test.JenkinsRule;
import org.jvnet.hudson.test.MockAuthorizationStrategy;

/** The forms of ecrBuildPush and ecrPromote: what is filled in comes out as a call, and back, unchanged. */
public class ImageStepsTest {

    @Rule(order = 0)
    public final CleanLog log = new CleanLog();

    @Rule(order = 1)
    public final JenkinsRule jenkins = new JenkinsRule();

    private static final Map<String, Object> EVERYTHING = Map.ofEntries(
            Map.entry("repository", "shop/web"), Map.entry("dockerfile", "docker/Dockerfile"), Map.entry("context", "web"),
            Map.entry("target", "lean"), Map.entry("args", List.of("VERSION=7")), Map.entry("labels", List.of("team=shop")),
            Map.entry("platforms", List.of("linux/amd64", "linux/arm64")), Map.entry("builder", "buildah"),
            Map.entry("cacheFrom", List.of("example.org/cache")), Map.entry("cacheTo", "example.org/cache"),
            Map.entry("sourceDateEpoch", 7L), Map.entry("tag", "v7"), Map.entry("tags", List.of("main")), Map.entry("push", false),
            Map.entry("rebuild", true), Map.entry("secrets", List.of(Map.of("$class", "MountedSecret", "id", "npm", "variable", "NPM_TOKEN"))),
            Map.entry("scan", Map.of("$class", "PolicyScan", "severity", "CRITICAL", "fixableOnly", true, "unscannable", "it is static",
                    "waitMinutes", 5, "allow", List.of(Map.of("$class", "AllowedFinding", "id", "CVE-2026-1", "reason", "not reachable",
                            "expires", "2027-03-31")))));

    private static String call(String step, Map<String, ?> arguments) throws Exception {
        return Snippetizer.object2Groovy((Step) DescribableModel.of(StepDescriptor.byFunctionName(step).clazz).instantiate(arguments, null));
    }

    @Test
    public void defaults_vanish_from_a_generated_call() throws Exception {
        assertEquals("ecrBuildPush 'shop/web'", call("ecrBuildPush", Map.of("repository", "shop/web")));
        assertEquals("ecrPromote image: 'shop/web:v7', tag: 'production-7'", call("ecrPromote", Map.of("image", "shop/web:v7", "tag", "production-7")));
    }

    @Test
    public void what_is_filled_in_comes_out_as_a_call_and_gives_the_same_step() throws Exception {
        String call = call("ecrBuildPush", EVERYTHING);
        for (String part : List.of("buildSecret(id: 'npm', variable: 'NPM_TOKEN')", "scanPolicy(", "severity: 'CRITICAL'", "fixableOnly: true",
                "allow(expires: '2027-03-31', id: 'CVE-2026-1', reason: 'not reachable')", "platforms: ['linux/amd64', 'linux/arm64']",
                "sourceDateEpoch: 7", "push: false", "rebuild: true")) {
            assertTrue(call, call.contains(part));
        }
        Step again = (Step) DescribableModel.of(StepDescriptor.byFunctionName("ecrBuildPush").clazz).instantiate(EVERYTHING, null);
        Map<String, Object> uninstantiated = DescribableModel.uninstantiate2_(again).toMap();
        Step back = (Step) DescribableModel.of(StepDescriptor.byFunctionName("ecrBuildPush").clazz).instantiate(uninstantiated, null);
        assertEquals(call, Snippetizer.object2Groovy(back));
        assertEquals("ecrPromote image: 'shop/web:v7', repository: 'shop/production', source: imageSource(region: 'us-east-1'), tag: 'p'",
                call("ecrPromote", Map.of("image", "shop/web:v7", "tag", "p", "repository", "shop/production",
                        "source", Map.of("$class", "ImageSource", "region", "us-east-1"))));
    }

    @Test
    public void a_form_is_told_what_is_wrong_only_where_its_job_may_be_configured() throws Exception {
        jenkins.jenkins.setSecurityRealm(jenkins.createDummySecurityRealm());
        jenkins.jenkins.setAuthorizationStrategy(new MockAuthorizationStrategy().grant(Jenkins.ADMINISTER).everywhere().to("admin")
                .grant(Jenkins.READ).everywhere().to("reader"));
        String url = StepDescriptor.byFunctionName("ecrBuildPush").getDescriptorUrl() + "/checkRepository";
        assertTrue(checked("admin", url, "Shop/Web").contains("cannot be the name of an ECR repository"));
        assertFalse(checked("admin", url, "shop/web").contains("cannot be"));
        assertFalse(checked("reader", url, "Shop/Web").contains("cannot be"));
        JenkinsRule.WebClient web = jenkins.createWebClient().login("admin");
        web.getOptions().setThrowExceptionOnFailingStatusCode(false);
        int asked = web.getPage(new URL(jenkins.getURL(), url + "?value=x")).getWebResponse().getStatusCode();
        assertTrue("GET is not for it: " + asked, asked == 404 || asked == 405);
    }

    private String checked(String who, String url, String value) throws Exception {
        JenkinsRule.WebClient web = jenkins.createWebClient().login(who);
        return web.getPage(new WebRequest(
                        new URL(web.createCrumbedUrl(url).toString() + "&value=" + URLEncoder.encode(value, StandardCharsets.UTF_8)), HttpMethod.POST))
                .getWebResponse()
                .getContentAsString();
    }
}
