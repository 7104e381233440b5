package io.jenkins.plugins.ecsrelease.engine.health;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertTrue;

import io.jenkins.plugins.ecsrelease.engine.service.look.HealthCheckLook;
import io.jenkins.plugins.ecsrelease.engine.service.look.LastWordsLook;
import io.jenkins.plugins.ecsrelease.engine.service.look.Targets;
import io.jenkins.plugins.ecsrelease.engine.service.look.Tasks;
import java.util.List;
import org.junit.Test;

/**
 * Texts as AWS documents them, each with the page that has it, and the sentence that they become. Where a page gives the head of
 * a message only, its tail is what the agent, containerd or the called service answers there, as it is met in the field.
 */
public class DiagnosisTest {

    /** Pages of AWS; those of the Amazon ECS Developer Guide by their last part. */
    private enum Page {
        CANNOT_PULL("CannotPullContainer task errors in Amazon ECS", "task_cannot_pull_image.html"),
        RESOURCES("Troubleshooting Amazon ECS ResourceInitializationError errors", "resource-initialization-error.html"),
        NOT_FOUND("Troubleshooting Amazon ECS ResourceNotFoundException errors", "resource-not-found-error.html"),
        NOT_STARTED("Troubleshooting Amazon ECS TaskFailedToStart errors", "failed-to-start-error.html"),
        CANNOT_START("Troubleshooting Amazon ECS CannotStartContainerError errors", "cannot-start-container.html"),
        TIMEOUT("Troubleshooting Amazon ECS ContainerRuntimeTimeoutError errors", "container-runtime-timeout-error.html"),
        VOLUME("Troubleshooting Amazon ECS CannotCreateVolumeError errors", "cannot-create-volume.html"),
        MEMORY("Troubleshooting Amazon ECS OutOfMemoryError errors", "out-of-memory.html"),
        SPOT("Troubleshooting Amazon ECS SpotInterruption errors", "spot-interruption-errors.html"),
        STOPPED("Viewing Amazon ECS stopped task errors", "stopped-task-errors.html"),
        WHY_STOPPED("Why an Amazon ECS task stops, AWS re:Post Knowledge Center", "https://repost.aws/knowledge-center/ecs-task-stopped"),
        EVENTS("Amazon ECS service event messages", "service-event-messages-list.html"),
        UNHEALTHY("Amazon ECS service unhealthy event messages", "service-unhealthy-event-messages.html"),
        FAILURES("Amazon ECS API failure reasons", "api_failures_messages.html"),
        TARGETS("Health checks for Application Load Balancer target groups",
                "https://docs.aws.amazon.com/elasticloadbalancing/latest/application/target-group-health-checks.html"),
        FORMAT("How do I troubleshoot an exec format error that causes my Amazon ECS tasks to fail?",
                "https://repost.aws/knowledge-center/ecs-task-exec-format-error");

        private final String title;
        private final String address;

        Page(String title, String address) {
            this.title = title;
            this.address = address.startsWith("https:") ? address
                    : "https://docs.aws.amazon.com/AmazonECS/latest/developerguide/" + address;
        }

        @Override
        public String toString() {
            return title + " <" + address + ">";
        }
    }

    private static final String REPOSITORY = "111122223333.dkr.ecr.us-west-2.amazonaws.com/shop";
    private static final String SECRET = "arn:aws:secretsmanager:eu-central-1:111122223333:secret:shop/db-AbCdEf";
    private static final String PULLING = "ResourceInitializationError: unable to pull secrets or registry auth: ";
    private static final String RETRIED = PULLING + "execution resource retrieval failed: unable to retrieve ";
    private static final String SERVICE = "(service web) was unable to place a task";
    private static final String CLOSEST = SERVICE + " because no container instance met all of its requirements. The closest matching "
            + "container-instance 5168782916c544ac83c45b1b3a8ef3ce ";
    private static final String RUNTIME = "CannotStartContainerError: ResourceInitializationError: failed to create new container runtime "
            + "task: failed to create shim task: OCI runtime create failed: runc create failed: unable to start container process: ";

    @Test
    public void anImageThatIsNotThere() {
        stopped(Page.CANNOT_PULL, "CannotPullContainerError: pull image manifest has been retried 1 time(s): failed to resolve ref "
                + REPOSITORY + "@sha256:" + "ab".repeat(32) + ": not found", "not in the registry");
        stopped(Page.CANNOT_PULL, "CannotPullContainerError: pull image manifest has been retried 5 time(s): failed to resolve ref "
                + REPOSITORY + ":1", "not in the registry");
        stopped(Page.CANNOT_PULL, "CannotPullContainerError: API error (404): repository " + REPOSITORY + " not found", "not in the registry");
    }

    @Test
    public void noRouteToTheRegistry() {
        stopped(Page.CANNOT_PULL, "CannotPullContainerError: pull image manifest has been retried 5 time(s): failed to resolve ref "
                + "docker.io/library/shop:1: failed to do request: Head \"https://registry-1.docker.io/v2/library/shop/manifests/1\": "
                + "dial tcp 34.205.13.154:443: i/o timeout", "no route to the registry");
        stopped(Page.CANNOT_PULL, "CannotPullContainerError: The task cannot pull ‘shop’ from the Amazon ECR repository ‘" + REPOSITORY
                + "’. There is a connection issue between the task and Amazon ECR. Check your task network configuration.",
                "no route to the registry");
        stopped(Page.CANNOT_PULL, "CannotPullContainerError: The task cannot pull " + REPOSITORY + ":1 from the registry " + REPOSITORY
                + ":1. There is a connection issue between the task and the registry. Check your task network configuration. : failed to "
                + "copy: httpReadSeeker: failed open: failed to do request: Get " + REPOSITORY + ":1: dial tcp 52.219.41.3:443: i/o timeout",
                "no route to the registry");
        stopped(Page.CANNOT_PULL, "CannotPullContainerError: The task can’t pull the image. Check your network configuration",
                "no route to the registry");
        stopped(Page.CANNOT_PULL, "CannotPullContainerError: API error (500): Get https://111122223333.dkr.ecr.us-east-1.amazonaws.com/v2/: "
                + "net/http: request canceled while waiting for connection", "no route to the registry");
        stopped(Page.CANNOT_PULL, "CannotPullContainerError: context canceled", "no route to the registry");
        stopped(Page.RESOURCES, PULLING + "The task cannot pull registry auth from Amazon ECR: There is a connection issue between the task "
                + "and Amazon ECR. Check your task network configuration. RequestError: send request failed caused by: Post "
                + "\"https://api.ecr.us-east-1.amazonaws.com/\": dial tcp 44.213.79.86:443: i/o timeout", "no route to Amazon ECR");
        stopped(Page.RESOURCES, PULLING + "The task cannot pull registry auth from Amazon ECR: There is a connection issue between the task "
                + "and Amazon ECR. Check your task network configuration. operation error ECR: GetAuthorizationToken, exceeded maximum "
                + "number of attempts, 3, https response error StatusCode: 0, RequestID: , request send failed, Post "
                + "\"https://api.ecr.us-east-1.amazonaws.com/\": dial tcp 44.213.79.104:443: i/o timeout", "no route to Amazon ECR");
    }

    @Test
    public void noPermissionToPull() {
        stopped(Page.CANNOT_PULL, "CannotPullContainerError: pull image manifest has been retried 1 time(s): failed to resolve ref "
                + REPOSITORY + ":1: unexpected status from HEAD request to https://111122223333.dkr.ecr.us-west-2.amazonaws.com/v2/shop/"
                + "manifests/1: 403 Forbidden", "no permission");
        stopped(Page.CANNOT_PULL, "CannotPullContainerError: pull image manifest has been retried 1 time(s): failed to resolve ref "
                + "docker.io/library/shop:latest: pull access denied, repository does not exist or may require authorization: server "
                + "message: insufficient_scope: authorization failed", "no permission");
        stopped(Page.CANNOT_PULL, "CannotPullContainerError: The task can’t pull the image. Check that the role has the permissions to pull "
                + "images from the registry.", "no permission");
        stopped(Page.RESOURCES, RETRIED + "ecr registry auth: service call has been retried 1 time(s): AccessDeniedException: User: "
                + "arn:aws:sts::111122223333:assumed-role/shop/c83b2ce015f240a6ad668177d60c2f38 is not authorized to perform: "
                + "ecr:GetAuthorizationToken on resource: * because no identity-based policy allows the ecr:GetAuthorizationToken action",
                "the execution role may not log in");
    }

    @Test
    public void aDigestThatHoldsTheNumberOfAnErrorIsNotThatError() {
        String sentence = stopped(Page.CANNOT_PULL, "CannotPullContainerError: pull image manifest has been retried 1 time(s): failed to "
                + "resolve ref " + REPOSITORY + "@sha256:4034294043" + "ab".repeat(27) + ": not found", "not in the registry");
        assertFalse(sentence, sentence.contains("no permission"));
    }

    @Test
    public void theWrongProcessor() {
        stopped(Page.CANNOT_PULL, "CannotPullContainerError: pull image manifest has been retried 7 time(s): image Manifest does not contain "
                + "descriptor matching platform 'linux/amd64'", "for the task's processor");
        container(Page.FORMAT, "CannotStartContainerError: exec /usr/local/bin/docker-entrypoint.sh: exec format error", "another processor");
        Tasks.Task task = new Tasks.Task("arn:t/1", "web:2", "STOPPED", "EssentialContainerExited", "Essential container in task exited",
                null, List.of(new Tasks.Container("web", "", "STOPPED", 1, "")));
        said(Page.FORMAT, new Symptoms(List.of(task), List.of(), List.of(), null, List.of(), new LastWordsLook.Words("1", "web",
                List.of("exec /usr/local/bin/docker-entrypoint.sh: exec format error"))), "Its log says: exec /usr/local");
    }

    @Test
    public void tooManyPulls() {
        stopped(Page.CANNOT_PULL, "CannotPullContainerError: ERROR: toomanyrequests: Too Many Requests.", "too many requests");
        stopped(Page.CANNOT_PULL, "CannotPullContainerError: You have reached your pull rate limit. You may increase the limit by "
                + "authenticating and upgrading: https://www.docker.com/increase-rate-limits.", "too many requests");
    }

    @Test
    public void noSpaceForTheImage() {
        stopped(Page.CANNOT_PULL, "CannotPullContainerError: write /var/lib/docker/tmp/GetImageBlob111111111: no space left on device",
                "does not fit on the task's disk");
    }

    @Test
    public void layersThatCannotBeFetched() {
        stopped(Page.CANNOT_PULL, "CannotPullContainerError: ref pull has been retried 1 time(s): failed to copy: httpReaderSeeker: failed "
                + "open: unexpected status code", "its layers could not be fetched");
        stopped(Page.CANNOT_PULL, "CannotPullContainerError: pull command failed: panic: runtime error: invalid memory address or nil pointer "
                + "dereference", "its layers could not be fetched");
        stopped(Page.CANNOT_PULL, "CannotPullContainerError: error pulling image configuration", "its layers could not be fetched");
    }

    @Test
    public void aSecretThatMayNotBeReadIsNamed() {
        String sentence = stopped(Page.RESOURCES, RETRIED + "secret from asm: service call has been retried 1 time(s): failed to fetch secret "
                + SECRET + " from secrets manager: operation error Secrets Manager: GetSecretValue, https response error StatusCode: 400, "
                + "RequestID: d45b80b7-7a19-49eb-8fd2-44305bb5e5d7, api error AccessDeniedException: User: "
                + "arn:aws:sts::111122223333:assumed-role/ecsTaskExecutionRole/17cbd22653424f62971b13fffcf6113e is not authorized to "
                + "perform: secretsmanager:GetSecretValue", "may not read it");
        assertTrue(sentence, sentence.contains("The secret " + SECRET + " could") && sentence.contains("role ecsTaskExecutionRole may"));
        String parameter = stopped(Page.RESOURCES, RETRIED + "secrets from ssm: service call has been retried 1 time(s): "
                + "AccessDeniedException: User: arn:aws:sts::111122223333:assumed-role/ecsTaskExecutionRole/17cbd22653424f62971b13fffcf6113e "
                + "is not authorized to perform: ssm:GetParameters on resource: arn:aws:ssm:eu-central-1:111122223333:parameter/shop/db "
                + "because no identity-based policy allows the ssm:GetParameters action", "may not read it");
        assertTrue(parameter, parameter.contains("The secret arn:aws:ssm:eu-central-1:111122223333:parameter/shop/db could"));
    }

    @Test
    public void aSecretThatDoesNotExist() {
        String sentence = stopped(Page.NOT_FOUND, "ResourceNotFoundException: The task can't retrieve the secret with ARN '" + SECRET
                + "' from AWS Secrets Manager. Check whether the secret exists in the specified Region.", "does not exist");
        assertTrue(sentence, sentence.startsWith("The secret " + SECRET + " does not exist"));
        sentence = stopped(Page.NOT_FOUND, "Fetching secret data from AWS Secrets Manager in region eu-central-1: secret " + SECRET
                + ": ResourceNotFoundException: Secrets Manager can't find the specified secret.", "does not exist");
        assertTrue(sentence, sentence.startsWith("The secret " + SECRET + " does not exist"));
        stopped(Page.RESOURCES, RETRIED + "secrets from ssm: service call has been retried 1 time(s): invalid ssm parameters: /shop/db",
                "does not exist");
        stopped(Page.RESOURCES, RETRIED + "secret from asm: service call has been retried 1 time(s): failed to fetch secret " + SECRET
                + " from secrets manager: InvalidRequestException: You can't perform this operation on the secret because it was marked for "
                + "deletion.", "does not exist");
    }

    @Test
    public void aSecretWithoutTheKeyThatIsAskedFor() {
        stopped(Page.RESOURCES, RETRIED + "secret from asm: service call has been retried 1 time(s): retrieved secret from Secrets Manager did "
                + "not contain json key DB_PASSWORD", "has no key DB_PASSWORD:");
    }

    @Test
    public void aSecretThatIsReferredToWrongly() {
        stopped(Page.RESOURCES, PULLING + "unable to retrieve secret from asm: failed to fetch secret " + SECRET + " from secrets manager: api "
                + "error ValidationException: Invalid name. Must be a valid name containing alphanumeric characters, or any of the "
                + "following: -/_+=.@!", "correct the reference");
    }

    @Test
    public void secretsOutOfReach() {
        stopped(Page.RESOURCES, PULLING + "unable to retrieve secret from asm: There is a connection issue between the task and AWS Secrets "
                + "Manager. Check your task network configuration. failed to fetch secret " + SECRET + " from secrets manager: operation "
                + "error Secrets Manager: GetSecretValue, https response error StatusCode: 0, RequestID: , canceled, context deadline "
                + "exceeded", "could not be reached");
        stopped(Page.RESOURCES, PULLING + "unable to retrieve secrets from ssm: The task cannot pull secrets from AWS Systems Manager. There is "
                + "a connection issue between the task and AWS Systems Manager Parameter Store. Check your task network configuration. "
                + "RequestCanceled: request context canceled caused by: context deadline exceeded", "could not be reached");
    }

    @Test
    public void outOfMemory() {
        container(Page.MEMORY, "OutOfMemoryError: Container killed due to memory usage", "ran out of memory");
    }

    @Test
    public void aCommandThatIsNotThere() {
        container(Page.CANNOT_START, RUNTIME + "exec: \"/serve\": executable file not found in $PATH: unknown", "does not exist in the image");
        // As Fargate cuts it.
        container(Page.CANNOT_START, "CannotStartContainerError: ResourceInitializationError: failed to create new container runtime task: OCI "
                + "runtime create failed: container_linux.go:370: starting container process caused: exec: \"/opt/serve/bin/run.sh\": stat "
                + "/opt/serve/bin/run.sh: no such file or direct...", "does not exist in the image");
        container(Page.CANNOT_START, RUNTIME + "exec: \"/serve.sh\": permission denied: unknown", "not executable");
    }

    @Test
    public void aContainerThatDoesNotComeUp() {
        container(Page.CANNOT_START, "CannotStartContainerError: failed to get container status: context", "could not be started");
        container(Page.TIMEOUT, "ContainerRuntimeTimeoutError: Could not transition to running; timed out after waiting 1m: context",
                "neither came up nor ended");
    }

    @Test
    public void aLogGroupThatCannotBeUsed() {
        stopped(Page.RESOURCES, "ResourceInitializationError: failed to validate logger args: create stream has been retried 1 times: failed to "
                + "create Cloudwatch log stream: ResourceNotFoundException: The specified log group does not exist. : exit status 1",
                "log group could not be used");
        stopped(Page.RESOURCES, "ResourceInitializationError: failed to validate logger args: The task cannot find the Amazon CloudWatch log "
                + "group defined in the task definition. There is a connection issue between the task and Amazon CloudWatch. Check your "
                + "network configuration. : signal: killed", "log group could not be used");
        stopped(Page.RESOURCES, "ResourceInitializationError: failed to validate logger args: create stream has been retried 1 times: failed to "
                + "create Cloudwatch log stream: AccessDeniedException: User: arn:aws:sts::111122223333:assumed-role/shop-ssm-secrets/"
                + "3caf853ecb00491db67740079d4a02a7 is not authorized to perform: logs:CreateLogStream", "log group could not be used");
        container(Page.RESOURCES, "CannotStartContainerError: Error response from daemon: failed to initialize logging driver: failed to create "
                + "Cloudwatch log stream: ResourceNotFoundException: The specified log group does not exist. status code: 400",
                "log group could not be used");
    }

    @Test
    public void environmentFilesThatCannotBeRead() {
        stopped(Page.RESOURCES, "ResourceInitializationError: failed to download env files: service call has been retried 1 time(s): operation "
                + "error S3: HeadObject, https response error StatusCode: 403, api error Forbidden: Forbidden.", "environment files");
        stopped(Page.RESOURCES, "ResourceInitializationError: failed to download env files: file download command: non-empty error stream: "
                + "RequestCanceled: request context canceled caused by: context deadline exceeded", "environment files");
    }

    @Test
    public void aFileSystemThatDoesNotMount() {
        stopped(Page.RESOURCES, "ResourceInitializationError: failed to invoke EFS utils commands to set up EFS volumes: stderr: b'mount.nfs4: "
                + "Connection timed out' : unsuccessful EFS utils command execution; code: 32", "file system");
        stopped(Page.VOLUME, "CannotCreateVolumeError: context", "file system");
    }

    @Test
    public void failedHealthChecks() {
        stopped(Page.WHY_STOPPED, "Task failed ELB health checks in (target-group arn:aws:elasticloadbalancing:eu-central-1:111122223333:"
                + "targetgroup/green/7fef312bd1eebe84)", "targetgroup/green/7fef312bd1eebe84: check");
        stopped(Page.STOPPED, "Task failed ELB health checks in (elb shop)", "failed in shop: check");
        stopped(Page.WHY_STOPPED, "Task failed container health checks", "own health check failed");
    }

    @Test
    public void noCapacity() {
        event(Page.EVENTS, SERVICE + ". Reason: Capacity is unavailable at this time. Please try again later or in a different availability "
                + "zone.", "no capacity");
        event(Page.EVENTS, CLOSEST + "has insufficient CPU units available.", "no capacity");
        event(Page.FAILURES, SERVICE + ". Reason: TaskFailedToStart: RESOURCE:MEMORY.", "no capacity");
        stopped(Page.SPOT, "Your Spot Task was interrupted.", "Fargate Spot");
        stopped(Page.STOPPED, "Host EC2 (instance i-04b17daec78ef4a0b) terminated.", "container instance under the task");
    }

    @Test
    public void noPort() {
        event(Page.EVENTS, CLOSEST + "is already using a port required by your task. For more information, see the Troubleshooting section of "
                + "the Amazon ECS Developer Guide.", "host port");
        event(Page.FAILURES, SERVICE + ". Reason: TaskFailedToStart: RESOURCE:PORTS.", "host port");
    }

    @Test
    public void noAddressAndNoInterface() {
        stopped(Page.NOT_STARTED, "Unexpected EC2 error while attempting to Create Network Interface with public IP assignment enabled in subnet "
                + "'subnet-0123456789abcdef0'", "no free addresses");
        stopped(Page.NOT_STARTED, "Unexpected EC2 error while attempting to Create Network Interface in subnet 'subnet-0123456789abcdef0': "
                + "InsufficientFreeAddressesInSubnet", "no free addresses");
        stopped(Page.NOT_STARTED, "Unexpected EC2 error while attempting to tag the network interface: TagPolicyViolation",
                "no network interface from EC2");
        stopped(Page.NOT_STARTED, "InternalError: context", "no network interface from EC2");
        stopped(Page.NOT_STARTED, "Unable to attach network interface to unused device index", "network interface left");
        event(Page.FAILURES, SERVICE + ". Reason: TaskFailedToStart: RESOURCE:ENI.", "network interface left");
    }

    @Test
    public void noInstanceThatSuits() {
        event(Page.EVENTS, CLOSEST + "encountered error \"AGENT\".", "agent of the container instance");
        event(Page.EVENTS, SERVICE + " because no container instance met all of its requirements.", "No container instance suits");
        event(Page.EVENTS, CLOSEST + "is missing an attribute required by your task.", "No container instance suits");
        event(Page.EVENTS, "service (web) was unable to reach steady state. Reason: No Container Instances were found in your capacity "
                + "provider.", "No container instance suits");
        stopped(Page.NOT_STARTED, "The selected task definition is not compatible with the selected compute strategy", "compatibilities");
    }

    @Test
    public void limitsOfTheAccountAndOfTheDeployment() {
        event(Page.EVENTS, SERVICE + ". Reason: You’ve reached the limit on the number of vCPUs you can run concurrently", "vCPUs is reached");
        event(Page.EVENTS, SERVICE + ". Reason: You've reached the limit on the number of tasks you can run concurrently", "limit of Fargate");
        event(Page.EVENTS, SERVICE + ". Reason: The requested CPU configuration is above your limit.", "limit of Fargate");
        event(Page.EVENTS, SERVICE + ". Reason: The requested MEMORY configuration is above your limit.", "limit of Fargate");
        event(Page.EVENTS, SERVICE + ". Reason: Internal error.", "Availability Zone that Fargate does not serve");
        event(Page.EVENTS, "service (web) was unable to stop or start tasks during a deployment because of the service deployment configuration. "
                + "Update the minimumHealthyPercent or maximumPercent value and try again.", "no room to start or stop");
    }

    @Test
    public void rolesThatEcsCannotUse() {
        event(Page.EVENTS, "(service web) failed to launch a task with (error ECS was unable to assume the role "
                + "'arn:aws:iam::111122223333:role/shop' that was provided for this task. Please verify that the role being passed has the "
                + "proper trust relationship and permissions and that your IAM user has permissions to pass this role.).", "trust policy");
        event(Page.EVENTS, "IAM trust relationship has been misconfigured or changed, and ECS can no longer maintain your service",
                "trust policy");
        event(Page.EVENTS, "IAM permissions policies have been misconfigured or changed, and ECS can no longer maintain your service",
                "lack permissions");
    }

    @Test
    public void targetsSayWhatTheirHealthCheckGot() {
        target("Target.ResponseCodeMismatch", "Health checks failed with these codes: [500]", "[500]");
        target("Target.Timeout", "Request timed out", "security group");
        target("Target.FailedHealthChecks", "Health checks failed", "listens on that port");
        target("Target.NotInUse", "Target group is not configured to receive traffic from the load balancer", "not used by any rule");
        target("Target.NotInUse", "Target is in an Availability Zone that is not enabled for the load balancer", "does not serve");
        target("Target.IpUnusable", "The IP address cannot be used as a target, as it is in use by a load balancer.", "belongs to a load balancer");
        target("Elb.InternalError", "Health checks failed due to an internal error", "internal error of its own");
    }

    @Test
    public void anEventTellsOfTargetsThatAreGone() {
        String event = "(service web) (task 66066f5cae104f0fae66c804d885fae7) (port 8080) is unhealthy in (target-group arn:aws:"
                + "elasticloadbalancing:us-east-1:111122223333:targetgroup/green/7fef312bd1eebe84) due to (reason Health checks failed with "
                + "these codes: [404])";
        event(Page.UNHEALTHY, event, "targetgroup/green/7fef312bd1eebe84 (Health checks failed with these codes: [404]): check");
        event(Page.EVENTS, "service (web) (task 1) (instance i-1) is unhealthy in (elb shop) due to (reason Instance has failed at least the "
                + "UnhealthyThreshold number of health checks consecutively.)", "failed in shop (Instance has failed");
        event(Page.EVENTS, "service (web) task set (ecs-svc/1) (task 1) is not healthy in target-group (arn:1)) due to TARGET GROUP IS NOT FOUND.",
                "was deleted");
        List<String> told = Diagnosis.of(new Symptoms(List.of(), List.of(new Targets.Target("10.0.0.1", 8080, "unhealthy",
                "Target.ResponseCodeMismatch", "Health checks failed with these codes: [404]")), List.of(event)));
        assertEquals("not twice: " + told, 1, told.size());
    }

    @Test
    public void whatATaskAndItsServiceSayIsToldOnce() {
        String reason = "CannotPullContainerError: pull image manifest has been retried 1 time(s): failed to resolve ref " + REPOSITORY
                + ":1: not found";
        Tasks.Task task = new Tasks.Task("arn:t/1", "web:2", "STOPPED", "TaskFailedToStart", reason, null, List.of());
        List<String> told = Diagnosis.of(new Symptoms(List.of(task), List.of(), List.of(SERVICE + ". Reason: " + reason + ".")));
        assertEquals(told.toString(), 1, told.size());
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
        Tasks.Task task = new Tasks.Task("arn:t/1", "web:2", "STOPPED", "TaskFailedToStart", "Something entirely new happened", null, List.of());
        assertEquals(List.of("A task stopped: Something entirely new happened"),
                Diagnosis.of(new Symptoms(List.of(task), List.of(), List.of())));
    }

    @Test
    public void aTaskThatTheSchedulerEndedSaysNothing() {
        Tasks.Task task = new Tasks.Task("arn:t/1", "web:2", "STOPPED", "ServiceSchedulerInitiated",
                "Scaling activity initiated by (deployment ecs-svc/1637086347952626779)", null, List.of());
        assertEquals(List.of(), Diagnosis.of(new Symptoms(List.of(task), List.of(), List.of())));
    }

    private static String stopped(Page page, String reason, String part) {
        return said(page, new Symptoms(List.of(new Tasks.Task("arn:t/1", "web:2", "STOPPED", "TaskFailedToStart", reason, null, List.of())),
                List.of(), List.of()), part);
    }

    private static void container(Page page, String reason, String part) {
        said(page, new Symptoms(List.of(new Tasks.Task("arn:t/1", "web:2", "STOPPED", "EssentialContainerExited",
                "Essential container in task exited", null, List.of(new Tasks.Container("web", "", "STOPPED", 1, reason)))), List.of(),
                List.of()), part);
    }

    private static void event(Page page, String message, String part) {
        said(page, new Symptoms(List.of(), List.of(), List.of(message)), part);
    }

    private static void target(String reason, String description, String part) {
        said(Page.TARGETS, new Symptoms(List.of(), List.of(new Targets.Target("10.0.0.1", 8080, "unhealthy", reason, description)),
                List.of()), part);
    }

    private static String said(Page page, Symptoms symptoms, String part) {
        List<String> sentences = Diagnosis.of(symptoms);
        // The cause itself must hold it: the quotation behind it would hold nearly anything.
        assertTrue(page + ": " + symptoms + " became " + sentences,
                !sentences.isEmpty() && sentences.get(0).replaceFirst(" AWS says: .*", "").contains(part));
        return sentences.get(0);
    }
}
