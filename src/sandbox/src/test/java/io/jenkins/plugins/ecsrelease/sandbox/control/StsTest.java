package io.jenkins.plugins.ecsrelease.sandbox.control;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertThrows;
import static org.junit.Assert.assertTrue;

import io.jenkins.plugins.ecsrelease.sandbox.Clients;
import io.jenkins.plugins.ecsrelease.sandbox.Sandbox;
import io.jenkins.plugins.ecsrelease.sandbox.SandboxOptions;
import io.jenkins.plugins.ecsrelease.sandbox.world.VirtualTime;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import org.junit.After;
import org.junit.Test;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.services.iam.IamClient;
import software.amazon.awssdk.services.sts.StsClient;
import software.amazon.awssdk.services.sts.model.AssumeRoleResponse;
import software.amazon.awssdk.services.sts.model.AssumeRoleWithWebIdentityResponse;
import software.amazon.awssdk.services.sts.model.InvalidIdentityTokenException;

/** Keys for a time. */
public class StsTest {

    private final Sandbox sandbox = Sandbox.start(SandboxOptions.virtual(new VirtualTime(Instant.now())));
    private final Clients clients = Clients.of(sandbox);
    private final StsClient sts = clients.client(StsClient.class);
    private final IamClient iam = clients.client(IamClient.class);

    @After
    public void stop() {
        sandbox.close();
    }

    private String role(String principal, String condition) {
        return iam.createRole(r -> r.roleName("deploy").path("/ci/").assumeRolePolicyDocument("""
                {"Version":"2012-10-17","Statement":[{"Effect":"Allow","Principal":%s,
                 "Action":["sts:AssumeRole","sts:AssumeRoleWithWebIdentity"],"Condition":%s}]}"""
                .formatted(principal, condition))).role().arn();
    }

    @Test
    public void anAssumedRoleActsUnderItsSessionName() {
        String role = role("{\"AWS\":\"123456789012\"}", "{}");
        AssumeRoleResponse assumed = sts.assumeRole(r -> r.roleArn(role).roleSessionName("jenkins-app-7"));
        String arn = "arn:aws:sts::123456789012:assumed-role/deploy/jenkins-app-7";
        assertEquals(arn, assumed.assumedRoleUser().arn());
        assertEquals(arn, clients.as(assumed.credentials()).client(StsClient.class).getCallerIdentity().arn());
        Duration valid = Duration.between(Instant.now(), assumed.credentials().expiration());
        assertTrue(valid.toString(), valid.toMinutes() >= 59 && valid.toMinutes() <= 60);
    }

    @Test
    public void aRoleThatAsksForAnExternalIdGetsItOrRefuses() {
        String role = role("{\"AWS\":\"*\"}", "{\"StringEquals\":{\"sts:ExternalId\":\"tenant-4\"}}");
        AwsServiceException without = assertThrows(AwsServiceException.class,
                () -> sts.assumeRole(r -> r.roleArn(role).roleSessionName("seven")));
        assertEquals("AccessDenied", without.awsErrorDetails().errorCode());
        assertEquals("User: arn:aws:iam::123456789012:user/sandbox is not authorized to perform: sts:AssumeRole on resource: "
                + role, without.awsErrorDetails().errorMessage());
        sts.assumeRole(r -> r.roleArn(role).roleSessionName("seven").externalId("tenant-4"));
    }

    @Test
    public void aRoleOfAnotherAccountIsAssumedWhereItTrustsThisOne() {
        IamClient other = clients.as(Clients.administrator("210987654321")).client(IamClient.class);
        String role = other.createRole(r -> r.roleName("shared").assumeRolePolicyDocument("""
                {"Version":"2012-10-17","Statement":{"Effect":"Allow","Principal":{"AWS":"arn:aws:iam::123456789012:root"},
                 "Action":"sts:AssumeRole"}}""")).role().arn();
        AssumeRoleResponse assumed = sts.assumeRole(r -> r.roleArn(role).roleSessionName("promote"));
        assertEquals("210987654321", clients.as(assumed.credentials()).client(StsClient.class).getCallerIdentity().account());
        AwsServiceException missing = assertThrows(AwsServiceException.class,
                () -> sts.assumeRole(r -> r.roleArn(role + "-not").roleSessionName("promote")));
        assertEquals("AccessDenied", missing.awsErrorDetails().errorCode());
    }

    @Test
    public void aSessionNameThatAwsWouldRefuseIsRefused() {
        String role = role("{\"AWS\":\"123456789012\"}", "{}");
        AwsServiceException refused = assertThrows(AwsServiceException.class,
                () -> sts.assumeRole(r -> r.roleArn(role).roleSessionName("job with spaces #7")));
        assertEquals("ValidationError", refused.awsErrorDetails().errorCode());
        assertTrue(refused.getMessage(), refused.getMessage().contains("at 'roleSessionName' failed to satisfy constraint"));
    }

    @Test
    public void chainedRolesLastAnHourAtMost() {
        String role = role("{\"AWS\":\"123456789012\"}", "{}");
        iam.updateRole(r -> r.roleName("deploy").maxSessionDuration(7200));
        AssumeRoleResponse first = sts.assumeRole(r -> r.roleArn(role).roleSessionName("first").durationSeconds(7200));
        StsClient chained = clients.as(first.credentials()).client(StsClient.class);
        AwsServiceException refused = assertThrows(AwsServiceException.class,
                () -> chained.assumeRole(r -> r.roleArn(role).roleSessionName("second").durationSeconds(7200)));
        assertTrue(refused.getMessage(), refused.getMessage().contains("role chaining"));
        chained.assumeRole(r -> r.roleArn(role).roleSessionName("second"));
    }

    @Test
    public void aWebTokenOfARegisteredIssuerIsTakenWithoutASignature() {
        String provider = iam.createOpenIDConnectProvider(
                r -> r.url("https://jenkins.example.com/oidc").clientIDList("sts.amazonaws.com")).openIDConnectProviderArn();
        String role = role("{\"Federated\":\"" + provider + "\"}",
                "{\"StringLike\":{\"jenkins.example.com/oidc:sub\":\"job/app/*\"}}");
        AssumeRoleWithWebIdentityResponse assumed = sts.assumeRoleWithWebIdentity(r -> r.roleArn(role)
                .roleSessionName("web").webIdentityToken(token("https://jenkins.example.com/oidc", "job/app/main")));
        assertEquals("job/app/main", assumed.subjectFromWebIdentityToken());
        assertEquals("arn:aws:sts::123456789012:assumed-role/deploy/web",
                clients.as(assumed.credentials()).client(StsClient.class).getCallerIdentity().arn());

        AwsServiceException subject = assertThrows(AwsServiceException.class, () -> sts.assumeRoleWithWebIdentity(
                r -> r.roleArn(role).roleSessionName("web").webIdentityToken(token("https://jenkins.example.com/oidc", "job/x"))));
        assertEquals("Not authorized to perform sts:AssumeRoleWithWebIdentity", subject.awsErrorDetails().errorMessage());
        assertThrows(InvalidIdentityTokenException.class, () -> sts.assumeRoleWithWebIdentity(
                r -> r.roleArn(role).roleSessionName("web").webIdentityToken(token("https://elsewhere.example.com", "job/app/x"))));
    }

    private static String token(String issuer, String subject) {
        String claims = "{\"iss\":\"%s\",\"aud\":\"sts.amazonaws.com\",\"sub\":\"%s\",\"exp\":%d}"
                .formatted(issuer, subject, Instant.now().getEpochSecond() + 300);
        return "e30." + Base64.getUrlEncoder().withoutPadding().encodeToString(claims.getBytes(StandardCharsets.UTF_8)) + ".c2ln";
    }
}
