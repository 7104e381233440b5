package io.jenkins.plugins.ecsrelease.engine.permission;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.jenkins.plugins.ecsrelease.engine.Layer;
import io.jenkins.plugins.ecsrelease.engine.Operations;
import io.jenkins.plugins.ecsrelease.engine.aws.Identity;
import io.jenkins.plugins.ecsrelease.engine.exec.EcsExec;
import io.jenkins.plugins.ecsrelease.engine.operation.Operation;
import io.jenkins.plugins.ecsrelease.engine.operation.Outcome;
import io.jenkins.plugins.ecsrelease.engine.process.Containers;
import io.jenkins.plugins.ecsrelease.engine.process.Detached;
import io.jenkins.plugins.ecsrelease.engine.run.Trial;
import io.jenkins.plugins.ecsrelease.sandbox.Sandbox;
import io.jenkins.plugins.ecsrelease.sandbox.SandboxOptions;
import io.jenkins.plugins.ecsrelease.sandbox.authorization.IamUse;
import io.jenkins.plugins.ecsrelease.sandbox.world.Ledger;
import io.jenkins.plugins.ecsrelease.sandbox.world.VirtualTime;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.function.Consumer;
import org.awaitility.Awaitility;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.core.SdkClient;
import software.amazon.awssdk.services.cloudwatch.CloudWatchClient;
import software.amazon.awssdk.services.cloudwatchlogs.CloudWatchLogsClient;
import software.amazon.awssdk.services.ec2.Ec2Client;
import software.amazon.awssdk.services.ec2.model.Subnet;
import software.amazon.awssdk.services.ecr.EcrClient;
import software.amazon.awssdk.services.ecr.model.AuthorizationData;
import software.amazon.awssdk.services.ecs.EcsClient;
import software.amazon.awssdk.services.ecs.model.AssignPublicIp;
import software.amazon.awssdk.services.ecs.model.Compatibility;
import software.amazon.awssdk.services.ecs.model.DeploymentConfiguration;
import software.amazon.awssdk.services.ecs.model.ExecuteCommandLogging;
import software.amazon.awssdk.services.ecs.model.LaunchType;
import software.amazon.awssdk.services.ecs.model.LogDriver;
import software.amazon.awssdk.services.ecs.model.NetworkMode;
import software.amazon.awssdk.services.ecs.model.Service;
import software.amazon.awssdk.services.elasticloadbalancingv2.ElasticLoadBalancingV2Client;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.ActionTypeEnum;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.LoadBalancerTypeEnum;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.ProtocolEnum;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.TargetTypeEnum;
import software.amazon.awssdk.services.iam.IamClient;
import software.amazon.awssdk.services.iam.model.AccessKey;
import software.amazon.awssdk.services.kms.KmsClient;
import software.amazon.awssdk.services.rds.RdsClient;
import software.amazon.awssdk.services.secretsmanager.SecretsManagerClient;
import software.amazon.awssdk.services.ssm.SsmClient;
import software.amazon.awssdk.services.ssm.model.ParameterType;

/**
 * A whole account under IAM, in virtual time, made by AWS calls alone: a web service behind a load balancer, repositories, a
 * database, secrets, logs, alarms. Jenkins has a key that may assume roles and nothing else; every step has a role with
 * exactly the shipped policies, and so have the tasks.
 */
final class Estate implements AutoCloseable {

    static final String ACCOUNT = "123456789012";
    static final String REGION = "eu-central-1";
    static final String CLUSTER = "shop";
    static final String SERVICE = "web";
    static final String FAMILY = "shop-web";
    static final String REPOSITORY = "shop";
    static final String NEXT_REPOSITORY = "shop-production";
    static final String BASE = "base/busybox";
    static final String DATABASE = "orders";
    static final String LOGS = "/ecs/shop";
    static final String ALARM = "web-5xx";
    static final String AUDIT = "/releases/audit";

    /** A task role that lets nobody in. */
    static final String WITHOUT_EXEC = "arn:aws:iam::" + ACCOUNT + ":role/without-exec";

    private static final String EXTERNAL_ID = "shop-releases";
    private static final String IAM = "arn:aws:iam::" + ACCOUNT + ":";

    final VirtualTime time = new VirtualTime(Instant.now().minus(Duration.ofHours(3)));
    final Sandbox sandbox = Sandbox.start(new SandboxOptions(time, 0, null, true, Duration.ZERO));
    final Trial trial = new Trial(time, sandbox.inProcess(), Operations.all().toArray(new Operation<?>[0]));
    private final EcsExec exec = EcsExec.usual();
    /** What ended, in order. */
    final Map<String, Outcome> outcomes = new LinkedHashMap<>();
    private final String key;
    private int begun;
    private Runnable beforeTheFirstStep = () -> {};

    Estate() {
        trial.containers(new Patient());
        key = trial.aws(KmsClient.class).createKey().keyMetadata().arn();
        identities();
        repositories();
        aws(CloudWatchLogsClient.class).createLogGroup(create -> create.logGroupName(AUDIT));
        trial.auditLogGroup(AUDIT).label("approver", "alice");
    }

    /** For each placeholder of the shipped policies its values in this account, as one step's role has them. */
    Map<String, List<String>> names(Step step) {
        Map<String, List<String>> names = new TreeMap<>();
        names.put("account", List.of(ACCOUNT));
        names.put("region", List.of(REGION));
        names.put("cluster", List.of(CLUSTER));
        names.put("service", List.of(SERVICE));
        names.put("family", List.of(FAMILY));
        names.put("repository", List.of(REPOSITORY, NEXT_REPOSITORY));
        names.put("baseRepository", List.of(BASE));
        names.put("database", List.of(DATABASE));
        names.put("secret", List.of("shop/*"));
        names.put("parameter", List.of("shop/*"));
        names.put("logGroup", List.of(LOGS));
        names.put("auditLogGroup", List.of(AUDIT));
        names.put("executionRole", List.of(IAM + "role/" + ShippedRole.EXECUTION.title()));
        names.put("taskRole", List.of(IAM + "role/" + ShippedRole.TASK.title(), WITHOUT_EXEC));
        names.put("infrastructureRole", List.of(IAM + "role/" + ShippedRole.INFRASTRUCTURE.title()));
        names.put("key", List.of(key));
        names.put("principal", List.of(IAM + "root"));
        names.put("externalId", List.of(EXTERNAL_ID));
        names.put("role", List.of(IAM + "role/ecs-release-*"));
        names.put("identity", step == null ? List.of() : List.of(step.arn()));
        return names;
    }

    private void identities() {
        IamClient iam = trial.aws(IamClient.class);
        for (ShippedRole role : List.of(ShippedRole.EXECUTION, ShippedRole.TASK, ShippedRole.INFRASTRUCTURE)) {
            role(role, role.title(), names(null));
        }
        iam.createRole(create -> create.roleName("without-exec")
                .assumeRolePolicyDocument(ShippedRole.Trust.TASKS.filled(names(null)).toString()));
        iam.createUser(create -> create.userName("jenkins"));
        iam.putUserPolicy(put -> put.userName("jenkins").policyName("jenkins")
                .policyDocument(ShippedPolicy.JENKINS.filled(names(null)).toString()));
        AccessKey own = iam.createAccessKey(create -> create.userName("jenkins")).accessKey();
        trial.credentials("jenkins", StaticCredentialsProvider.create(AwsBasicCredentials.create(own.accessKeyId(), own.secretAccessKey())));
        for (Step step : Step.values()) {
            role(step.role, step.roleName(), names(step));
        }
    }

    private void role(ShippedRole role, String name, Map<String, List<String>> names) {
        IamClient iam = trial.aws(IamClient.class);
        iam.createRole(create -> create.roleName(name).assumeRolePolicyDocument(role.trust().filled(names).toString()));
        role.policies().forEach(policy -> iam.putRolePolicy(put -> put.roleName(name).policyName(policy.title())
                .policyDocument(policy.filled(names).toString())));
        role.managed().forEach(managed -> iam.attachRolePolicy(attach -> attach.roleName(name).policyArn(managed)));
    }

    /** From now on the roles that have this policy may not do this. */
    void without(ShippedPolicy policy, String action) {
        IamClient iam = trial.aws(IamClient.class);
        Map<String, Map<String, List<String>>> roles = new LinkedHashMap<>();
        for (Step step : Step.values()) {
            if (step.role.policies().contains(policy)) {
                roles.put(step.roleName(), names(step));
            }
        }
        for (ShippedRole role : List.of(ShippedRole.EXECUTION, ShippedRole.TASK)) {
            if (role.policies().contains(policy)) {
                roles.put(role.title(), names(null));
            }
        }
        if (policy == ShippedPolicy.JENKINS) {
            iam.putUserPolicy(put -> put.userName("jenkins").policyName(policy.title())
                    .policyDocument(less(policy.filled(names(null)), action)));
        }
        roles.forEach((name, names) -> {
            String left = less(policy.filled(names), action);
            if (left.isEmpty()) {
                iam.deleteRolePolicy(delete -> delete.roleName(name).policyName(policy.title()));
            } else {
                iam.putRolePolicy(put -> put.roleName(name).policyName(policy.title()).policyDocument(left));
            }
        });
    }

    /** What happens once the scene is set. */
    Estate beforeTheFirstStep(Runnable happens) {
        beforeTheFirstStep = happens;
        return this;
    }

    private static String less(ObjectNode document, String action) {
        ArrayNode statements = document.arrayNode();
        for (JsonNode statement : document.path("Statement")) {
            ArrayNode actions = document.arrayNode();
            statement.path("Action").forEach(each -> {
                if (!each.asText().equals(action)) {
                    actions.add(each);
                }
            });
            if (!actions.isEmpty()) {
                statements.add(((ObjectNode) statement.deepCopy()).set("Action", actions));
            }
        }
        return statements.isEmpty() ? "" : document.set("Statement", statements).toString();
    }

    private void repositories() {
        EcrClient ecr = trial.aws(EcrClient.class);
        for (String name : List.of(REPOSITORY, NEXT_REPOSITORY, BASE)) {
            ecr.createRepository(create -> create.repositoryName(name).imageScanningConfiguration(scan -> scan.scanOnPush(true)));
        }
        ecr.putSigningConfiguration(put -> put.signingConfiguration(signing -> signing.rules(
                rule -> rule.signingProfileArn("arn:aws:signer:" + REGION + ":" + ACCOUNT + ":/signing-profiles/shop"))));
        pusher(BASE).push("stable", Map.of(), layer("base"));
    }

    /** The registry, as the administrator. */
    Push pusher(String repository) {
        AuthorizationData token = trial.aws(EcrClient.class).getAuthorizationToken().authorizationData().get(0);
        return new Push(URI.create(token.proxyEndpoint()), "Basic " + token.authorizationToken(), repository);
    }

    /** @return the image by digest; its labels say how it behaves */
    String image(String tag, Map<String, String> labels) {
        Map<String, String> all = new TreeMap<>(labels);
        all.put("ecs-release.sandbox.database", DATABASE);
        return host() + "/" + REPOSITORY + "@" + pusher(REPOSITORY).push(tag, all, layer(tag));
    }

    static String host() {
        return ACCOUNT + ".dkr.ecr." + REGION + ".amazonaws.com";
    }

    /** A layer with a package list in it, which the scanner takes for an operating system's. */
    static byte[] layer(String text) {
        return Layer.with("var/lib/dpkg/status", "Package: busybox\nVersion: 1.36\nDescription: " + text + "\n");
    }

    /** The service, deployed and steady, with a secret, a log, an alarm and ECS Exec. */
    Estate serving(Consumer<DeploymentConfiguration.Builder> how) {
        return serving(how, LoadBalancerTypeEnum.APPLICATION);
    }

    Estate serving(Consumer<DeploymentConfiguration.Builder> how, LoadBalancerTypeEnum kind) {
        Ec2Client ec2 = aws(Ec2Client.class);
        List<Subnet> subnets = ec2.describeSubnets().subnets().stream().filter(Subnet::defaultForAz).limit(2).toList();
        List<String> ids = subnets.stream().map(Subnet::subnetId).toList();
        String vpc = subnets.get(0).vpcId();
        ElasticLoadBalancingV2Client elb = aws(ElasticLoadBalancingV2Client.class);
        String balancer = elb.createLoadBalancer(create -> create.name("web").type(kind).subnets(ids)).loadBalancers().get(0).loadBalancerArn();
        boolean tcp = kind == LoadBalancerTypeEnum.NETWORK;
        String blue = group(elb, "web-blue", vpc, tcp);
        String green = group(elb, "web-green", vpc, tcp);
        String production = tcp ? listener(elb, balancer, 80, blue) : rule(elb, balancer, 80, blue, green);
        String test = tcp ? listener(elb, balancer, 8443, green) : rule(elb, balancer, 8443, blue, green);
        aws(CloudWatchLogsClient.class).createLogGroup(create -> create.logGroupName(LOGS));
        aws(CloudWatchClient.class).putMetricAlarm(alarm -> alarm.alarmName(ALARM).namespace("AWS/ApplicationELB")
                .metricName("HTTPCode_Target_5XX_Count").statistic("Sum").period(60).evaluationPeriods(1).threshold(10.0)
                .comparisonOperator("GreaterThanThreshold").treatMissingData("notBreaching"));
        aws(SsmClient.class).putParameter(put -> put.name("/shop/mail-key").type(ParameterType.SECURE_STRING).value("x"));
        String secret = aws(SecretsManagerClient.class).createSecret(create -> create.name("shop/database-url").secretString("x")).arn();
        EcsClient ecs = ecs();
        ecs.createCluster(create -> create.clusterName(CLUSTER));
        Map<String, List<String>> names = names(null);
        String image = image("first", Map.of());
        String definition = ecs.registerTaskDefinition(define -> define.family(FAMILY).networkMode(NetworkMode.AWSVPC)
                .requiresCompatibilities(Compatibility.FARGATE).cpu("256").memory("512")
                .executionRoleArn(names.get("executionRole").get(0)).taskRoleArn(names.get("taskRole").get(0))
                .containerDefinitions(container -> container.name("web").image(image).essential(true)
                        .portMappings(port -> port.containerPort(8080))
                        .secrets(one -> one.name("DATABASE_URL").valueFrom(secret),
                                one -> one.name("MAIL_KEY").valueFrom("arn:aws:ssm:" + REGION + ":" + ACCOUNT + ":parameter/shop/mail-key"))
                        .logConfiguration(log -> log.logDriver(LogDriver.AWSLOGS).options(Map.of("awslogs-group", LOGS,
                                "awslogs-region", REGION, "awslogs-stream-prefix", "web")))))
                .taskDefinition().taskDefinitionArn();
        ecs.createService(create -> create.cluster(CLUSTER).serviceName(SERVICE).taskDefinition(definition).desiredCount(2)
                .launchType(LaunchType.FARGATE).enableExecuteCommand(true)
                .networkConfiguration(network -> network.awsvpcConfiguration(v -> v.subnets(ids).assignPublicIp(AssignPublicIp.ENABLED)))
                .deploymentConfiguration(how)
                .loadBalancers(lb -> lb.targetGroupArn(blue).containerName("web").containerPort(8080)
                        .advancedConfiguration(a -> a.alternateTargetGroupArn(green).productionListenerRule(production)
                                .testListenerRule(test).roleArn(IAM + "role/" + ShippedRole.INFRASTRUCTURE.title()))));
        trial.until("the first deployment is over", () -> !status().equals("IN_PROGRESS") && !status().equals("PENDING"));
        if (!status().equals("SUCCESSFUL")) {
            throw new IllegalStateException("The service did not come up: " + service().events());
        }
        trial.advance(Duration.ofMinutes(3));
        return this;
    }

    /** The service as CodeDeploy has it, behind a listener whose default action leads to it. */
    Estate underCodeDeploy() {
        List<Subnet> subnets = aws(Ec2Client.class).describeSubnets().subnets().stream().filter(Subnet::defaultForAz).limit(2).toList();
        List<String> ids = subnets.stream().map(Subnet::subnetId).toList();
        ElasticLoadBalancingV2Client elb = aws(ElasticLoadBalancingV2Client.class);
        String balancer = elb.createLoadBalancer(create -> create.name("web").subnets(ids)).loadBalancers().get(0).loadBalancerArn();
        String blue = group(elb, "web-blue", subnets.get(0).vpcId(), false);
        elb.createListener(create -> create.loadBalancerArn(balancer).port(80).protocol(ProtocolEnum.HTTP)
                .defaultActions(action -> action.type(ActionTypeEnum.FORWARD).targetGroupArn(blue)));
        ecs().createCluster(create -> create.clusterName(CLUSTER));
        String definition = ecs().registerTaskDefinition(define -> define.family(FAMILY).networkMode(NetworkMode.AWSVPC)
                .requiresCompatibilities(Compatibility.FARGATE).cpu("256").memory("512")
                .executionRoleArn(names(null).get("executionRole").get(0))
                .containerDefinitions(container -> container.name("web").image(image("first", Map.of())).essential(true)
                        .portMappings(port -> port.containerPort(8080)))).taskDefinition().taskDefinitionArn();
        ecs().createService(create -> create.cluster(CLUSTER).serviceName(SERVICE).taskDefinition(definition).desiredCount(1)
                .deploymentController(controller -> controller.type("CODE_DEPLOY"))
                .networkConfiguration(network -> network.awsvpcConfiguration(v -> v.subnets(ids).assignPublicIp(AssignPublicIp.ENABLED)))
                .loadBalancers(lb -> lb.targetGroupArn(blue).containerName("web").containerPort(8080)));
        trial.advance(Duration.ofMinutes(2));
        return this;
    }

    /** A Network Load Balancer's listener forwards to one group; ECS moves it. */
    private static String listener(ElasticLoadBalancingV2Client elb, String balancer, int port, String group) {
        return elb.createListener(create -> create.loadBalancerArn(balancer).protocol(ProtocolEnum.TCP).port(port)
                .defaultActions(action -> action.type(ActionTypeEnum.FORWARD).targetGroupArn(group))).listeners().get(0).listenerArn();
    }

    private static String group(ElasticLoadBalancingV2Client elb, String name, String vpc, boolean network) {
        return elb.createTargetGroup(group -> group.name(name).protocol(network ? ProtocolEnum.TCP : ProtocolEnum.HTTP).port(8080).vpcId(vpc)
                .healthCheckProtocol(ProtocolEnum.HTTP)
                .targetType(TargetTypeEnum.IP).healthCheckPath("/health").healthCheckIntervalSeconds(10).healthCheckTimeoutSeconds(5)
                .unhealthyThresholdCount(2).healthyThresholdCount(2)).targetGroups().get(0).targetGroupArn();
    }

    private static String rule(ElasticLoadBalancingV2Client elb, String balancer, int port, String blue, String green) {
        String listener = elb.createListener(create -> create.loadBalancerArn(balancer).port(port).protocol(ProtocolEnum.HTTP)
                .defaultActions(action -> action.type(ActionTypeEnum.FIXED_RESPONSE).fixedResponseConfig(f -> f.statusCode("404"))))
                .listeners().get(0).listenerArn();
        return elb.createRule(rule -> rule.listenerArn(listener).priority(1)
                .conditions(condition -> condition.field("path-pattern").pathPatternConfig(path -> path.values("/*")))
                .actions(action -> action.type(ActionTypeEnum.FORWARD).forwardConfig(forward -> forward.targetGroups(
                        one -> one.targetGroupArn(blue).weight(100), one -> one.targetGroupArn(green).weight(0)))))
                .rules().get(0).ruleArn();
    }

    /** An Aurora cluster with a writer, and an instance of its own. */
    Estate database() {
        RdsClient rds = aws(RdsClient.class);
        rds.createDBCluster(create -> create.dbClusterIdentifier(DATABASE).engine("aurora-postgresql").masterUsername("shop")
                .masterUserPassword("correct horse"));
        rds.createDBInstance(create -> create.dbInstanceIdentifier(DATABASE + "-1").dbClusterIdentifier(DATABASE)
                .dbInstanceClass("db.r6g.large").engine("aurora-postgresql"));
        rds.createDBInstance(create -> create.dbInstanceIdentifier(DATABASE + "-archive").engine("postgres").masterUsername("shop")
                .masterUserPassword("correct horse").dbInstanceClass("db.r6g.large").allocatedStorage(20));
        trial.advance(Duration.ofMinutes(30));
        return this;
    }

    /** Sessions of ECS Exec are encrypted with the key from now on. */
    Estate encrypted() {
        ecs().updateCluster(update -> update.cluster(CLUSTER).configuration(c -> c.executeCommandConfiguration(
                e -> e.logging(ExecuteCommandLogging.DEFAULT).kmsKeyId(key))));
        return this;
    }

    /** The sandbox's time catches up with the machine's, by which the load of a database is asked for. */
    void untilNow() {
        trial.advance(Duration.between(time.now(), Instant.now()));
    }

    <C extends SdkClient> C aws(Class<C> type) {
        return trial.aws(type);
    }

    EcsClient ecs() {
        return aws(EcsClient.class);
    }

    Service service() {
        return ecs().describeServices(describe -> describe.cluster(CLUSTER).services(SERVICE)).services().get(0);
    }

    String status() {
        String deployment = service().currentServiceDeployment();
        return deployment == null ? "PENDING" : ecs().describeServiceDeployments(d -> d.serviceDeploymentArns(deployment))
                .serviceDeployments().get(0).statusAsString();
    }

    /** Until the newest deployment is in a stage, or the step is over. */
    void untilStage(String id, String stage) {
        trial.until("stage " + stage, () -> trial.ended(id).isPresent() || stage.equals(ecs().describeServiceDeployments(d -> d.serviceDeploymentArns(
                service().currentServiceDeployment())).serviceDeployments().get(0).lifecycleStageAsString()));
    }

    /** Begins a step under its own role, with session tags. */
    <O extends Record> String begin(Step step, Operation<O> operation, O order) {
        beforeTheFirstStep.run();
        beforeTheFirstStep = () -> {};
        String id = step.roleName() + "-" + ++begun;
        trial.begin(id, operation, order, new Identity(REGION, "jenkins", step.arn(), EXTERNAL_ID, "shop-main-42", Map.of("job", "shop")));
        return id;
    }

    Outcome ended(String id) {
        Outcome outcome = trial.untilEnded(id);
        outcomes.put(id, outcome);
        return outcome;
    }

    <O extends Record> Outcome run(Step step, Operation<O> operation, O order) {
        return ended(begin(step, operation, order));
    }

    /** What was denied to those who should have all they need. */
    List<IamUse.Denial> denied() {
        return sandbox.iamUse().denied().stream().filter(one -> !one.source().equals(WITHOUT_EXEC)).toList();
    }

    /** What the steps' roles changed, in order; lines of the audit are no change. */
    List<String> changes() {
        return sandbox.world().ledger().entries().stream()
                .filter(entry -> entry.principal().contains("/ecs-release-") && !entry.service().equals("logs"))
                .map(Ledger.Entry::operation).toList();
    }

    /** What a role did that has this policy, as IAM saw it: action to resources. */
    Map<String, Set<String>> usedUnder(ShippedPolicy policy) {
        Map<String, Set<String>> used = new TreeMap<>();
        holders(policy).forEach(holder -> sandbox.iamUse().used().getOrDefault(holder, Map.of())
                .forEach((action, resources) -> used.computeIfAbsent(action, none -> new TreeSet<>()).addAll(resources)));
        return used;
    }

    /** Actions of the step's role. */
    Set<String> usedBy(Step step) {
        return sandbox.iamUse().used().getOrDefault(step.arn(), Map.of()).keySet();
    }

    private static List<String> holders(ShippedPolicy policy) {
        List<String> holders = new ArrayList<>();
        for (Step step : Step.values()) {
            if (step.role.policies().contains(policy)) {
                holders.add(step.arn());
            }
        }
        for (ShippedRole role : List.of(ShippedRole.EXECUTION, ShippedRole.TASK)) {
            if (role.policies().contains(policy)) {
                holders.add(IAM + "role/" + role.title());
            }
        }
        if (policy == ShippedPolicy.JENKINS) {
            holders.add(IAM + "user/jenkins");
        }
        return holders;
    }

    @Override
    public void close() {
        trial.close();
        exec.close();
        sandbox.close();
    }

    /** Real sessions in virtual time: the program in the container takes real time, for which a look waits. */
    private final class Patient implements Containers {

        @Override
        public Detached in(io.jenkins.plugins.ecsrelease.engine.operation.Tools tools, Detached.Place.Container container) {
            Detached real = exec.in(tools, container);
            return new Detached() {
                @Override
                public void start(Launch launch) throws IOException {
                    meanwhile(() -> {
                        real.start(launch);
                        return null;
                    });
                }

                @Override
                public Progress look(String id, long offset, int atMost) throws IOException {
                    return meanwhile(() -> real.look(id, offset, atMost));
                }

                @Override
                public void stop(String id, boolean force) throws IOException {
                    meanwhile(() -> {
                        real.stop(id, force);
                        return null;
                    });
                }

                @Override
                public void remove(String id) throws IOException {
                    meanwhile(() -> {
                        real.remove(id);
                        return null;
                    });
                }
            };
        }

        @Override
        public void close() {
            exec.close();
        }

        /** The exchange takes real time; the sandbox's goes on with it. */
        private <T> T meanwhile(Callable<T> exchange) throws IOException {
            FutureTask<T> running = new FutureTask<>(exchange);
            new Thread(running, "exec").start();
            Awaitility.await().pollInSameThread().pollDelay(Duration.ZERO).pollInterval(Duration.ofMillis(5)).atMost(Duration.ofMinutes(2)).until(() -> {
                time.advance(Duration.ofMillis(50));
                return running.isDone();
            });
            try {
                return running.get();
            } catch (ExecutionException e) {
                if (e.getCause() instanceof IOException failed) {
                    throw failed;
                }
                throw new IllegalStateException(e.getCause());
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            }
        }
    }
}
