package io.jenkins.plugins.ecsrelease.engine.aws;

import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertNotEquals;
import static org.junit.Assert.assertTrue;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.jenkins.plugins.ecsrelease.engine.operation.Outcome;
import io.jenkins.plugins.ecsrelease.engine.operation.Problem;
import io.jenkins.plugins.ecsrelease.engine.operation.Verdict;
import io.jenkins.plugins.ecsrelease.engine.rollback.Rollback;
import io.jenkins.plugins.ecsrelease.engine.rollback.RollbackOrder;
import io.jenkins.plugins.ecsrelease.engine.run.Trial;
import io.jenkins.plugins.ecsrelease.engine.service.BlueGreen;
import io.jenkins.plugins.ecsrelease.engine.service.BlueGreenOrder;
import io.jenkins.plugins.ecsrelease.sandbox.world.VirtualTime;
import java.io.ByteArrayInputStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.TemporaryFolder;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.http.AbortableInputStream;
import software.amazon.awssdk.http.ExecutableHttpRequest;
import software.amazon.awssdk.http.HttpExecuteRequest;
import software.amazon.awssdk.http.HttpExecuteResponse;
import software.amazon.awssdk.http.SdkHttpClient;
import software.amazon.awssdk.http.SdkHttpResponse;
import software.amazon.awssdk.services.ecs.EcsClient;
import software.amazon.awssdk.services.elasticloadbalancingv2.ElasticLoadBalancingV2Client;
import software.amazon.awssdk.services.rds.RdsClient;

/** Whoever answers in AWS' place: entities, bombs and nonsense. Nothing is read for them, and nothing falls over. */
public class HostileAnswersTest {

    private static final Identity WHO = new Identity("eu-central-1", "x", "", "", "s");
    private static final StaticCredentialsProvider KEY = StaticCredentialsProvider.create(AwsBasicCredentials.create("AKIAIOSFODNN7EXAMPLE", "secret"));

    @Rule
    public final TemporaryFolder folder = new TemporaryFolder();

    /** Answers everything with the same body. */
    private record Answering(int status, String body) implements SdkHttpClient {

        @Override
        public ExecutableHttpRequest prepareRequest(HttpExecuteRequest request) {
            request.contentStreamProvider().ifPresent(body -> body.newStream());
            return new ExecutableHttpRequest() {
                @Override
                public HttpExecuteResponse call() {
                    byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
                    return HttpExecuteResponse.builder()
                            .response(SdkHttpResponse.builder().statusCode(status).putHeader("Content-Length", "" + bytes.length)
                                    .putHeader("x-amzn-RequestId", "r\r\nSet-Cookie: a=b").build())
                            .responseBody(AbortableInputStream.create(new ByteArrayInputStream(bytes)))
                            .build();
                }

                @Override
                public void abort() {}
            };
        }

        @Override
        public void close() {}
    }

    private Map<String, String> xml() throws Exception {
        Path secret = Files.writeString(folder.newFile("secret").toPath(), "content-of-a-file-of-the-controller");
        String body = "<DescribeRulesResponse><DescribeRulesResult><Rules><member><RuleArn>%s</RuleArn></member></Rules></DescribeRulesResult></DescribeRulesResponse>";
        StringBuilder laughs = new StringBuilder("<!DOCTYPE x [<!ENTITY a0 \"ha\">");
        for (int i = 1; i < 40; i++) {
            laughs.append("<!ENTITY a").append(i).append(" \"&a").append(i - 1).append(";&a").append(i - 1).append(";\">");
        }
        Map<String, String> bodies = new LinkedHashMap<>();
        bodies.put("an entity of a file", "<!DOCTYPE x [<!ENTITY e SYSTEM \"" + secret.toUri() + "\">]>" + body.formatted("&e;"));
        bodies.put("an entity of a URL", "<!DOCTYPE x [<!ENTITY e SYSTEM \"http://127.0.0.1:1/\">]>" + body.formatted("&e;"));
        bodies.put("an external DTD", "<!DOCTYPE x SYSTEM \"" + secret.toUri() + "\">" + body.formatted("a"));
        bodies.put("a parameter entity", "<!DOCTYPE x [<!ENTITY % p SYSTEM \"" + secret.toUri() + "\">%p;]>" + body.formatted("a"));
        bodies.put("a billion laughs", laughs + "]>" + body.formatted("&a39;"));
        bodies.put("nesting", "<a>".repeat(50_000));
        bodies.put("no XML", "<html><body onload=alert(1)>");
        bodies.put("an unfinished one", "<DescribeRulesResponse><Des");
        bodies.put("nothing", "");
        return bodies;
    }

    private static Map<String, String> json() {
        Map<String, String> bodies = new LinkedHashMap<>();
        bodies.put("nested lists", "{\"services\":" + "[".repeat(100_000));
        bodies.put("nested objects", "{\"a\":".repeat(100_000));
        bodies.put("nested and closed", "{\"x\":" + "[".repeat(60_000) + "]".repeat(60_000) + "}");
        bodies.put("a long number", "{\"services\":[{\"desiredCount\":" + "9".repeat(200_000) + "}]}");
        bodies.put("a long name", "{\"" + "n".repeat(200_000) + "\":1}");
        bodies.put("other types", "{\"services\":\"none\",\"failures\":7}");
        bodies.put("a list", "[1,2,3]");
        bodies.put("null", "null");
        bodies.put("names twice", "{\"services\":[],\"services\":[{\"serviceName\":\"web\",\"status\":\"ACTIVE\"}]}");
        bodies.put("HTML", "<html><script>alert(1)</script></html>");
        bodies.put("half a character", "{\"services\":[{\"serviceName\":\"\\ud800\"}]}");
        bodies.put("an unfinished one", "{\"services\":[{");
        bodies.put("nothing", "");
        return bodies;
    }

    private static AwsClients clients(int status, String body) {
        return AwsClients.builder().endpoint(URI.create("http://aws.invalid")).http(new Answering(status, body)).readAttempts(1).build();
    }

    @Test(timeout = 120_000)
    public void noEntityIsResolvedAndNoXmlTakesItDown() throws Exception {
        int tried = 0;
        for (Map.Entry<String, String> each : xml().entrySet()) {
            for (int status : new int[] {200, 400}) {
                try (AwsClients clients = clients(status, each.getValue())) {
                    ElasticLoadBalancingV2Client elb = clients.client(ElasticLoadBalancingV2Client.class, WHO, KEY);
                    RdsClient rds = clients.client(RdsClient.class, WHO, KEY);
                    told(each.getKey(), () -> String.valueOf(elb.describeRules(r -> r.listenerArn("l"))));
                    told(each.getKey(), () -> String.valueOf(rds.describeDBClusters()));
                    tried += 2;
                }
            }
        }
        System.out.println("Hostile XML answers: " + tried + "; no entity resolved, none took it down.");
    }

    @Test(timeout = 120_000)
    public void noJsonTakesItDown() {
        int tried = 0;
        for (Map.Entry<String, String> each : json().entrySet()) {
            for (int status : new int[] {200, 400}) {
                try (AwsClients clients = clients(status, each.getValue())) {
                    EcsClient ecs = clients.client(EcsClient.class, WHO, KEY);
                    told(each.getKey(), () -> String.valueOf(ecs.describeServices(r -> r.services("web"))));
                    Access access = clients.access(WHO, KEY, call -> {});
                    told(each.getKey(), () -> String.valueOf(access.raw(false).json("ecs", "Ecs.DescribeServices", JsonNodeFactory.instance.objectNode())));
                    tried += 2;
                }
            }
        }
        System.out.println("Hostile JSON answers: " + tried + ", none took it down.");
    }

    private interface Call {
        String run();
    }

    private static void told(String what, Call call) {
        String told;
        try {
            told = call.run();
        } catch (RuntimeException | StackOverflowError e) {
            // A bomb may break the one call that met it. What is said of it is plain.
            Problem problem = e instanceof RuntimeException ? Problems.of((RuntimeException) e) : Problem.of(Problem.Kind.LOST, "too deep");
            told = problem.full();
            assertFalse(what + ": " + told, told.contains("\n") || told.contains("\r"));
        }
        assertFalse(what + " was resolved", told.contains("content-of-a-file"));
        assertTrue(what + " grew to " + told.length(), told.length() < 1_000_000);
    }

    @Test(timeout = 240_000)
    public void anOperationThatMeetsThemEndsWithoutSuccess() {
        int tried = 0;
        for (Map.Entry<String, String> each : json().entrySet()) {
            for (int status : new int[] {200, 500}) {
                VirtualTime time = new VirtualTime(Instant.parse("2026-11-23T08:00:00Z"));
                Trial trial = new Trial(time, new Answering(status, each.getValue()), new BlueGreen(), new Rollback()).forgetful();
                try {
                    trial.begin("deploy", new BlueGreen(), BlueGreenOrder.of("shop/main#42/1", "shop", "web", Map.of("web", "r/web@sha256:" + "2".repeat(64))));
                    Outcome deployed = trial.untilEnded("deploy");
                    assertNotEquals(each.getKey(), Verdict.SUCCEEDED, deployed.verdict());
                    trial.begin("back", new Rollback(), RollbackOrder.of("shop/main#42/2", "shop", "web"));
                    Outcome back = trial.untilEnded("back");
                    assertNotEquals(each.getKey(), Verdict.SUCCEEDED, back.verdict());
                    tried += 2;
                } finally {
                    trial.close();
                }
            }
        }
        System.out.println("Operations against hostile answers: " + tried + ", none succeeded, none hung.");
    }
}
