package io.jenkins.plugins.ecsrelease.engine.aws;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertThrows;
import static org.junit.Assert.assertTrue;

import io.jenkins.plugins.ecsrelease.sandbox.Sandbox;
import io.jenkins.plugins.ecsrelease.sandbox.SandboxOptions;
import io.jenkins.plugins.ecsrelease.sandbox.world.AccessKeys;
import io.jenkins.plugins.ecsrelease.sandbox.world.World;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import org.junit.After;
import org.junit.Before;
import org.junit.Test;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.iam.IamClient;
import software.amazon.awssdk.services.sts.StsClient;

/** Sessions of roles by a token instead of a key, and sessions with tags. */
public class KeylessTest {

    private static final String ISSUER = "jenkins.example.com/oidc";
    private static final Identity ADMINISTRATOR = new Identity("eu-central-1", "admin", "", "", "");

    private final AwsCredentialsProvider base = StaticCredentialsProvider.create(
            AwsBasicCredentials.create(AccessKeys.administrator(World.ACCOUNT), AccessKeys.SECRET));
    private final List<AwsCall> calls = new ArrayList<>();
    private final List<String> tokens = new ArrayList<>();
    private Sandbox sandbox;
    private AwsClients clients;

    @Before
    public void start() {
        sandbox = Sandbox.start(SandboxOptions.running());
        clients = AwsClients.builder().endpoint(sandbox.endpoint()).listener(calls::add).build();
    }

    @After
    public void end() {
        clients.close();
        sandbox.close();
    }

    @Test
    public void aTokenOfATrustedIssuerIsEnoughToAct() {
        Identity keyless = new Identity("eu-central-1", "oidc", roleForTokens(), "", "shop-7");
        for (int i = 0; i < 3; i++) {
            assertEquals("arn:aws:sts::" + World.ACCOUNT + ":assumed-role/keyless/shop-7", who(keyless, web("shop")));
        }
        assertEquals("one session", 1, tokens.size());
        assertEquals(1, calls.stream().filter(call -> call.operation().equals("AssumeRoleWithWebIdentity")).count());
    }

    @Test
    public void everyNewSessionAsksForAFreshToken() {
        Identity keyless = new Identity("eu-central-1", "oidc", roleForTokens(), "", "shop-7");
        WebIdentity web = web("shop");
        who(keyless, web);
        clients.access(keyless, web, call -> {}).renew();
        who(keyless, web);
        assertEquals(2, tokens.size());
    }

    @Test
    public void aTokenForAnotherJobIsRefused() {
        Identity keyless = new Identity("eu-central-1", "oidc", roleForTokens(), "", "shop-7");
        SdkException refused = assertThrows(SdkException.class, () -> who(keyless, web("another")));
        assertTrue(refused.getMessage(), refused.getMessage().contains("Not authorized to perform sts:AssumeRoleWithWebIdentity"));
    }

    @Test
    public void aTokenWithoutARoleIsNoIdentity() {
        Identity roleless = new Identity("eu-central-1", "oidc", "", "", "shop-7");
        NoCredentials refused = assertThrows(NoCredentials.class, () -> who(roleless, web("shop")));
        assertTrue(refused.getMessage(), refused.getMessage().contains("give 'roleArn'"));
    }

    @Test
    public void aSessionCarriesItsTagsWhereTheRoleAllowsThemAndIsRefusedWhereNot() {
        Map<String, String> tags = Map.of("jenkins-job", "shop");
        String strict = role("strict", """
                {"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Action": ["sts:AssumeRole", "sts:TagSession"],
                  "Principal": {"AWS": "arn:aws:iam::%s:root"},
                  "Condition": {"StringEquals": {"aws:RequestTag/jenkins-job": "shop"}}}]}""".formatted(World.ACCOUNT));
        assertTrue(who(new Identity("eu-central-1", "admin", strict, "", "shop-7", tags), base).endsWith("/strict/shop-7"));
        assertThrows(SdkException.class, () -> who(new Identity("eu-central-1", "admin", strict, "", "shop-7"), base));
        assertThrows(SdkException.class,
                () -> who(new Identity("eu-central-1", "admin", strict, "", "shop-7", Map.of("jenkins-job", "other")), base));
    }

    private String who(Identity identity, AwsCredentialsProvider with) {
        return clients.client(StsClient.class, identity, with).getCallerIdentity().arn();
    }

    private WebIdentity web(String job) {
        return new WebIdentity("oidc|" + job, () -> {
            tokens.add(job);
            return token("job/" + job);
        });
    }

    private String roleForTokens() {
        clients.client(IamClient.class, ADMINISTRATOR, base)
                .createOpenIDConnectProvider(provider -> provider.url("https://" + ISSUER).clientIDList("sts.amazonaws.com"));
        return role("keyless", """
                {"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Action": "sts:AssumeRoleWithWebIdentity",
                  "Principal": {"Federated": "arn:aws:iam::%s:oidc-provider/%s"},
                  "Condition": {"StringEquals": {"%2$s:aud": "sts.amazonaws.com", "%2$s:sub": "job/shop"}}}]}""".formatted(World.ACCOUNT, ISSUER));
    }

    private String role(String name, String trust) {
        return clients.client(IamClient.class, ADMINISTRATOR, base)
                .createRole(role -> role.roleName(name).assumeRolePolicyDocument(trust)).role().arn();
    }

    private static String token(String subject) {
        return part("{\"alg\":\"RS256\",\"typ\":\"JWT\"}") + "."
                + part("{\"iss\":\"https://" + ISSUER + "\",\"aud\":\"sts.amazonaws.com\",\"sub\":\"" + subject + "\",\"exp\":"
                        + Instant.now().plusSeconds(3600).getEpochSecond() + "}") + "." + part("signature");
    }

    private static String part(String text) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(text.getBytes(StandardCharsets.UTF_8));
    }
}
