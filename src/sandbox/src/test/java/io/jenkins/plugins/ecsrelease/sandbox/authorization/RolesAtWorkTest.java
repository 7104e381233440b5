package io.jenkins.plugins.ecsrelease.sandbox.authorization;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertTrue;

import io.jenkins.plugins.ecsrelease.sandbox.Clients;
import io.jenkins.plugins.ecsrelease.sandbox.Sandbox;
import io.jenkins.plugins.ecsrelease.sandbox.SandboxOptions;
import io.jenkins.plugins.ecsrelease.sandbox.world.VirtualTime;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.time.Instant;
import org.junit.After;
import org.junit.Before;
import org.junit.Test;
import software.amazon.awssdk.services.ecr.EcrClient;
import software.amazon.awssdk.services.ecs.EcsClient;
import software.amazon.awssdk.services.ecs.model.Compatibility;
import software.amazon.awssdk.services.ecs.model.LaunchType;
import software.amazon.awssdk.services.ecs.model.LogDriver;
import software.amazon.awssdk.services.ecs.model.NetworkMode;
import software.amazon.awssdk.services.ecs.model.Task;
import software.amazon.awssdk.services.iam.IamClient;
import software.amazon.awssdk.services.sts.StsClient;

/** The roles that AWS itself acts with: a task's execution role and task role, and whoever holds a registry's token. */
public class RolesAtWorkTest {

    private static final String PUBLIC = "public.ecr.aws/sandbox/web:1";

    private final VirtualTime time = new VirtualTime(Instant.parse("2026-11-23T08:00:00Z"));
    private final Sandbox sandbox =
            Sandbox.start(new SandboxOptions(time, 0, null, true, Duration.ZERO));
    private final Clients clients = Clients.of(sandbox);
    private final IamClient iam = clients.client(IamClient.class);
    private final EcsClient ecs = clients.client(EcsClient.class);

    @Before
    public void cluster() {
        ecs.createCluster(r -> r.clusterName("production"));
        for (String role : new String[] {"execution", "task"}) {
            iam.createRole(r -> r.roleName(role).assumeRolePolicyDocument("""
                    {"Version":"2012-10-17","Statement":[{"Effect":"Allow","Principal":{"Service":"ecs-tasks.amazonaws.com"},
                     "Action":"sts:AssumeRole"}]}"""));
        }
    }

    @After
    public void stop() {
        sandbox.close();
    }

    private void allow(String role, String actions) {
        iam.putRolePolicy(r -> r.roleName(role).policyName("only").policyDocument(
                "{\"Version\":\"2012-10-17\",\"Statement\":[{\"Effect\":\"Allow\",\"Resource\":\"*\",\"Action\":" + actions + "}]}"));
    }

    private Task run(String image, boolean logs) {
        ecs.registerTaskDefinition(r -> r.family("web").networkMode(NetworkMode.AWSVPC).cpu("256").memory("512")
                .requiresCompatibilities(Compatibility.FARGATE)
                .executionRoleArn("arn:aws:iam::123456789012:role/execution").taskRoleArn("arn:aws:iam::123456789012:role/task")
                .containerDefinitions(c -> {
                    c.name("web").image(image);
                    if (logs) {
                        c.logConfiguration(l -> l.logDriver(LogDriver.AWSLOGS).options(java.util.Map.of("awslogs-group", "/ecs/web",
                                "awslogs-region", "eu-central-1", "awslogs-stream-prefix", "web", "awslogs-create-group", "true")));
                    }
                }));
        String arn = ecs.runTask(r -> r.cluster("production").taskDefinition("web").launchType(LaunchType.FARGATE)
                .enableExecuteCommand(true)
                .networkConfiguration(n -> n.awsvpcConfiguration(v -> v.subnets("subnet-a").assignPublicIp("ENABLED"))))
                .tasks().get(0).taskArn();
        time.advance(Duration.ofMinutes(2));
        return ecs.describeTasks(r -> r.cluster("production").tasks(arn)).tasks().get(0);
    }

    @Test
    public void aTaskWhoseExecutionRoleMayNotWriteLogsDoesNotStart() {
        Task task = run(PUBLIC, true);
        assertEquals("STOPPED", task.lastStatus());
        assertTrue(task.stoppedReason(), task.stoppedReason().contains("AccessDeniedException") && task.stoppedReason().contains(
                "is not authorized to perform: logs:CreateLogStream on resource: arn:aws:logs:eu-central-1:123456789012:log-group:"
                        + "/ecs/web:log-stream:*"));
        allow("execution", "[\"logs:CreateLogStream\",\"logs:PutLogEvents\"]");
        assertEquals("RUNNING", run(PUBLIC, true).lastStatus());
        assertTrue(sandbox.iamUse().used().get("arn:aws:iam::123456789012:role/execution").containsKey("logs:PutLogEvents"));
    }

    @Test
    public void aTaskWhoseExecutionRoleMayNotPullDoesNotStart() {
        Task task = run("123456789012.dkr.ecr.eu-central-1.amazonaws.com/web:1", false);
        assertTrue(task.stoppedReason(), task.stoppedReason().contains("ecr:GetAuthorizationToken on resource: *"));
        allow("execution", "[\"ecr:GetAuthorizationToken\"]");
        task = run("123456789012.dkr.ecr.eu-central-1.amazonaws.com/web:1", false);
        assertTrue(task.stoppedReason(), task.stoppedReason().contains(
                "ecr:BatchGetImage on resource: arn:aws:ecr:eu-central-1:123456789012:repository/web"));
    }

    @Test
    public void theExecAgentWaitsForATaskRoleThatMayOpenChannels() {
        assertEquals("PENDING", run(PUBLIC, false).containers().get(0).managedAgents().get(0).lastStatus());
        allow("task", "[\"ssmmessages:CreateControlChannel\",\"ssmmessages:CreateDataChannel\","
                + "\"ssmmessages:OpenControlChannel\",\"ssmmessages:OpenDataChannel\"]");
        assertEquals("RUNNING", run(PUBLIC, false).containers().get(0).managedAgents().get(0).lastStatus());
    }

    @Test
    public void aRegistryTokenDoesWhatItsHoldersPoliciesAllow() throws Exception {
        clients.client(EcrClient.class).createRepository(r -> r.repositoryName("web"));
        iam.createRole(r -> r.roleName("build").assumeRolePolicyDocument("""
                {"Version":"2012-10-17","Statement":[{"Effect":"Allow","Principal":{"AWS":"123456789012"},"Action":"sts:AssumeRole"}]}"""));
        allow("build", "[\"ecr:GetAuthorizationToken\",\"ecr:BatchGetImage\"]");
        String token = clients.as(clients.client(StsClient.class).assumeRole(r -> r.roleArn("arn:aws:iam::123456789012:role/build")
                .roleSessionName("jenkins-7")).credentials()).client(EcrClient.class)
                .getAuthorizationToken().authorizationData().get(0).authorizationToken();
        HttpResponse<String> refused = upload(token);
        assertEquals(403, refused.statusCode());
        assertTrue(refused.body(), refused.body().contains("User: arn:aws:sts::123456789012:assumed-role/build/jenkins-7 is not "
                + "authorized to perform: ecr:InitiateLayerUpload on resource: arn:aws:ecr:eu-central-1:123456789012:repository/web"));
        allow("build", "[\"ecr:InitiateLayerUpload\"]");
        assertEquals(202, upload(token).statusCode());
    }

    private HttpResponse<String> upload(String token) throws Exception {
        return HttpClient.newHttpClient().send(HttpRequest.newBuilder(URI.create(sandbox.endpoint() + "/v2/web/blobs/uploads/"))
                .header("Authorization", "Basic " + token).POST(HttpRequest.BodyPublishers.noBody()).build(),
                HttpResponse.BodyHandlers.ofString());
    }
}
