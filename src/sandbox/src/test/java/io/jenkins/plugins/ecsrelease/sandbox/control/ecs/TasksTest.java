package io.jenkins.plugins.ecsrelease.sandbox.control.ecs;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertNull;
import static org.junit.Assert.assertThrows;
import static org.junit.Assert.assertTrue;

import io.jenkins.plugins.ecsrelease.sandbox.Clients;
import io.jenkins.plugins.ecsrelease.sandbox.world.Fault;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.junit.Rule;
import org.junit.Test;
import software.amazon.awssdk.services.ec2.Ec2Client;
import software.amazon.awssdk.services.ec2.model.Subnet;
import software.amazon.awssdk.services.ecs.model.*;
import software.amazon.awssdk.services.iam.IamClient;
import software.amazon.awssdk.services.secretsmanager.SecretsManagerClient;

/** Tasks that a caller runs. */
public class TasksTest {

    @Rule
    public final Site site = new Site();

    private String define(Consumer<ContainerDefinition.Builder> container) {
        return site.ecs.registerTaskDefinition(d -> d.family("job").networkMode("awsvpc").requiresCompatibilitiesWithStrings("FARGATE")
                        .cpu("256").memory("512").taskRoleArn("arn:aws:iam::123456789012:role/job")
                        .executionRoleArn("arn:aws:iam::123456789012:role/pull")
                        .containerDefinitions(c -> container.accept(c.name("job").image(Site.IMAGE + "web:1"))))
                .taskDefinition().taskDefinitionArn();
    }

    private RunTaskRequest request(String definition, Consumer<RunTaskRequest.Builder> more) {
        RunTaskRequest.Builder request = RunTaskRequest.builder().cluster("production").taskDefinition(definition)
                .networkConfiguration(n -> n.awsvpcConfiguration(v -> v.subnets("subnet-a")));
        more.accept(request);
        return request.build();
    }

    private Task run(String definition, Consumer<RunTaskRequest.Builder> more) {
        return site.ecs.runTask(request(definition, more)).tasks().get(0);
    }

    private Task now(Task task) {
        return site.ecs.describeTasks(d -> d.cluster("production").tasks(task.taskArn()).include(TaskField.TAGS)).tasks().get(0);
    }

    private Task after(int seconds, Task task) {
        site.time.advance(Duration.ofSeconds(seconds));
        return now(task);
    }

    @Test
    public void aTaskGoesThroughItsLifeAndEndsWithTheReasonItWasStoppedFor() {
        Task task = run(define(c -> {}), r -> {});
        List<String> statuses = new ArrayList<>();
        for (int second = 0; second < 60; second++) {
            String status = after(1, task).lastStatus();
            if (statuses.isEmpty() || !statuses.get(statuses.size() - 1).equals(status)) {
                statuses.add(status);
            }
            if (second == 30) {
                site.ecs.stopTask(s -> s.cluster("production").task(task.taskArn()).reason("enough"));
            }
        }
        assertEquals(List.of("PROVISIONING", "PENDING", "ACTIVATING", "RUNNING", "STOPPING", "DEPROVISIONING", "STOPPED"), statuses);
        assertEquals("UserInitiated", now(task).stopCodeAsString());
        assertEquals("enough", now(task).stoppedReason());
    }

    @Test
    public void theSameTokenRunsOneTask() {
        String definition = define(c -> {});
        Task first = run(definition, r -> r.clientToken("release-7"));
        Task again = run(definition, r -> r.clientToken("release-7"));
        assertEquals(first.taskArn(), again.taskArn());
        assertEquals(1, site.sandbox.world().ledger().of("RunTask").size());
        ConflictException other = assertThrows(ConflictException.class,
                () -> run(definition, r -> r.clientToken("release-7").startedBy("another")));
        assertEquals(List.of(first.taskArn()), other.resourceIds());
    }

    @Test
    public void aCommandThatSleepsEndsByItselfWithZero() {
        Task task = run(define(c -> c.entryPoint("sh", "-c").command("sleep 120")), r -> {});
        assertEquals("RUNNING", after(60, task).lastStatus());
        Task over = after(120, task);
        assertEquals("STOPPED", over.lastStatus());
        assertEquals(0, over.containers().get(0).exitCode().intValue());
        assertEquals("EssentialContainerExited", over.stopCodeAsString());
        assertEquals("Essential container in task exited", over.stoppedReason());
    }

    @Test
    public void theExitCodeIsTheOneOfTheContainer() {
        Task task = run(define(c -> c.environment(e -> e.name("SANDBOX_CRASH_AFTER").value("5"), e -> e.name("SANDBOX_EXIT_CODE").value("137"))), r -> {});
        assertEquals(137, after(60, task).containers().get(0).exitCode().intValue());
    }

    @Test
    public void anImageThatIsNotThereIsSaidToBeSo() {
        Task over = after(60, run(define(c -> c.image("123456789012.dkr.ecr.eu-central-1.amazonaws.com/web:none")), r -> {}));
        assertEquals("TaskFailedToStart", over.stopCodeAsString());
        assertTrue(over.stoppedReason(), over.stoppedReason().startsWith("CannotPullContainerError: ")
                && over.stoppedReason().contains("does not exist"));
        assertNull(over.containers().get(0).exitCode());
    }

    @Test
    public void aSecretThatIsNotThereStopsTheTaskBeforeItStarts() {
        String missing = "arn:aws:secretsmanager:eu-central-1:123456789012:secret:web/url-abcdef";
        Task over = after(60, run(define(c -> c.secrets(s -> s.name("URL").valueFrom(missing))), r -> {}));
        assertTrue(over.stoppedReason(), over.stoppedReason().startsWith("ResourceInitializationError: unable to pull secrets")
                && over.stoppedReason().contains(missing));
        String arn = Clients.of(site.sandbox).client(SecretsManagerClient.class)
                .createSecret(s -> s.name("web/json").secretString("{\"url\": \"x\"}")).arn();
        assertEquals("RUNNING", after(60, run(define(c -> c.secrets(s -> s.name("URL").valueFrom(arn + ":url::"))), r -> {})).lastStatus());
        Task keyless = after(60, run(define(c -> c.secrets(s -> s.name("URL").valueFrom(arn + ":other::"))), r -> {}));
        assertTrue(keyless.stoppedReason(), keyless.stoppedReason().contains("did not contain json key other"));
    }

    @Test
    public void aLogGroupThatIsNotThereStopsTheTaskBeforeItStarts() {
        Consumer<LogConfiguration.Builder> log = l -> l.logDriver("awslogs").options(Map.of("awslogs-group", "/ecs/none"));
        Task over = after(60, run(define(c -> c.logConfiguration(log)), r -> {}));
        assertTrue(over.stoppedReason(), over.stoppedReason().contains("The specified log group does not exist"));
    }

    @Test
    public void aPublicSubnetWithoutAPublicAddressDoesNotReachEcr() {
        String subnet = Clients.of(site.sandbox).client(Ec2Client.class).describeSubnets().subnets().stream()
                .filter(Subnet::mapPublicIpOnLaunch).findFirst().orElseThrow().subnetId();
        String definition = define(c -> c.image("123456789012.dkr.ecr.eu-central-1.amazonaws.com/web:1"));
        Task over = after(60, run(definition, r -> r.networkConfiguration(n -> n.awsvpcConfiguration(v -> v.subnets(subnet)))));
        assertTrue(over.stoppedReason(), over.stoppedReason().contains("The task cannot pull registry auth from Amazon ECR"));
        Task open = after(60, run(definition, r -> r.networkConfiguration(
                n -> n.awsvpcConfiguration(v -> v.subnets(subnet).assignPublicIp("ENABLED")))));
        assertTrue(open.stoppedReason(), open.stoppedReason().startsWith("CannotPullContainerError"));
    }

    @Test
    public void theExecAgentIsReadySomeSecondsAfterTheContainer() {
        Task task = run(define(c -> {}), r -> r.enableExecuteCommand(true));
        Task starting = after(14, task);
        assertEquals("PENDING", starting.containers().get(0).managedAgents().get(0).lastStatus());
        assertThrows(TargetNotConnectedException.class, () -> site.ecs.executeCommand(
                e -> e.cluster("production").task(task.taskArn()).interactive(true).command("true")));
        assertEquals("RUNNING", after(10, task).containers().get(0).managedAgents().get(0).lastStatus());
    }

    @Test
    public void execNeedsToBeEnabledWhenTheTaskIsRun() {
        Task task = run(define(c -> {}), r -> {});
        site.time.advance(Duration.ofMinutes(1));
        InvalidParameterException refused = assertThrows(InvalidParameterException.class, () -> site.ecs.executeCommand(
                e -> e.cluster("production").task(task.taskArn()).interactive(true).command("true")));
        assertTrue(refused.getMessage(), refused.getMessage().contains("execute command was not enabled"));
    }

    @Test
    public void tagsAndStarterAreKept() {
        Task task = run(define(c -> {}), r -> r.startedBy("jenkins/shop#7").tags(t -> t.key("release").value("7")));
        assertEquals("7", now(task).tags().get(0).value());
        assertEquals(List.of(task.taskArn()),
                site.ecs.listTasks(l -> l.cluster("production").startedBy("jenkins/shop#7")).taskArns());
    }

    @Test
    public void slowTasksAndCrashingImagesAreFaultsOfTheirFamily() {
        site.sandbox.faults().put(Fault.about(Fault.Kind.SLOW_TASKS, "job:").lasting(Duration.ofMinutes(5)));
        Task slow = run(define(c -> {}), r -> {});
        assertEquals("PROVISIONING", after(120, slow).lastStatus());
        site.sandbox.faults().clear();
        site.sandbox.faults().put(Fault.about(Fault.Kind.CRASHING_IMAGE, "sandbox/web:1"));
        assertEquals(1, after(60, run(define(c -> {}), r -> {})).containers().get(0).exitCode().intValue());
    }

    @Test
    public void withoutCapacityNothingRunsAndTheAnswerSaysSo() {
        String definition = define(c -> {});
        site.sandbox.faults().put(Fault.about(Fault.Kind.NO_CAPACITY, "job:"));
        RunTaskResponse answer = site.ecs.runTask(request(definition, r -> {}));
        assertEquals(List.of(), answer.tasks());
        assertTrue(answer.failures().get(0).reason().startsWith("Capacity is unavailable at this time"));
        assertEquals(List.of(), site.sandbox.world().ledger().of("RunTask"));
    }

    @Test
    public void anExitTellsItsReason() {
        Task task = run(define(c -> c.environment(e -> e.name("SANDBOX_CRASH_AFTER").value("5"), e -> e.name("SANDBOX_EXIT_CODE").value("137"),
                e -> e.name("SANDBOX_EXIT_REASON").value("OutOfMemoryError: Container killed due to memory usage"))), r -> {});
        assertEquals("OutOfMemoryError: Container killed due to memory usage", after(60, task).containers().get(0).reason());
    }

    @Test
    public void theRolesOfATaskMustTrustEcsAndMayReadTheRegistry() {
        IamClient iam = Clients.of(site.sandbox).client(IamClient.class);
        String trust = "{\"Version\":\"2012-10-17\",\"Statement\":[{\"Effect\":\"Allow\",\"Principal\":{\"Service\":\"%s\"},"
                + "\"Action\":\"sts:AssumeRole\"}]}";
        iam.createRole(r -> r.roleName("pull").assumeRolePolicyDocument(trust.formatted("ec2.amazonaws.com")));
        String definition = define(c -> c.image("123456789012.dkr.ecr.eu-central-1.amazonaws.com/web:1"));
        String untrusted = after(60, run(definition, r -> {})).stoppedReason();
        assertTrue(untrusted, untrusted.startsWith("ECS was unable to assume the role 'arn:aws:iam::123456789012:role/pull'"));
        iam.updateAssumeRolePolicy(u -> u.roleName("pull").policyDocument(trust.formatted("ecs-tasks.amazonaws.com")));
        String denied = after(60, run(definition, r -> {})).stoppedReason();
        assertTrue(denied, denied.contains("is not authorized to perform: ecr:GetAuthorizationToken on resource: *"));
    }

    @Test
    public void aClusterOfAnotherRegionIsNotFound() {
        EcsException missing = assertThrows(ClusterNotFoundException.class, () -> Clients.of(site.sandbox).in("us-west-2")
                .client(software.amazon.awssdk.services.ecs.EcsClient.class).listTasks(l -> l.cluster("production")));
        assertTrue(missing.getMessage(), missing.getMessage().startsWith("Cluster not found."));
    }
}
