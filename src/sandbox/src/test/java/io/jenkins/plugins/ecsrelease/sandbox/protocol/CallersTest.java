package io.jenkins.plugins.ecsrelease.sandbox.protocol;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertThrows;
import static org.junit.Assert.assertTrue;

import io.jenkins.plugins.ecsrelease.sandbox.Clients;
import io.jenkins.plugins.ecsrelease.sandbox.Sandbox;
import io.jenkins.plugins.ecsrelease.sandbox.SandboxOptions;
import io.jenkins.plugins.ecsrelease.sandbox.world.AccessKeys;
import io.jenkins.plugins.ecsrelease.sandbox.world.World;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import org.junit.After;
import org.junit.Before;
import org.junit.Test;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.AwsSessionCredentials;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.http.SdkHttpClient;
import software.amazon.awssdk.http.apache.ApacheHttpClient;
import software.amazon.awssdk.services.ecs.EcsClient;
import software.amazon.awssdk.services.sts.StsClient;
import software.amazon.awssdk.services.sts.model.GetCallerIdentityResponse;

/** Every call is signed with a key that the sandbox knows. */
public class CallersTest {

    private Sandbox sandbox;
    private SdkHttpClient http;

    @Before
    public void start() {
        sandbox = Sandbox.start(SandboxOptions.running());
        http = ApacheHttpClient.create();
    }

    @After
    public void stop() {
        http.close();
        sandbox.close();
    }

    @Test
    public void theBuiltInKeyOfAnAccountIsItsAdministrator() {
        GetCallerIdentityResponse me = Clients.over(sandbox, http).client(StsClient.class).getCallerIdentity();
        assertEquals(World.ACCOUNT, me.account());
        assertEquals("arn:aws:iam::123456789012:user/sandbox", me.arn());

        GetCallerIdentityResponse other = Clients.over(sandbox, http).as(Clients.administrator("210987654321"))
                .client(StsClient.class).getCallerIdentity();
        assertEquals("210987654321", other.account());
    }

    @Test
    public void aWrongSecretIsRefusedInTheWordsOfEachProtocol() {
        Clients wrong = Clients.over(sandbox, http)
                .as(AwsBasicCredentials.create(AccessKeys.administrator(World.ACCOUNT), "another"));
        AwsServiceException query = assertThrows(AwsServiceException.class, wrong.client(StsClient.class)::getCallerIdentity);
        assertEquals("SignatureDoesNotMatch", query.awsErrorDetails().errorCode());
        assertEquals(403, query.statusCode());
        AwsServiceException json = assertThrows(AwsServiceException.class, wrong.client(EcsClient.class)::listClusters);
        assertEquals("InvalidSignatureException", json.awsErrorDetails().errorCode());
    }

    @Test
    public void anUnknownKeyIsRefused() {
        Clients unknown = Clients.over(sandbox, http).as(AwsBasicCredentials.create("AKIAIOSFODNN7EXAMPLE", "x"));
        AwsServiceException query = assertThrows(AwsServiceException.class, unknown.client(StsClient.class)::getCallerIdentity);
        assertEquals("InvalidClientTokenId", query.awsErrorDetails().errorCode());
        AwsServiceException json = assertThrows(AwsServiceException.class, unknown.client(EcsClient.class)::listClusters);
        assertEquals("UnrecognizedClientException", json.awsErrorDetails().errorCode());
    }

    @Test
    public void aSessionTokenThatDoesNotBelongToTheKeyIsRefused() {
        Clients foreign = Clients.over(sandbox, http).as(AwsSessionCredentials.create(
                AccessKeys.administrator(World.ACCOUNT), AccessKeys.SECRET, "token"));
        AwsServiceException refused = assertThrows(AwsServiceException.class, foreign.client(StsClient.class)::getCallerIdentity);
        assertEquals("InvalidClientTokenId", refused.awsErrorDetails().errorCode());
    }

    @Test
    public void anUnsignedCallIsRefused() throws Exception {
        HttpResponse<String> answer = post("Action=GetCallerIdentity&Version=2011-06-15", "");
        assertEquals(403, answer.statusCode());
        assertTrue(answer.body(), answer.body().contains("<Code>MissingAuthenticationToken</Code>"));
    }

    @Test
    public void aStaleSignatureIsRefused() throws Exception {
        HttpResponse<String> answer = post("Action=GetCallerIdentity&Version=2011-06-15",
                "AWS4-HMAC-SHA256 Credential=AKIASBOX123456789012/20200101/us-east-1/sts/aws4_request, "
                        + "SignedHeaders=host;x-amz-date, Signature=" + "0".repeat(64));
        assertEquals(403, answer.statusCode());
        assertTrue(answer.body(), answer.body().contains("SignatureDoesNotMatch"));
    }

    @Test
    public void anOperationThatNobodyHasIsAwssOwnError() {
        AwsServiceException unknown = assertThrows(AwsServiceException.class,
                () -> Clients.over(sandbox, http).client(StsClient.class).getSessionToken());
        assertEquals("InvalidAction", unknown.awsErrorDetails().errorCode());
        assertEquals(java.util.List.of("sts:GetSessionToken"), sandbox.unmodelled().operations());
    }

    private HttpResponse<String> post(String form, String authorization) throws Exception {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(sandbox.endpoint() + "/"))
                .header("Content-Type", "application/x-www-form-urlencoded")
                .POST(HttpRequest.BodyPublishers.ofString(form));
        if (!authorization.isEmpty()) {
            request.header("Authorization", authorization).header("X-Amz-Date", "20200101T000000Z");
        }
        return HttpClient.newHttpClient().send(request.build(), HttpResponse.BodyHandlers.ofString());
    }
}
