package io.jenkins.plugins.ecsrelease.engine.health;

import java.util.List;

/**
 * AWS's texts and what they mean. The first that fits counts, so what is particular comes before what is general.
 *
 * <p>AWS writes the apostrophe of "can't" straight in what it sends and curved in some of its pages: both fit. Codes such as
 * 403 are whole words, since a digest or an account number holds them by chance.
 *
 * @see <a href="https://docs.aws.amazon.com/AmazonECS/latest/developerguide/stopped-task-error-codes.html">Amazon ECS stopped tasks error messages</a>
 * @see <a href="https://docs.aws.amazon.com/AmazonECS/latest/developerguide/service-event-messages-list.html">Amazon ECS service event messages</a>
 */
final class Causes {

    private static final String SECRET = "(?=(?:.*?(arn:aws[\\w-]*:(?:secretsmanager|ssm):[^\\s,\"'‘’]*[^\\s,\"'‘’:.]))?)";
    private static final String ROLE = "(?=(?:.*?assumed-role/([\\w+=,.@-]+))?)";
    /** Not "secret" alone: every failure before the start is one "to pull secrets or registry auth", and roles are named so. */
    private static final String READING =
            "(?:unable to retrieve secrets?|fetch(?:ing)? secret|can['’]t (?:retrieve|pull) the secret|cannot pull secrets)";
    private static final String PULL = "CannotPull(?:ECR)?Container\\w*:.*";
    private static final String START = "CannotStartContainer\\w*:.*";

    private static final List<Cause> CREDENTIALS = List.of(
            new Cause("(?:registry auth from|ecr registry auth|GetAuthorizationToken).*(?:AccessDenied|not authorized)",
                    "The image could not be pulled: the execution role may not log in to Amazon ECR. Give it "
                            + "AmazonECSTaskExecutionRolePolicy."),
            new Cause("(?:registry auth from|ecr registry auth|GetAuthorizationToken)",
                    "The image could not be pulled: there is no route to Amazon ECR. The subnets need a NAT gateway, a public "
                            + "address, or VPC endpoints for ecr.api, ecr.dkr and S3."),
            new Cause(READING + SECRET + ROLE + ".*(?:AccessDenied|not authorized)",
                    "The secret {1|that the task definition names} could not be read: the execution role {2|} may not read it. "
                            + "Allow it secretsmanager:GetSecretValue or ssm:GetParameters, and kms:Decrypt where its key is your own."),
            new Cause("did not contain json key ([\\w.-]*\\w)?",
                    "The secret that the task definition names has no key {1|of that name}: add it to the secret, or correct the "
                            + "reference in the task definition."),
            new Cause(READING + SECRET + ".*(?:ResourceNotFound|can['’]t find|invalid (?:ssm )?parameter|ParameterNotFound|"
                    + "secret exists in the specified Region|marked for deletion)",
                    "The secret {1|that the task definition names} does not exist: check its ARN and region."),
            new Cause(READING + SECRET + ".*(?:invalid ARN|Invalid name)",
                    "The secret {1|that the task definition names} is referred to by what is no ARN of a secret: correct the "
                            + "reference in the task definition."),
            new Cause(READING + ".*(?:timeout|deadline|i/o|connection)",
                    "Secrets Manager or Parameter Store could not be reached from the task's subnets: they need a NAT "
                            + "gateway, a public address, or VPC endpoints for secretsmanager, ssm and kms."));

    private static final List<Cause> IMAGE = List.of(
            new Cause(PULL + "(?:i/o timeout|connection timed out|deadline exceeded|no route|request canceled|context canceled|"
                    + "dial tcp|connection issue|check your (?:task )?network configuration)",
                    "The image could not be pulled: there is no route to the registry. The subnets need a NAT gateway, a "
                            + "public address, or VPC endpoints for ecr.api, ecr.dkr and S3."),
            new Cause(PULL + "(?:too many requests|\\b429\\b|toomanyrequests|pull rate limit)",
                    "The registry refused the pull for too many requests: use Amazon ECR or its pull-through cache."),
            new Cause(PULL + "(?:AccessDenied|not authorized|\\b403\\b|no basic auth|denied|role has the permissions)",
                    "The image could not be pulled: the execution role has no permission. Give it "
                            + "AmazonECSTaskExecutionRolePolicy, and across accounts a repository policy."),
            new Cause(PULL + "(?:no match for platform|manifest.*platform|descriptor matching)",
                    "The image has no manifest for the task's processor: build it for the architecture that the task "
                            + "definition asks for."),
            new Cause(PULL + "no space left",
                    "The image does not fit on the task's disk: make it smaller or give the task more ephemeral storage."),
            new Cause(PULL + "(?:not found|manifest unknown|does not exist|\\b404\\b|failed to resolve ref)",
                    "The image could not be pulled because it is not in the registry: it was deleted or expired by a "
                            + "lifecycle policy, or never pushed."),
            new Cause(PULL + "(?:failed to copy|invalid memory address|error pulling image conf)",
                    "The image was found, but its layers could not be fetched: the subnets need a route to S3, where Amazon ECR "
                            + "keeps them (a NAT gateway or the gateway endpoint of S3 in their route tables), and other "
                            + "registries limit pulls."),
            new Cause(PULL, "The image could not be pulled."));

    private static final Cause ARCHITECTURE = new Cause("exec format error",
            "The image is built for another processor than the task runs on (exec format error): set "
                    + "runtimePlatform.cpuArchitecture or build for the right platform.");

    private static final List<Cause> CONTAINER = List.of(
            ARCHITECTURE,
            new Cause("OutOfMemory|container killed due to memory usage",
                    "A container was killed because it ran out of memory: raise the memory of the task or the container's limit."),
            new Cause(START + "port is already allocated",
                    "No container instance has the host port free: use dynamic ports or awsvpc network mode."),
            // Fargate cuts long reasons, in the middle of a word.
            new Cause(START + "(?:executable file not found|no such file or direct)",
                    "The container's command does not exist in the image: check entryPoint and command."),
            new Cause(START + "exec:.*permission denied",
                    "The container's command is not executable by its user: check the file mode in the image."),
            new Cause("(?:ResourceInitializationError|" + START + ").*(?:log group|logging driver|logger args|log stream|awslogs)",
                    "The log group could not be used: it does not exist, or the execution role may not write to it, or there "
                            + "is no route to CloudWatch Logs."),
            new Cause("ResourceInitializationError:.*env files",
                    "The environment files of the task definition could not be read from S3: check that they exist, that the "
                            + "execution role may read them (s3:GetObject, s3:GetBucketLocation), and the route to S3."),
            new Cause("ResourceInitializationError:.*(?:EFS|mount)|CannotCreateVolume\\w*:",
                    "A file system could not be mounted: check the mount targets, their security groups and the task role."),
            new Cause("CannotCreateContainer\\w*:",
                    "The container could not be created: check volumes, mount points and links in the task definition."),
            new Cause("(?:ContainerRuntime|Docker)TimeoutError:",
                    "A container neither came up nor ended in time: look at its log, and at what it depends on."),
            new Cause(START, "The container could not be started: check its command, its mounts and its memory."));

    private static final List<Cause> PLACE = List.of(
            new Cause("RESOURCE:PORTS|already using a port",
                    "No container instance has the host port free: use dynamic ports or awsvpc network mode."),
            new Cause("RESOURCE:ENI|unused device index",
                    "No container instance has a network interface left for the task: add instances, or use trunking (awsvpcTrunking)."),
            new Cause("error \"AGENT\"|ECS Agent to start",
                    "The ECS agent of the container instance is not connected: look at the instance and its agent's log."),
            new Cause("insufficient ?free ?addresses"
                    + "|error while attempting to Create Network Interface(?!.*(?:AuthFailure|Unauthorized|TagPolicy))",
                    "The subnets have no free addresses left: add subnets."),
            new Cause("Unexpected EC2 error|InternalError:|Timeout waiting for network interface",
                    "The task got no network interface from EC2: see what EC2 answered; where it tells nothing, it is EC2's and ECS tries again."),
            new Cause("reached the limit on the number of|configuration is above your limit"
                    + "|(?:vCPU|Fargate).*limit.*(?:reached|exceeded)",
                    "The account's limit of Fargate tasks or vCPUs is reached: ask AWS for more, or run fewer or smaller tasks."),
            new Cause("Capacity is unavailable|RESOURCE:|insufficient (?:capacity|CPU units|memory)",
                    "There was no capacity for the tasks: try other Availability Zones, another capacity provider, or less CPU "
                            + "and memory."),
            new Cause("no container instances? (?:met all|were found)|missing an attribute",
                    "No container instance suits the tasks: look at the instances of the cluster and its capacity provider, and at "
                            + "the attributes, the processor and the subnets that the task definition and the service ask for."),
            new Cause("unable to place a task\\. Reason: Internal error",
                    "A subnet of the service lies in an Availability Zone that Fargate does not serve: take another."),
            new Cause("not compatible with the selected compute strategy",
                    "The task definition does not suit the service's launch type or capacity provider: check its compatibilities."),
            new Cause("unable to stop or start tasks during a deployment",
                    "The service's minimumHealthyPercent and maximumPercent leave no room to start or stop a task: change one."));

    private static final List<Cause> OTHER = List.of(
            new Cause("failed container health checks",
                    "The container's own health check failed: run its command in the image by hand."),
            new Cause("failed ELB health checks in \\((?:target-group|elb) ([^)]*)\\)",
                    "The load balancer's health check failed in {1|its target group}: check its path, its expected code, its port and the "
                            + "security group between load balancer and tasks."),
            new Cause("unable to assume (?:the )?role|IAM trust relationship",
                    "ECS could not assume the task's role: check that its trust policy names ecs-tasks.amazonaws.com."),
            new Cause("IAM permissions policies have been misconfigured",
                    "The roles of the service lack permissions that ECS needs: compare them with what CloudTrail saw denied."),
            new Cause("Spot.*interrupt", "Fargate Spot took the capacity back."),
            new Cause("Host EC2 \\(instance [^)]*\\) (?:stopped|terminated)",
                    "The container instance under the task was stopped or terminated."),
            new Cause("ResourceInitializationError:", "The task's resources could not be set up."));

    /** Of stopped tasks, their containers, and events of the service. */
    static final List<Cause> ALL = List.of(CREDENTIALS, IMAGE, CONTAINER, PLACE, OTHER).stream().flatMap(List::stream).toList();

    /** What only the container's log says. */
    static final List<Cause> LOGGED = List.of(ARCHITECTURE);

    /** Events that say less than the targets themselves, where these are gone already. */
    static final List<Cause> UNHEALTHY = List.of(
            new Cause("TARGET GROUP IS NOT FOUND",
                    "The target group of the service was deleted: delete the service and create it anew."),
            new Cause("is unhealthy in \\((?:target-group|elb) ([^)]*)\\) due to \\(reason ([^)]*)\\)",
                    "The load balancer's health check failed in {1|its target group} ({2|}): check its path, its expected code, its "
                            + "port and the security group between load balancer and tasks."));

    private Causes() {}
}
