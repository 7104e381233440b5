package io.jenkins.plugins.ecsrelease.sandbox;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertThrows;
import static org.junit.Assert.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.After;
import org.junit.Test;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.http.SdkHttpClient;
import software.amazon.awssdk.http.apache.ApacheHttpClient;
import software.amazon.awssdk.services.secretsmanager.SecretsManagerClient;
import software.amazon.awssdk.services.sts.StsClient;

/** What a process beside the sandbox may ask of it. */
public class AdminTest {

    private static final ObjectMapper JSON = new ObjectMapper();

    private final Sandbox sandbox = Sandbox.start(SandboxOptions.running());
    private final SdkHttpClient http = ApacheHttpClient.create();
    private final Clients clients = Clients.over(sandbox, http);

    @After
    public void stop() {
        http.close();
        sandbox.close();
    }

    @Test
    public void theLedgerTellsWhatChangedAndTheLogWhatWasAsked() throws Exception {
        SecretsManagerClient secrets = clients.client(SecretsManagerClient.class);
        secrets.createSecret(r -> r.name("app").secretString("x"));
        secrets.describeSecret(r -> r.secretId("app"));
        JsonNode ledger = get("ledger?operation=CreateSecret");
        assertEquals(1, ledger.size());
        assertEquals("app", ledger.get(0).at("/details/name").asText());
        assertEquals("arn:aws:iam::123456789012:user/sandbox", ledger.get(0).get("principal").asText());
        assertEquals(1, get("ledger").size());
        assertEquals("DescribeSecret", get("requests?since=1").get(0).get("operation").asText());
        assertEquals(2, get("health").get("requests").asInt());
    }

    @Test
    public void aFaultIsSetAndCleared() throws Exception {
        assertEquals(200, send("POST", "faults",
                "{\"kind\":\"throttle\",\"service\":\"sts\",\"operation\":\"GetCallerIdentity\",\"nth\":1,\"count\":0}").statusCode());
        assertEquals("throttle", get("faults").get(0).get("kind").asText());
        StsClient sts = clients.client(StsClient.class);
        assertThrows(AwsServiceException.class, sts::getCallerIdentity);
        assertEquals(200, send("DELETE", "faults", "").statusCode());
        sts.getCallerIdentity();
    }

    @Test
    public void aFaultThatIsMisspeltIsRefusedWithTheNamesThereAre() throws Exception {
        HttpResponse<String> kind = send("POST", "faults", "{\"kind\":\"trottle\"}");
        assertEquals(400, kind.statusCode());
        assertTrue(kind.body(), kind.body().contains("throttle, server-error"));
        HttpResponse<String> member = send("POST", "faults", "{\"kind\":\"throttle\",\"api\":\"ecs\"}");
        assertTrue(member.body(), member.body().contains("A fault has no 'api'"));
    }

    @Test
    public void timeIsToldAndPasses() throws Exception {
        double before = Double.parseDouble(get("time").get("speed").asText());
        assertEquals(1.0, before, 0);
        assertEquals(200, send("POST", "time", "{\"advance\":0.01}").statusCode());
        assertEquals(400, send("POST", "time", "{\"advance\":\"soon\"}").statusCode());
    }

    @Test
    public void aPageInABrowserCannotUseIt() throws Exception {
        HttpResponse<String> foreign = HttpClient.newHttpClient().send(HttpRequest
                .newBuilder(URI.create(sandbox.endpoint() + "/_sandbox/stop")).header("Origin", "https://evil.example.com")
                .POST(HttpRequest.BodyPublishers.noBody()).build(), HttpResponse.BodyHandlers.ofString());
        assertEquals(403, foreign.statusCode());
        assertEquals("ok", get("health").get("status").asText());
    }

    @Test
    public void anUnknownAddressIsNotFound() throws Exception {
        assertEquals(404, send("GET", "ledgers", "").statusCode());
    }

    @Test
    public void stopEndsTheWait() throws Exception {
        CompletableFuture<Void> ended = CompletableFuture.runAsync(() -> {
            try {
                sandbox.awaitEnd();
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            }
        });
        assertEquals(200, send("POST", "stop", "").statusCode());
        ended.get(10, TimeUnit.SECONDS);
    }

    @Test
    public void aSandboxThatNobodyAsksEndsByItself() throws Exception {
        try (Sandbox idle = Sandbox.start(SandboxOptions.running().idle(Duration.ofMillis(50)))) {
            idle.awaitEnd();
        }
    }

    private JsonNode get(String what) throws IOException, InterruptedException {
        return JSON.readTree(send("GET", what, "").body());
    }

    private HttpResponse<String> send(String method, String what, String body) throws IOException, InterruptedException {
        return HttpClient.newHttpClient().send(HttpRequest.newBuilder(URI.create(sandbox.endpoint() + "/_sandbox/" + what))
                .method(method, HttpRequest.BodyPublishers.ofString(body)).build(), HttpResponse.BodyHandlers.ofString());
    }
}
