package io.jenkins.plugins.ecsrelease.engine.aws;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertNotEquals;
import static org.junit.Assert.assertThrows;
import static org.junit.Assert.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.jenkins.plugins.ecsrelease.engine.operation.Problem;
import io.jenkins.plugins.ecsrelease.sandbox.Sandbox;
import io.jenkins.plugins.ecsrelease.sandbox.SandboxOptions;
import io.jenkins.plugins.ecsrelease.sandbox.world.AccessKeys;
import io.jenkins.plugins.ecsrelease.sandbox.world.Fault;
import io.jenkins.plugins.ecsrelease.sandbox.world.World;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import org.junit.After;
import org.junit.Before;
import org.junit.Test;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.ecs.EcsClient;
import software.amazon.awssdk.services.iam.IamClient;
import software.amazon.awssdk.services.sts.StsClient;

public class AwsClientsTest {

    private static final String TARGET = "AmazonEC2ContainerServiceV20141113.";
    private static final Identity ADMINISTRATOR = new Identity("eu-central-1", "admin", "", "", "");

    private final AwsCredentialsProvider base = key(AccessKeys.administrator(World.ACCOUNT));
    private final List<AwsCall> calls = new ArrayList<>();
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

    private static AwsCredentialsProvider key(String id) {
        return StaticCredentialsProvider.create(AwsBasicCredentials.create(id, AccessKeys.SECRET));
    }

    private Access access(Identity identity) {
        return clients.access(identity, base, call -> {});
    }

    private Identity deployer() {
        String arn = clients.client(IamClient.class, ADMINISTRATOR, base)
                .createRole(role -> role.roleName("deploy").assumeRolePolicyDocument("""
                        {"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Action": "sts:AssumeRole",
                          "Principal": {"AWS": "arn:aws:iam::%s:root"}}]}""".formatted(World.ACCOUNT)))
                .role()
                .arn();
        return new Identity("eu-central-1", "admin", arn, "", "shop-7");
    }

    @Test
    public void aRoleIsAssumedOnceWithTheNameOfJobAndBuild() {
        Identity deployer = deployer();
        for (int i = 0; i < 3; i++) {
            String who = access(deployer).client(StsClient.class, false).getCallerIdentity().arn();
            assertEquals("arn:aws:sts::" + World.ACCOUNT + ":assumed-role/deploy/shop-7", who);
        }
        assertEquals(1, calls.stream().filter(call -> call.operation().equals("AssumeRole")).count());
    }

    @Test
    public void aSessionThatIsNoLongerAcceptedIsAskedForAgain() {
        Identity deployer = deployer();
        Access access = access(deployer);
        access.client(StsClient.class, false).getCallerIdentity();
        access.renew();
        access.client(StsClient.class, false).getCallerIdentity();
        assertEquals(2, calls.stream().filter(call -> call.operation().equals("AssumeRole")).count());
    }

    @Test
    public void oneClientServesEveryIdentityAndEachActsAsItself() {
        Access here = access(ADMINISTRATOR);
        Access there = clients.access(ADMINISTRATOR, key(AccessKeys.administrator("210987654321")), call -> {});
        assertTrue(here.client(StsClient.class, false).getCallerIdentity().arn().contains(World.ACCOUNT));
        assertTrue(there.client(StsClient.class, false).getCallerIdentity().arn().contains("210987654321"));
        assertNotEquals(here.permissions(), there.permissions());
        assertEquals(here.permissions(), access(new Identity("eu-central-1", "other-name", "", "", "session")).permissions());
    }

    @Test
    public void pagesAreReadAsTheIdentityThatAsked() {
        EcsClient ecs = access(ADMINISTRATOR).client(EcsClient.class, false);
        for (int i = 0; i < 3; i++) {
            String name = "c" + i;
            ecs.createCluster(cluster -> cluster.clusterName(name));
        }
        assertEquals(3, ecs.listClustersPaginator(request -> request.maxResults(1)).clusterArns().stream().count());
    }

    @Test
    public void aChangeIsSentOnceAndAReadIsRepeated() {
        sandbox.faults().put(Fault.every(Fault.Kind.SERVER_ERROR, "ecs", "CreateCluster"));
        sandbox.faults().put(new Fault(Fault.Kind.SERVER_ERROR, "ecs", "ListClusters", "", 1, 2, java.time.Duration.ZERO));
        Access access = access(ADMINISTRATOR);
        SdkException failed = assertThrows(SdkException.class,
                () -> access.client(EcsClient.class, true).createCluster(cluster -> cluster.clusterName("c")));
        assertEquals(Problem.Kind.LOST, Problems.of(failed).kind());
        access.client(EcsClient.class, false).listClusters();

        List<AwsCall> changes = calls.stream().filter(AwsCall::change).toList();
        assertEquals(1, changes.size());
        assertEquals(500, changes.get(0).status());
        assertEquals("ecs", changes.get(0).service());
        assertEquals("CreateCluster", changes.get(0).operation());
        assertFalse(changes.get(0).requestId().isEmpty());
        assertEquals(List.of(500, 500, 200), calls.stream().filter(call -> !call.change()).map(AwsCall::status).toList());
    }

    @Test
    public void aCallNewerThanTheSdkIsSignedSentOnceAndLogged() {
        access(ADMINISTRATOR).client(EcsClient.class, true).createCluster(cluster -> cluster.clusterName("raw"));
        JsonNode answer = access(ADMINISTRATOR).raw(false).json("ecs", TARGET + "ListClusters", JsonNodeFactory.instance.objectNode());
        assertTrue(answer.path("clusterArns").path(0).asText().endsWith("cluster/raw"));
        AwsCall last = calls.get(calls.size() - 1);
        assertEquals("ListClusters", last.operation());
        assertEquals(200, last.status());
        assertFalse(last.requestId().isEmpty());
    }

    @Test
    public void anErrorOfSuchACallMeansWhatItMeansFromAModelledClient() {
        ObjectRequest.of(access(ADMINISTRATOR)).missingService((modelled, raw) -> {
            assertEquals(modelled.kind(), raw.kind());
            assertEquals(modelled.code(), raw.code());
            assertEquals(modelled.operation(), raw.operation());
            assertEquals(modelled.text(), raw.text());
        });
    }

    /** The same refused call, both ways. */
    private record ObjectRequest(Access access) {
        static ObjectRequest of(Access access) {
            return new ObjectRequest(access);
        }

        void missingService(java.util.function.BiConsumer<Problem, Problem> compared) {
            AwsServiceException modelled = assertThrows(AwsServiceException.class, () -> access.client(EcsClient.class, true)
                    .describeTaskDefinition(request -> request.taskDefinition("nothing:9")));
            AwsServiceException raw = assertThrows(AwsServiceException.class, () -> access.raw(true)
                    .json("ecs", TARGET + "DescribeTaskDefinition", JsonNodeFactory.instance.objectNode().put("taskDefinition", "nothing:9")));
            compared.accept(Problems.of(modelled), Problems.of(raw));
        }
    }

    @Test
    public void aDenialNamesTheActionTheResourceAndWhoAsked() {
        sandbox.faults().put(Fault.every(Fault.Kind.DENIED, "ecs", "CreateCluster"));
        SdkException denied = assertThrows(SdkException.class, () -> access(ADMINISTRATOR)
                .client(EcsClient.class, true).createCluster(cluster -> cluster.clusterName("c")));
        Problem problem = Problems.of(denied);
        assertEquals(Problem.Kind.DENIED, problem.kind());
        assertTrue(problem.text(), problem.text().contains("Allow ecs:CreateCluster"));
        assertTrue(problem.text(), problem.text().contains("to arn:aws:iam::" + World.ACCOUNT + ":user/sandbox"));
        assertTrue(problem.full(), problem.full().contains("(ecs CreateCluster: AccessDeniedException, request "));
    }

    @Test
    public void whereNobodyListensItMayHaveBeenMade() {
        try (AwsClients nowhere = AwsClients.builder().endpoint(URI.create("http://127.0.0.1:1")).listener(calls::add).build()) {
            SdkException failed = assertThrows(SdkException.class, () -> nowhere.access(ADMINISTRATOR, base, call -> {})
                    .client(EcsClient.class, true).createCluster(cluster -> cluster.clusterName("c")));
            assertEquals(Problem.Kind.LOST, Problems.of(failed).kind());
            assertEquals(0, calls.get(calls.size() - 1).status());
        }
    }
}
