package io.jenkins.plugins.ecsrelease.steps;

import static org.hamcrest.CoreMatchers.containsString;
import static org.hamcrest.MatcherAssert.assertThat;
import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertNull;
import static org.junit.Assert.assertThrows;
import static org.junit.Assert.assertTrue;

import hudson.AbortException;
import hudson.FilePath;
import hudson.model.Item;
import hudson.util.FormValidation;
import io.jenkins.plugins.ecsrelease.engine.aws.Identity;
import io.jenkins.plugins.ecsrelease.engine.image.ImageOrder;
import io.jenkins.plugins.ecsrelease.engine.image.PromoteOrder;
import io.jenkins.plugins.ecsrelease.steps.host.TestContext;
import io.jenkins.plugins.ecsrelease.steps.host.TestCredentials;
import io.jenkins.plugins.ecsrelease.steps.host.TestFlow;
import io.jenkins.plugins.ecsrelease.steps.host.TestJenkins;
import io.jenkins.plugins.ecsrelease.steps.host.TestJob;
import io.jenkins.plugins.ecsrelease.steps.host.TestRun;
import io.jenkins.plugins.ecsrelease.steps.image.AllowedFinding;
import io.jenkins.plugins.ecsrelease.steps.image.ImageSource;
import io.jenkins.plugins.ecsrelease.steps.image.MountedSecret;
import io.jenkins.plugins.ecsrelease.steps.image.NoScan;
import io.jenkins.plugins.ecsrelease.steps.image.PolicyScan;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.junit.After;
import org.junit.Before;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.TemporaryFolder;

/** ecrBuildPush and ecrPromote as a pipeline calls them: bad parameters are refused in a sentence before anything begins. */
public class ImageStepsTest {

    @Rule
    public final TemporaryFolder folder = new TemporaryFolder();

    private TestJenkins jenkins;
    private TestRun run;
    private final Map<String, String> variables = new HashMap<>();

    @Before
    public void jenkins() throws Exception {
        jenkins = new TestJenkins(folder.newFolder("home")).with(new TestCredentials("deployer", "AKIAX", "secret"), false);
        run = new TestJob(jenkins, "shop").build();
        variables.put("GIT_COMMIT", "4f0c1d2e3b4a5968778695a4b3c2d1e0f9a8b7c6");
        variables.put("GIT_URL", "https://user:password@example.org/shop.git");
    }

    @After
    public void close() {
        ReleaseEngine.shutDown();
        jenkins.close();
    }

    private TestContext context() throws Exception {
        TestContext context = new TestContext(run, new TestFlow()).in(new FilePath(folder.newFolder()));
        variables.forEach(context::variable);
        return context;
    }

    private static <S extends ReleaseStep> S acting(S step) {
        step.setRegion("eu-central-1");
        step.setCredentialsId("deployer");
        return step;
    }

    private String refused(ReleaseStep step) {
        AbortException refusal = assertThrows(AbortException.class, () -> acting(step).start(context()));
        assertTrue("Nothing began", ReleaseEngine.get().engine().open().isEmpty());
        return refusal.getMessage();
    }

    private String refusedBuild(Consumer<EcrBuildPushStep> wrong) {
        EcrBuildPushStep step = new EcrBuildPushStep("shop/web");
        wrong.accept(step);
        return refused(step);
    }

    private ImageOrder order(Consumer<EcrBuildPushStep> how) throws Exception {
        EcrBuildPushStep step = acting(new EcrBuildPushStep("shop/web"));
        how.accept(step);
        return (ImageOrder) step.work(new Build(context(), new Identity("eu-central-1", "deployer", "", "", "s"))).order();
    }

    @Test
    public void a_name_that_no_repository_can_have() {
        for (String name : new String[] {null, "Shop/Web", "shop//web", "123456789012.dkr.ecr.eu-central-1.amazonaws.com/shop", "s"}) {
            assertThat(refused(new EcrBuildPushStep(name)), containsString("cannot be the name of an ECR repository"));
        }
    }

    @Test
    public void a_tag_that_is_illegal() {
        for (String tag : List.of("feature/cart", "-v1", "v 1", "x".repeat(129), "v1;rm")) {
            assertThat(refusedBuild(step -> step.setTag(tag)), containsString("cannot be an image tag: 1 to 128 letters"));
            assertThat(refusedBuild(step -> step.setTags(List.of(tag))), containsString("cannot be an image tag"));
            assertThat(refused(new EcrPromoteStep("shop/web:v1", tag)), containsString("cannot be an image tag"));
        }
    }

    @Test
    public void a_checkout_without_a_commit_and_no_tag() {
        variables.remove("GIT_COMMIT");
        assertThat(refusedBuild(step -> {}), containsString("The image needs a tag. By default it is the commit"));
    }

    @Test
    public void a_context_and_a_dockerfile_outside_the_workspace() {
        for (String path : List.of("/etc", "../other", "web/../../other", "..", "c:\\work", "-rf")) {
            assertThat(refusedBuild(step -> step.setContext(path)), containsString("The context '" + path + "' is outside the workspace"));
            assertThat(refusedBuild(step -> step.setDockerfile(path)), containsString("is outside the workspace"));
        }
    }

    @Test
    public void a_builder_an_argument_a_platform_a_secret_and_a_policy_that_make_no_sense() {
        assertThat(refusedBuild(step -> step.setBuilder("kaniko")), containsString("No builder is named 'kaniko'. There are: docker, buildah, podman, buildctl"));
        assertThat(refusedBuild(step -> step.setArgs(List.of("no equals"))), containsString("'args' takes texts like 'NAME=value'"));
        assertThat(refusedBuild(step -> step.setArgs(List.of("A=1", "A=2"))), containsString("gives A twice"));
        assertThat(refusedBuild(step -> step.setArgs(List.of("a b=1"))), containsString("is no name of a build argument"));
        assertThat(refusedBuild(step -> step.setPlatforms(List.of("arm"))), containsString("is no platform"));
        assertThat(refusedBuild(step -> step.setSecrets(List.of(new MountedSecret("npm")))), containsString("needs either 'variable' or 'file'"));
        assertThat(refusedBuild(step -> {
            MountedSecret secret = new MountedSecret("npm");
            secret.setVariable("s3cr3t value");
            step.setSecrets(List.of(secret));
        }), containsString("give the variable that holds the secret"));
        assertThat(refusedBuild(step -> step.setSourceDateEpoch(-7)), containsString("in seconds since 1970"));
        assertThat(refusedBuild(step -> step.setTimeoutMinutes(2000)), containsString("timeoutMinutes must be 1 to 1440"));
        assertThat(refusedBuild(step -> step.setScan(new NoScan(" "))), containsString("Doing without a scan needs a reason"));
        assertThat(refusedBuild(step -> {
            PolicyScan scan = new PolicyScan();
            scan.setSeverity("SEVERE");
            step.setScan(scan);
        }), containsString("No severity is named 'SEVERE'"));
        for (AllowedFinding wrong : List.of(new AllowedFinding("", "why", "2027-01-01"), new AllowedFinding("CVE-1", "", "2027-01-01"),
                new AllowedFinding("CVE-1", "why", "soon"), new AllowedFinding("CVE-1", "why", ""))) {
            assertThat(refusedBuild(step -> {
                PolicyScan scan = new PolicyScan();
                scan.setAllow(List.of(wrong));
                step.setScan(scan);
            }), containsString("finding"));
        }
    }

    @Test
    public void what_a_form_shows_of_a_list_is_the_same_list_again_and_a_policy_without_words_is_no_word() {
        EcrBuildPushStep.DescriptorImpl form = new EcrBuildPushStep.DescriptorImpl();
        EcrBuildPushStep step = new EcrBuildPushStep("shop/web");
        List<String> platforms = List.of("linux/amd64", "linux/arm64");
        step.setPlatforms(List.of(form.lines(platforms)));
        assertEquals(platforms, step.getPlatforms());
        step.setTags(List.of(form.lines(List.of())));
        assertEquals(List.of(), step.getTags());
        assertEquals("", form.lines(null));
        PolicyScan scan = new PolicyScan();
        scan.setSeverity("HIGH");
        step.setScan(scan);
        assertNull(step.getScan());
        scan.setFixableOnly(true);
        step.setScan(scan);
        assertEquals(scan, step.getScan());
    }

    @Test
    public void what_is_to_be_promoted_is_a_version_of_an_image() {
        assertThat(refused(new EcrPromoteStep(null, "production")), containsString("No image is given"));
        assertThat(refused(new EcrPromoteStep("shop/web", "production")), containsString("names no version of an image"));
        assertThat(refused(new EcrPromoteStep("shop/web@sha256:abc", "production")), containsString("is no image digest"));
        EcrPromoteStep elsewhere = new EcrPromoteStep("shop/web:v1", "production");
        elsewhere.setRepository("Shop");
        assertThat(refused(elsewhere), containsString("cannot be the name of an ECR repository"));
    }

    @Test
    public void without_more_words_the_commit_is_the_tag_and_the_labels_tell_where_it_comes_from() throws Exception {
        ImageOrder order = order(step -> {});
        assertEquals(List.of("4f0c1d2e3b4a5968778695a4b3c2d1e0f9a8b7c6"), order.tags());
        assertEquals("4f0c1d2e3b4a5968778695a4b3c2d1e0f9a8b7c6", order.revision());
        assertEquals("No password in a label", "https://example.org/shop.git", order.source());
        assertTrue(order.push());
        assertEquals("HIGH", order.scan().severity());
        ImageOrder other = order(step -> {
            step.setTag("v7");
            step.setTags(List.of("main\nenv-7"));
            step.setPush(false);
            step.setScan(new NoScan("scanned elsewhere"));
        });
        assertEquals(List.of("v7", "main", "env-7"), other.tags());
        assertEquals("scanned elsewhere", other.scan().none());
        assertTrue(!other.push());
    }

    @Test
    public void the_region_of_an_image_is_read_from_its_host_unless_a_source_is_given() throws Exception {
        EcrPromoteStep step = acting(new EcrPromoteStep("123456789012.dkr.ecr.us-east-1.amazonaws.com/shop/web:v1", "production"));
        Identity acting = new Identity("eu-central-1", "deployer", "", "", "s");
        assertEquals("us-east-1", ((PromoteOrder) step.work(new Build(context(), acting)).order()).from().region());
        ImageSource source = new ImageSource();
        source.setRegion("eu-west-1");
        source.setRoleArn("arn:aws:iam::210987654321:role/read");
        step.setSource(source);
        Identity from = ((PromoteOrder) step.work(new Build(context(), acting)).order()).from();
        assertEquals("eu-west-1", from.region());
        assertEquals("arn:aws:iam::210987654321:role/read", from.roleArn());
        assertEquals("", from.credentialsId());
    }

    @Test
    public void forms_are_told_what_the_step_would_refuse_and_only_to_who_may_configure() {
        EcrBuildPushStep.DescriptorImpl build = new EcrBuildPushStep.DescriptorImpl();
        EcrPromoteStep.DescriptorImpl promote = new EcrPromoteStep.DescriptorImpl();
        Item job = run.getParent();
        assertEquals(FormValidation.Kind.OK, build.doCheckRepository(job, "shop/web").kind);
        assertEquals(FormValidation.Kind.OK, build.doCheckRepository(job, "").kind);
        assertEquals("What only the pipeline knows", FormValidation.Kind.OK, build.doCheckTag(job, "${env.GIT_COMMIT}").kind);
        List<FormValidation> wrong = List.of(build.doCheckRepository(job, "Shop"), build.doCheckTag(job, "a/b"), build.doCheckContext(job, "../x"),
                build.doCheckDockerfile(job, "/etc/passwd"), promote.doCheckImage(job, "shop/web"), promote.doCheckTag(job, "a b"),
                promote.doCheckRepository(job, "x"));
        wrong.forEach(each -> assertEquals(each.getMessage(), FormValidation.Kind.ERROR, each.kind));
        jenkins.denied.add(Item.CONFIGURE);
        assertEquals(FormValidation.Kind.OK, build.doCheckRepository(job, "Shop").kind);
        assertEquals(FormValidation.Kind.OK, promote.doCheckImage(job, "shop/web").kind);
    }
}
