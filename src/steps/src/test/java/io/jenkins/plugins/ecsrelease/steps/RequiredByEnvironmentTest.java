package io.jenkins.plugins.ecsrelease.steps;

import static org.hamcrest.CoreMatchers.containsString;
import static org.hamcrest.CoreMatchers.not;
import static org.hamcrest.MatcherAssert.assertThat;
import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertThrows;

import hudson.model.Cause;
import hudson.util.FormValidation;
import io.jenkins.plugins.ecsrelease.engine.run.Journal;
import io.jenkins.plugins.ecsrelease.sandbox.Sandbox;
import io.jenkins.plugins.ecsrelease.sandbox.SandboxOptions;
import io.jenkins.plugins.ecsrelease.sandbox.registry.BaseImage;
import io.jenkins.plugins.ecsrelease.sandbox.world.AccessKeys;
import io.jenkins.plugins.ecsrelease.steps.environment.ReleaseEnvironment;
import io.jenkins.plugins.ecsrelease.steps.host.TestContext;
import io.jenkins.plugins.ecsrelease.steps.host.TestCredentials;
import io.jenkins.plugins.ecsrelease.steps.host.TestFlow;
import io.jenkins.plugins.ecsrelease.steps.host.TestJenkins;
import io.jenkins.plugins.ecsrelease.steps.host.TestJob;
import io.jenkins.plugins.ecsrelease.steps.host.TestRun;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.awaitility.Awaitility;
import org.junit.After;
import org.junit.AfterClass;
import org.junit.Before;
import org.junit.BeforeClass;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.TemporaryFolder;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.ecr.EcrClient;

/** What an environment requires of images holds whatever the pipeline says; a pipeline may ask for more. */
public class RequiredByEnvironmentTest {

    private static final String ACCOUNT = "123456789012";
    private static final String MANIFEST = "application/vnd.oci.image.manifest.v1+json";
    private static Sandbox sandbox;
    private static EcrClient ecr;
    private static String digest;

    @Rule
    public final TemporaryFolder folder = new TemporaryFolder();

    private final ReleaseEnvironment production = new ReleaseEnvironment("production");
    private final TestFlow flow = new TestFlow();
    private TestJenkins jenkins;
    private TestRun run;

    @BeforeClass
    public static void anImage() throws Exception {
        sandbox = Sandbox.start(SandboxOptions.running());
        ecr = EcrClient.builder().region(Region.EU_CENTRAL_1).endpointOverride(sandbox.endpoint())
                .credentialsProvider(StaticCredentialsProvider.create(AwsBasicCredentials.create(AccessKeys.administrator(ACCOUNT), AccessKeys.SECRET))).build();
        ecr.createRepository(make -> make.repositoryName("shop/web"));
        digest = new BaseImage(ecr).push("shop/web", "v1");
    }

    @AfterClass
    public static void noImage() {
        ecr.close();
        sandbox.close();
    }

    @Before
    public void anEnvironment() throws Exception {
        jenkins = new TestJenkins(folder.newFolder("home"))
                .with(new TestCredentials("deployer", AccessKeys.administrator(ACCOUNT), AccessKeys.SECRET), false);
        run = new TestJob(jenkins, "shop").build(new Cause.UserIdCause("alice"));
        production.setAccount(ACCOUNT);
        production.setRegion("eu-central-1");
        production.setClusters("shop");
        production.setServices("web*");
        ReleaseConfiguration.get().setEndpoint(sandbox.endpoint().toString());
        ReleaseConfiguration.get().setEnvironments(List.of(production));
    }

    @After
    public void close() {
        ReleaseEngine.shutDown();
        jenkins.close();
    }

    private void requiring(String words) {
        production.setRequire(words);
        ReleaseConfiguration.get().setEnvironments(List.of(production));
    }

    private TestContext begun(ReleaseStep step) throws Exception {
        step.setRegion("eu-central-1");
        step.setCredentialsId("deployer");
        TestContext context = new TestContext(run, flow);
        return context.begin(step.start(context));
    }

    private String failureOf(ReleaseStep step) throws Exception {
        return begun(step).failure().getMessage();
    }

    private static EcrPromoteStep promote(String tag, String environment) {
        EcrPromoteStep step = new EcrPromoteStep("shop/web@" + digest, tag);
        step.setEnvironment(environment);
        return step;
    }

    /** What the operation was begun with, as it is on record. */
    private String requiredOf(EcsBlueGreenStep step) throws Exception {
        TestContext context = begun(step);
        Awaitility.await().atMost(Duration.ofSeconds(60)).until(context::isDone);
        String said = context.log();
        List<Journal> all = Journal.all(ReleaseExecution.archive(run));
        assertEquals(said, 1, all.size());
        return String.valueOf(all.get(0).order().path("require"));
    }

    private static EcsBlueGreenStep deployment(String service, String require) {
        EcsBlueGreenStep step = new EcsBlueGreenStep("shop", service);
        step.setImage(ACCOUNT + ".dkr.ecr.eu-central-1.amazonaws.com/shop/web@" + digest);
        step.setPlan(true);
        step.setRequire(require);
        return step;
    }

    @Test
    public void a_deployment_that_the_environment_covers_is_bound_though_it_asks_for_nothing_and_does_not_name_it() throws Exception {
        requiring("sbom");
        assertEquals("[\"sbom\"]", requiredOf(deployment("web", null)));
    }

    @Test
    public void the_stricter_of_both_counts() throws Exception {
        requiring("sbom");
        assertEquals("[\"sbom\",\"signature\"]", requiredOf(deployment("web", "signature")));
    }

    @Test
    public void a_deployment_elsewhere_is_not_bound() throws Exception {
        requiring("sbom");
        assertEquals("[\"signature\"]", requiredOf(deployment("billing", "signature")));
    }

    @Test
    public void a_protected_environment_requires_two_roles_unless_an_administrator_allows_one() throws Exception {
        production.setGated(true);
        requiring("sbom");
        assertEquals("a plan is told as well", "[\"roles\",\"sbom\"]", requiredOf(deployment("web", null)));
        assertEquals(List.of("roles", "sbom"), production.required());
        production.setOneRole(true);
        assertEquals(List.of("sbom"), production.required());
    }

    @Test
    public void an_environment_that_requires_nothing_leaves_it_to_the_step() throws Exception {
        requiring(null);
        assertEquals("[]", requiredOf(deployment("web", null)));
    }

    @Test
    public void a_promotion_to_it_needs_what_it_requires_and_changes_nothing_without() throws Exception {
        requiring("sbom");
        int before = sandbox.world().ledger().entries().size();
        String failure = failureOf(promote("production-1", "production"));
        assertThat(failure, containsString("Nothing was changed. The image shop/web@" + digest + " has no SBOM, which 'require' asks for"));
        assertEquals(before, sandbox.world().ledger().entries().size());
        begun(promote("elsewhere-1", null)).result();
    }

    @Test
    public void a_bill_under_a_tag_of_cosign_lets_it_in() throws Exception {
        requiring("sbom");
        String manifest = ecr.batchGetImage(get -> get.repositoryName("shop/web").imageIds(id -> id.imageTag("v1"))).images().get(0).imageManifest();
        String billed = manifest.replaceFirst("\\}$", ",\"annotations\":{\"of\":\"this test\"}}");
        String other = ecr.putImage(put -> put.repositoryName("shop/web").imageManifest(billed).imageManifestMediaType(MANIFEST).imageTag("billed"))
                .image().imageId().imageDigest();
        ecr.putImage(put -> put.repositoryName("shop/web").imageManifest(manifest.replaceFirst("\\}$", ",\"annotations\":{\"of\":\"a bill\"}}"))
                .imageManifestMediaType(MANIFEST).imageTag(other.replace(':', '-') + ".sbom"));
        EcrPromoteStep step = new EcrPromoteStep("shop/web:billed", "production-2");
        step.setEnvironment("production");
        TestContext context = begun(step);
        assertEquals(other, ((Map<?, ?>) context.result()).get("digest"));
        assertThat(context.log(), containsString("Required by the environment: sbom."));
    }

    @Test
    public void a_step_can_require_by_itself() throws Exception {
        requiring(null);
        EcrPromoteStep step = promote("production-3", "production");
        step.setRequire("signature");
        String failure = failureOf(step);
        assertThat(failure, containsString("has no signature"));
        assertThat(failure, containsString(".sig"));
        assertThat(failure, not(containsString("SBOM")));
    }

    @Test
    public void a_word_that_is_not_known_is_refused_and_never_taken_for_nothing() {
        assertThat(assertThrows(IllegalArgumentException.class, () -> production.setRequire("signatur")).getMessage(),
                containsString("'require' is 'signatur', which is none of its values: signature, sbom, roles."));
        ReleaseEnvironment.DescriptorImpl form = new ReleaseEnvironment.DescriptorImpl();
        assertEquals(FormValidation.Kind.ERROR, form.doCheckRequire("signatur").kind);
        assertEquals(FormValidation.Kind.OK, form.doCheckRequire("Signature, sbom").kind);
        production.setRequire("SBOM, signature");
        assertEquals("sbom, signature", production.getRequire());
        production.setRequire(" ");
        assertEquals(null, production.getRequire());
    }
}
