package io.jenkins.plugins.ecsrelease.steps;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertTrue;

import com.cloudbees.plugins.credentials.CredentialsDescriptor;
import com.cloudbees.plugins.credentials.CredentialsProvider;
import com.cloudbees.plugins.credentials.CredentialsScope;
import hudson.model.Cause;
import hudson.model.Item;
import hudson.util.FormValidation;
import hudson.util.ListBoxModel;
import hudson.util.Secret;
import io.jenkins.plugins.ecsrelease.sandbox.Sandbox;
import io.jenkins.plugins.ecsrelease.sandbox.SandboxOptions;
import io.jenkins.plugins.ecsrelease.sandbox.world.AccessKeys;
import io.jenkins.plugins.ecsrelease.steps.environment.ReleaseEnvironment;
import io.jenkins.plugins.ecsrelease.steps.host.TestContext;
import io.jenkins.plugins.ecsrelease.steps.host.TestCredentials;
import io.jenkins.plugins.ecsrelease.steps.host.TestFlow;
import io.jenkins.plugins.ecsrelease.steps.host.TestJenkins;
import io.jenkins.plugins.ecsrelease.steps.host.TestJob;
import io.jenkins.plugins.ecsrelease.steps.host.TestRun;
import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import jenkins.model.Jenkins;
import org.jenkinsci.plugins.plaincredentials.FileCredentials;
import org.jenkinsci.plugins.plaincredentials.StringCredentials;
import org.junit.After;
import org.junit.AfterClass;
import org.junit.Before;
import org.junit.BeforeClass;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.TemporaryFolder;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.AwsSessionCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.http.apache.ApacheHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.iam.IamClient;

/** Who acts for a step, with each kind of credentials that Jenkins stores. */
public class CredentialsTest {

    private static final String ACCOUNT = "123456789012";
    private static final String ISSUER = "jenkins.example.com/oidc";
    private static Sandbox sandbox;
    private static IamClient iam;

    @Rule
    public TemporaryFolder folder = new TemporaryFolder();

    private TestJenkins jenkins;
    private TestRun run;

    @BeforeClass
    public static void aws() {
        sandbox = Sandbox.start(SandboxOptions.running());
        iam = IamClient.builder().endpointOverride(sandbox.endpoint()).region(Region.AWS_GLOBAL).httpClientBuilder(ApacheHttpClient.builder())
                .credentialsProvider(StaticCredentialsProvider.create(AwsBasicCredentials.create(AccessKeys.administrator(ACCOUNT), AccessKeys.SECRET)))
                .build();
        iam.createOpenIDConnectProvider(provider -> provider.url("https://" + ISSUER).clientIDList("sts.amazonaws.com"));
        iam.createRole(role -> role.roleName("keyless").assumeRolePolicyDocument("""
                {"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Action": "sts:AssumeRoleWithWebIdentity",
                  "Principal": {"Federated": "arn:aws:iam::%s:oidc-provider/%s"},
                  "Condition": {"StringEquals": {"%2$s:sub": "job/shop"}}}]}""".formatted(ACCOUNT, ISSUER)));
        iam.createRole(role -> role.roleName("tagged").assumeRolePolicyDocument("""
                {"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Action": ["sts:AssumeRole", "sts:TagSession"],
                  "Principal": {"AWS": "arn:aws:iam::%s:root"}, "Condition": {"StringEquals": {
                    "aws:RequestTag/jenkins-job": "shop", "aws:RequestTag/jenkins-environment": "production"}}}]}""".formatted(ACCOUNT)));
    }

    @AfterClass
    public static void noAws() {
        iam.close();
        sandbox.close();
    }

    @Before
    public void aJob() throws Exception {
        jenkins = new TestJenkins(folder.newFolder("home"))
                .with(new TestCredentials("deployer", AccessKeys.administrator(ACCOUNT), AccessKeys.SECRET), false);
        run = new TestJob(jenkins, "shop").build(new Cause.UserIdCause("alice"));
        ReleaseConfiguration.get().setEndpoint(sandbox.endpoint().toString());
        ReleaseEngine.get().operations(List.of(new Probe()));
    }

    @After
    public void shutDown() {
        ReleaseEngine.shutDown();
        jenkins.close();
    }

    @Test
    public void a_secret_text_with_a_web_identity_token_acts_without_any_key() throws Exception {
        jenkins.with(new Text("oidc", token("job/shop")), false);
        TestContext context = begin(step("oidc", "keyless"));
        context.result();
        assertTrue(context.log(), context.log().contains("Acting as arn:aws:sts::123456789012:assumed-role/keyless/shop-1 in eu-central-1."));
        assertTrue(jenkins.tracked.toString(), jenkins.tracked.contains("shop #1 used oidc"));
    }

    @Test
    public void a_secret_file_with_a_token_does_too() throws Exception {
        jenkins.with(new Document("oidc-file", token("job/shop") + "\n"), false);
        begin(step("oidc-file", "keyless")).result();
    }

    @Test
    public void the_token_is_kept_nowhere() throws Exception {
        String token = token("job/shop");
        jenkins.with(new Text("oidc", token), false);
        TestContext context = begin(step("oidc", "keyless"));
        context.result();
        String kept = context.log() + new String(context.saved(), StandardCharsets.ISO_8859_1);
        try (Stream<Path> files = Files.walk(folder.getRoot().toPath())) {
            for (Path each : files.filter(Files::isRegularFile).toList()) {
                kept += Files.readString(each, StandardCharsets.ISO_8859_1);
            }
        }
        assertFalse(kept.contains(token));
        assertFalse(kept.contains(token.substring(token.indexOf('.') + 1, token.lastIndexOf('.'))));
    }

    @Test
    public void a_token_for_another_job_is_refused_by_aws_and_nothing_begins() throws Exception {
        jenkins.with(new Text("oidc", token("job/other")), false);
        assertRefused(step("oidc", "keyless"), "AWS does not say who acts with the credentials 'oidc' and the role arn:aws:iam::123456789012:role/keyless");
    }

    @Test
    public void a_token_needs_a_role() throws Exception {
        jenkins.with(new Text("oidc", token("job/shop")), false);
        assertRefused(step("oidc", null), "The credentials 'oidc' are a web identity token, which is no identity by itself: give 'roleArn'");
    }

    @Test
    public void a_session_tells_job_and_environment_where_that_is_asked() throws Exception {
        ReleaseEnvironment production = new ReleaseEnvironment("production");
        production.setRoleArn("arn:aws:iam::" + ACCOUNT + ":role/tagged");
        ReleaseConfiguration.get().setEnvironments(List.of(production));
        ProbeStep step = step("deployer", null);
        step.setEnvironment("production");
        assertRefused(step, "AWS does not say who acts");
        production.setSessionTags(true);
        begin(step).result();
    }

    @Test
    public void letters_that_tags_cannot_have_stay_different() {
        assertEquals("team a/shop=252Fmain", Acting.tag("team a/shop%2Fmain"));
        assertEquals("a=3D25", Acting.tag("a=25"));
        assertEquals("größe", Acting.tag("größe"));
    }

    @Test
    public void keys_of_a_session_are_not_asked_for_at_every_call_and_others_are() {
        AtomicInteger asked = new AtomicInteger();
        SessionKeys session = new SessionKeys(() -> AwsSessionCredentials.create("ASIA" + asked.incrementAndGet(), "s", "t"));
        assertEquals(session.resolveCredentials(), session.resolveCredentials());
        assertEquals(1, asked.get());
        SessionKeys keys = new SessionKeys(() -> AwsBasicCredentials.create("AKIA" + asked.incrementAndGet(), "s"));
        keys.resolveCredentials();
        keys.resolveCredentials();
        assertEquals("a key that is changed in Jenkins counts at once", 3, asked.get());
    }

    @Test
    public void the_list_offers_what_can_act_and_only_to_who_may_see_it() {
        jenkins.with(new Text("oidc", "t"), false);
        ReleaseStepDescriptor form = new EcsBlueGreenStep.DescriptorImpl();
        assertEquals(List.of("", "deployer", "oidc"), values(form.doFillCredentialsIdItems(run.getParent(), "")));
        jenkins.denied.addAll(List.of(Item.EXTENDED_READ, CredentialsProvider.USE_ITEM));
        assertEquals(List.of("mine"), values(form.doFillCredentialsIdItems(run.getParent(), "mine")));
    }

    @Test
    public void checks_of_forms_say_nothing_to_who_may_not_configure() {
        ReleaseStepDescriptor form = new EcsBlueGreenStep.DescriptorImpl();
        assertEquals(FormValidation.Kind.ERROR, form.doCheckRoleArn(run.getParent(), "deploy").kind);
        jenkins.denied.add(Item.CONFIGURE);
        assertEquals(FormValidation.Kind.OK, form.doCheckRoleArn(run.getParent(), "deploy").kind);
    }

    @Test
    public void the_form_of_an_environment_says_whose_credentials_can_be_taken_past_its_gate() {
        jenkins.with(new TestCredentials("of-production", "AKIA", "s"), true);
        ReleaseEnvironment.DescriptorImpl form = new ReleaseEnvironment.DescriptorImpl();
        assertEquals(FormValidation.Kind.OK, form.doCheckCredentialsId("of-production", true).kind);
        assertEquals(FormValidation.Kind.ERROR, form.doCheckCredentialsId("deployer", true).kind);
        assertEquals(FormValidation.Kind.OK, form.doCheckCredentialsId("deployer", false).kind);
        assertEquals(FormValidation.Kind.WARNING, form.doCheckCredentialsId("", true).kind);
        jenkins.denied.add(Jenkins.ADMINISTER);
        assertEquals(FormValidation.Kind.OK, form.doCheckCredentialsId("deployer", true).kind);
    }

    private static List<String> values(ListBoxModel box) {
        return new ArrayList<>(box.stream().map(each -> each.value).sorted().toList());
    }

    private static ProbeStep step(String credentials, String role) {
        ProbeStep step = ProbeStep.ending("SUCCEEDED");
        step.setCredentialsId(credentials);
        step.setRoleArn(role == null ? null : "arn:aws:iam::" + ACCOUNT + ":role/" + role);
        return step;
    }

    private TestContext begin(ProbeStep step) throws Exception {
        TestContext context = new TestContext(run, new TestFlow());
        return context.begin(step.start(context));
    }

    private void assertRefused(ProbeStep step, String why) throws Exception {
        Throwable failure = begin(step).failure();
        assertTrue(String.valueOf(failure), failure != null && failure.getMessage().startsWith(why));
    }

    private static String token(String subject) {
        return part("{\"alg\":\"RS256\"}") + "." + part("{\"iss\":\"https://" + ISSUER + "\",\"aud\":\"sts.amazonaws.com\",\"sub\":\""
                + subject + "\",\"exp\":" + Instant.now().plusSeconds(3600).getEpochSecond() + "}") + "." + part("signature");
    }

    private static String part(String text) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(text.getBytes(StandardCharsets.UTF_8));
    }

    private record Text(String id, String token) implements StringCredentials {
        @Override
        public Secret getSecret() {
            return Secret.fromString(token);
        }

        @Override
        public String getId() {
            return id;
        }

        @Override
        public String getDescription() {
            return "";
        }

        @Override
        public CredentialsScope getScope() {
            return CredentialsScope.GLOBAL;
        }

        @Override
        public CredentialsDescriptor getDescriptor() {
            return null;
        }
    }

    private record Document(String id, String token) implements FileCredentials {
        @Override
        public String getFileName() {
            return "token";
        }

        @Override
        public InputStream getContent() {
            return new ByteArrayInputStream(token.getBytes(StandardCharsets.UTF_8));
        }

        @Override
        public String getId() {
            return id;
        }

        @Override
        public String getDescription() {
            return "";
        }

        @Override
        public CredentialsScope getScope() {
            return CredentialsScope.GLOBAL;
        }

        @Override
        public CredentialsDescriptor getDescriptor() {
            return null;
        }
    }
}
