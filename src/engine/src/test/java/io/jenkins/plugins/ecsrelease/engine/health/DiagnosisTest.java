package io.jenkins.plugins.ecsrelease.engine.health;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertTrue;

import io.jenkins.plugins.ecsrelease.engine.service.look.HealthCheckLook;
import io.jenkins.plugins.ecsrelease.engine.service.look.LastWordsLook;
import io.jenkins.plugins.ecsrelease.engine.service.look.Targets;
import io.jenkins.plugins.ecsrelease.engine.service.look.Tasks;
import java.util.List;
import org.junit.Test;

/** Texts as AWS documents them, and the sentence that they become. */
public class DiagnosisTest {

    @Test
    public void anImageThatIsNotThere() {
        stopped("CannotPullContainerError: pull image manifest has been retried 1 time(s): failed to resolve ref "
                + "123456789012.dkr.ecr.eu-central-1.amazonaws.com/shop@sha256:aa: not found", "not in the registry");
    }

    @Test
    public void noRouteToTheRegistry() {
        stopped("CannotPullContainerError: failed to do request: Head \"https://123456789012.dkr.ecr.eu-central-1.amazonaws.com/"
                + "v2/shop/manifests/1\": dial tcp 52.94.1.1:443: i/o timeout", "no route to the registry");
        stopped("ResourceInitializationError: unable to pull secrets or registry auth: The task cannot pull registry auth from "
                + "Amazon ECR: There is a connection issue between the task and Amazon ECR. RequestCanceled: request context "
                + "canceled caused by: context deadline exceeded", "no route to");
    }

    @Test
    public void noPermissionToPull() {
        stopped("CannotPullContainerError: pull access denied for 123456789012.dkr.ecr.eu-central-1.amazonaws.com/shop, "
                + "repository does not exist or may require authorization: 403 Forbidden", "no permission");
        stopped("ResourceInitializationError: unable to pull secrets or registry auth: execution resource retrieval failed: unable "
                + "to retrieve ecr registry auth: service call has been retried 1 time(s): AccessDeniedException: User: "
                + "arn:aws:sts::123456789012:assumed-role/x/y is not authorized to perform: ecr:GetAuthorizationToken", "execution role");
    }

    @Test
    public void theWrongProcessor() {
        stopped("CannotPullContainerError: image Manifest does not contain descriptor matching platform 'linux/arm64'", "for the task's processor");
        container("exec /app: exec format error", "another processor");
    }

    @Test
    public void tooManyPulls() {
        stopped("CannotPullContainerError: toomanyrequests: You have reached your unauthenticated pull rate limit", "too many requests");
    }

    @Test
    public void noSpaceForTheImage() {
        stopped("CannotPullContainerError: write /var/lib/containerd/x: no space left on device", "does not fit on the task's disk");
    }

    @Test
    public void aSecretThatMayNotBeReadIsNamed() {
        String sentence = stopped("ResourceInitializationError: unable to pull secrets or registry auth: execution resource retrieval failed: "
                + "unable to retrieve secret from asm: service call has been retried 1 time(s): failed to fetch secret "
                + "arn:aws:secretsmanager:eu-central-1:123456789012:secret:shop/db-AbCdEf from secrets manager: AccessDeniedException: "
                + "User: arn:aws:sts::123456789012:assumed-role/ecsTaskExecutionRole/1 is not authorized to perform: "
                + "secretsmanager:GetSecretValue on resource", "may not read it");
        assertTrue(sentence, sentence.contains("secret:shop/db-AbCdEf") && sentence.contains("ecsTaskExecutionRole"));
    }

    @Test
    public void aSecretThatDoesNotExist() {
        stopped("ResourceInitializationError: unable to pull secrets or registry auth: unable to retrieve secret from asm: "
                + "ResourceNotFoundException: Secrets Manager can't find the specified secret.", "does not exist");
    }

    @Test
    public void secretsOutOfReach() {
        stopped("ResourceInitializationError: unable to pull secrets or registry auth: unable to retrieve secret from asm: "
                + "RequestError: send request failed caused by: Post \"https://secretsmanager.eu-central-1.amazonaws.com/\": "
                + "dial tcp: i/o timeout", "could not be reached");
    }

    @Test
    public void outOfMemory() {
        container("OutOfMemoryError: Container killed due to memory usage", "ran out of memory");
    }

    @Test
    public void aCommandThatIsNotThere() {
        container("CannotStartContainerError: OCI runtime create failed: exec: \"/serve\": executable file not found in $PATH", "does not exist in the image");
        container("CannotStartContainerError: exec: \"/serve.sh\": permission denied", "not executable");
    }

    @Test
    public void aLogGroupThatIsNotThere() {
        stopped("ResourceInitializationError: failed to validate logger args: create stream has been retried 1 times: failed to "
                + "create Cloudwatch log stream: ResourceNotFoundException: The specified log group does not exist.", "log group");
    }

    @Test
    public void aFileSystemThatDoesNotMount() {
        stopped("ResourceInitializationError: failed to invoke EFS utils commands to set up EFS volumes: mount.nfs4: Connection timed out", "file system");
    }

    @Test
    public void failedHealthChecks() {
        stopped("Task failed ELB health checks in (target-group arn:aws:elasticloadbalancing:eu-central-1:1:targetgroup/green/2)", "targetgroup/green/2");
        stopped("Task failed container health checks", "own health check failed");
    }

    @Test
    public void noCapacityNoPortNoAddressNoVcpu() {
        event("(service web) failed to launch a task with (error Capacity is unavailable at this time. Please try again later or in a "
                + "different availability zone).", "no capacity");
        event("(service web) was unable to place a task because no container instance met all of its requirements. The closest matching "
                + "(container-instance 1) is already using a port required by your task.", "host port");
        event("(service web) was unable to place a task. Reason: The subnet has insufficient free addresses to satisfy the request.", "no free addresses");
        event("(service web) was unable to place a task. Reason: You've reached the limit on the number of vCPUs you can run concurrently.", "vCPUs");
        event("(service web) failed to launch a task with (error ECS was unable to assume the role 'arn:aws:iam::1:role/x').", "trust policy");
    }

    @Test
    public void targetsSayWhatTheirHealthCheckGot() {
        target("Target.ResponseCodeMismatch", "Health checks failed with these codes: [500]", "[500]");
        target("Target.Timeout", "Request timed out", "security group");
        target("Target.FailedHealthChecks", "Health checks failed", "listens on that port");
    }

    @Test
    public void anExitCodeIsExplained() {
        Tasks.Task task = new Tasks.Task("arn:t/1", "web:2", "STOPPED", "EssentialContainerExited", "Essential container in task exited",
                null, List.of(new Tasks.Container("web", "", "STOPPED", 127, "")));
        String sentence = Diagnosis.of(new Symptoms(List.of(task), List.of(), List.of())).get(0);
        assertTrue(sentence, sentence.contains("web ended by itself with code 127") && sentence.contains("not found"));
    }

    @Test
    public void aHealthCheckIsToldWithItsPathItsPortAndTheSecurityGroups() {
        String sentence = Diagnosis.of(new Symptoms(List.of(), List.of(new Targets.Target("10.0.0.1", 8080, "unhealthy", "Target.Timeout",
                "Request timed out")), List.of(), new HealthCheckLook.Settings("HTTP", "/health", "9090", "200-299", 5), List.of("sg-1", "sg-2"),
                LastWordsLook.Words.NONE)).get(0);
        assertTrue(sentence, sentence.contains("10.0.0.1:8080 (HTTP /health on port 9090, 200-299 within 5 seconds) got no answer"));
        assertTrue(sentence, sentence.contains("security groups (sg-1, sg-2) let the load balancer in"));
    }

    @Test
    public void theLastLinesOfTheLogFollowTheCause() {
        Tasks.Task task = new Tasks.Task("arn:t/1", "web:2", "STOPPED", "EssentialContainerExited", "Essential container in task exited",
                null, List.of(new Tasks.Container("web", "", "STOPPED", 1, "")));
        List<String> told = Diagnosis.of(new Symptoms(List.of(task), List.of(), List.of(), null, List.of(),
                new LastWordsLook.Words("1", "web", List.of("connecting to shop-db", "FATAL: no such database"))));
        assertTrue(told.toString(), told.get(0).contains("code 1"));
        assertEquals("The last of the log of web in task 1:\n  connecting to shop-db\n  FATAL: no such database", told.get(1));
    }

    @Test
    public void whatNobodyKnowsIsQuoted() {
        stopped("Something entirely new happened", "Something entirely new happened");
    }

    @Test
    public void aTaskThatTheSchedulerEndedSaysNothing() {
        Tasks.Task task = new Tasks.Task("arn:t/1", "web:2", "STOPPED", "ServiceSchedulerInitiated", "Scaling activity initiated by deployment",
                null, List.of());
        assertEquals(List.of(), Diagnosis.of(new Symptoms(List.of(task), List.of(), List.of())));
    }

    private static String stopped(String reason, String part) {
        return said(new Symptoms(List.of(new Tasks.Task("arn:t/1", "web:2", "STOPPED", "TaskFailedToStart", reason, null, List.of())),
                List.of(), List.of()), part);
    }

    private static void container(String reason, String part) {
        said(new Symptoms(List.of(new Tasks.Task("arn:t/1", "web:2", "STOPPED", "EssentialContainerExited", "Essential container in task exited",
                null, List.of(new Tasks.Container("web", "", "STOPPED", 1, reason)))), List.of(), List.of()), part);
    }

    private static void event(String message, String part) {
        said(new Symptoms(List.of(), List.of(), List.of(message)), part);
    }

    private static void target(String reason, String description, String part) {
        said(new Symptoms(List.of(), List.of(new Targets.Target("10.0.0.1", 8080, "unhealthy", reason, description)), List.of()), part);
    }

    private static String said(Symptoms symptoms, String part) {
        List<String> sentences = Diagnosis.of(symptoms);
        assertTrue(sentences.toString(), !sentences.isEmpty() && sentences.get(0).contains(part));
        return sentences.get(0);
    }
}
