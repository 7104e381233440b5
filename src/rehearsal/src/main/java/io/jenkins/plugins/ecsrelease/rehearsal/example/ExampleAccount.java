package io.jenkins.plugins.ecsrelease.rehearsal.example;

import io.jenkins.plugins.ecsrelease.engine.permission.ShippedPolicy;
import io.jenkins.plugins.ecsrelease.engine.permission.ShippedRole;
import io.jenkins.plugins.ecsrelease.rehearsal.assembly.Assembly;
import io.jenkins.plugins.ecsrelease.sandbox.registry.BaseImage;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import software.amazon.awssdk.services.cloudwatch.CloudWatchClient;
import software.amazon.awssdk.services.cloudwatch.model.ComparisonOperator;
import software.amazon.awssdk.services.cloudwatch.model.Statistic;
import software.amazon.awssdk.services.cloudwatchlogs.CloudWatchLogsClient;
import software.amazon.awssdk.services.ec2.Ec2Client;
import software.amazon.awssdk.services.ec2.model.Subnet;
import software.amazon.awssdk.services.ecr.EcrClient;
import software.amazon.awssdk.services.ecr.model.AuthorizationData;
import software.amazon.awssdk.services.ecs.EcsClient;
import software.amazon.awssdk.services.ecs.model.AssignPublicIp;
import software.amazon.awssdk.services.ecs.model.DeploymentStrategy;
import software.amazon.awssdk.services.ecs.model.LaunchType;
import software.amazon.awssdk.services.ecs.model.LogDriver;
import software.amazon.awssdk.services.ecs.model.NetworkMode;
import software.amazon.awssdk.services.ecs.model.PropagateTags;
import software.amazon.awssdk.services.ecs.model.TransportProtocol;
import software.amazon.awssdk.services.ecs.model.Compatibility;
import software.amazon.awssdk.services.elasticloadbalancingv2.ElasticLoadBalancingV2Client;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.ActionTypeEnum;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.LoadBalancer;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.ProtocolEnum;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.TargetTypeEnum;
import software.amazon.awssdk.services.iam.IamClient;
import software.amazon.awssdk.services.iam.model.AccessKey;
import software.amazon.awssdk.services.rds.RdsClient;
import software.amazon.awssdk.services.secretsmanager.SecretsManagerClient;
import software.amazon.awssdk.services.ssm.SsmClient;
import software.amazon.awssdk.services.ssm.model.ParameterType;
import software.amazon.awssdk.services.sts.StsClient;

/**
 * The account of the example, made from nothing: a registry with a base image and a first version, two environments with a
 * load balancer and a blue/green service each, a database, secrets, alarms, roles and a key for Jenkins.
 */
public final class ExampleAccount {

    public static final String REGION = "eu-central-1";
    public static final String REPOSITORY = "shop";
    /** The base image of the example's Dockerfile, as the public registry names it. */
    public static final String BASE = "docker/library/busybox";

    private final Clients clients;
    private final Path application;

    public ExampleAccount(Clients clients, Path application) {
        this.clients = clients;
        this.application = application;
    }

    /** What a rehearsal needs to know of it. The key is kept in memory and goes nowhere else. */
    public record Made(Environment staging, Environment production, String registry, String keyId, String secret) {}

    public Made make() throws IOException, InterruptedException {
        String account = clients.of(StsClient.class).getCallerIdentity().account();
        Map<String, List<String>> names = names(account);
        String execution = role(ShippedRole.EXECUTION, "ecs-task-execution", names);
        String task = role(ShippedRole.TASK, "shop-task", names);
        String balancing = role(ShippedRole.INFRASTRUCTURE, "ecs-load-balancing", names);
        AccessKey key = jenkins(names);

        AuthorizationData registry = repositories();
        String first = Assembly.push(application, "Dockerfile", Map.of("REGISTRY", registry.proxyEndpoint().replaceFirst("^https?://", "")),
                Map.of("org.opencontainers.image.version", "first"),
                URI.create(registry.proxyEndpoint()), "Basic " + registry.authorizationToken(), REPOSITORY,
                List.of("first"), line -> {});
        String host = registry.proxyEndpoint().replaceFirst("^https?://", "");
        String image = account + ".dkr.ecr." + REGION + ".amazonaws.com/" + REPOSITORY + "@" + first;

        // Beside one another: nobody likes to wait for a rehearsal.
        CompletableFuture<Environment> staging =
                CompletableFuture.supplyAsync(() -> environment("shop-staging", image, execution, task, balancing, 1));
        CompletableFuture<Void> database = CompletableFuture.runAsync(this::database);
        Environment production = environment("shop-production", image, execution, task, balancing, 2);
        database.join();
        return new Made(staging.join(), production, host, key.accessKeyId(), key.secretAccessKey());
    }

    private String role(ShippedRole role, String name, Map<String, List<String>> names) {
        IamClient iam = clients.of(IamClient.class);
        String arn = iam.createRole(create -> create.roleName(name)
                .assumeRolePolicyDocument(role.trust().filled(names).toString())).role().arn();
        role.policies().forEach(policy -> iam.putRolePolicy(put -> put.roleName(name).policyName(policy.title())
                .policyDocument(policy.filled(names).toString())));
        role.managed().forEach(managed -> iam.attachRolePolicy(attach -> attach.roleName(name).policyArn(managed)));
        return arn;
    }

    private static Map<String, List<String>> names(String account) {
        String iam = "arn:aws:iam::" + account;
        return Map.ofEntries(
                Map.entry("account", List.of(account)), Map.entry("region", List.of(REGION)),
                Map.entry("repository", List.of(REPOSITORY)), Map.entry("baseRepository", List.of(BASE)),
                Map.entry("cluster", List.of("shop-staging", "shop-production")), Map.entry("service", List.of("shop-web")),
                Map.entry("family", List.of("shop-staging-web", "shop-production-web")),
                Map.entry("database", List.of("shop-production")),
                Map.entry("secret", List.of("shop-staging/*", "shop-production/*")),
                Map.entry("parameter", List.of("shop-staging/*", "shop-production/*")),
                Map.entry("logGroup", List.of("/ecs/shop-staging", "/ecs/shop-production")),
                Map.entry("executionRole", List.of(iam + ":role/ecs-task-execution")),
                Map.entry("taskRole", List.of(iam + ":role/shop-task")),
                Map.entry("infrastructureRole", List.of(iam + ":role/ecs-load-balancing")),
                Map.entry("identity", List.of(iam + ":user/jenkins")));
    }

    /** The pipeline's identity has the policies that this project ships, and nothing more. */
    private AccessKey jenkins(Map<String, List<String>> names) {
        IamClient iam = clients.of(IamClient.class);
        iam.createUser(user -> user.userName("jenkins"));
        for (ShippedPolicy policy : List.of(ShippedPolicy.BUILD, ShippedPolicy.PROMOTE, ShippedPolicy.PLAN, ShippedPolicy.DEPLOY,
                ShippedPolicy.MIGRATE)) {
            String document = policy.filled(names).toString();
            String arn = iam.createPolicy(create -> create.policyName("ecs-release-" + policy.title()).policyDocument(document))
                    .policy().arn();
            iam.attachUserPolicy(attach -> attach.userName("jenkins").policyArn(arn));
        }
        return iam.createAccessKey(create -> create.userName("jenkins")).accessKey();
    }

    private AuthorizationData repositories() throws IOException, InterruptedException {
        EcrClient ecr = clients.of(EcrClient.class);
        ecr.createRepository(create -> create.repositoryName(BASE));
        new BaseImage(ecr).push(BASE, "stable");
        ecr.createRepository(create -> create.repositoryName(REPOSITORY)
                .imageScanningConfiguration(scan -> scan.scanOnPush(true)));
        return ecr.getAuthorizationToken().authorizationData().get(0);
    }

    private void database() {
        RdsClient rds = clients.of(RdsClient.class);
        rds.createDBCluster(create -> create.dbClusterIdentifier("shop-production").engine("aurora-postgresql")
                .engineVersion("16.6").databaseName("shop").masterUsername("shop").manageMasterUserPassword(true)
                .storageEncrypted(true).backupRetentionPeriod(7).deletionProtection(true));
        rds.createDBInstance(create -> create.dbInstanceIdentifier("shop-production-1").dbClusterIdentifier("shop-production")
                .engine("aurora-postgresql").dbInstanceClass("db.r7g.large"));
    }

    private Environment environment(String cluster, String image, String execution, String task, String balancing, int copies) {
        Ec2Client ec2 = clients.of(Ec2Client.class);
        List<Subnet> subnets = ec2.describeSubnets().subnets().stream().filter(Subnet::defaultForAz).limit(2).toList();
        List<String> subnetIds = subnets.stream().map(Subnet::subnetId).toList();
        String vpc = subnets.get(0).vpcId();
        String group = ec2.createSecurityGroup(create -> create.groupName(cluster).description(cluster).vpcId(vpc)).groupId();
        ec2.authorizeSecurityGroupIngress(allow -> allow.groupId(group).ipPermissions(port -> port.ipProtocol("tcp")
                .fromPort(80).toPort(8080).ipRanges(range -> range.cidrIp("0.0.0.0/0"))));

        ElasticLoadBalancingV2Client elb = clients.of(ElasticLoadBalancingV2Client.class);
        LoadBalancer balancer = elb.createLoadBalancer(create -> create.name(cluster).subnets(subnetIds).securityGroups(group))
                .loadBalancers().get(0);
        String blue = targetGroup(cluster + "-blue", vpc);
        String green = targetGroup(cluster + "-green", vpc);
        String rule = listener(balancer.loadBalancerArn(), 80, blue, green);
        String testRule = listener(balancer.loadBalancerArn(), 8080, blue, green);

        CloudWatchClient alarms = clients.of(CloudWatchClient.class);
        alarms.putMetricAlarm(put -> put.alarmName(cluster + "-5xx").namespace("AWS/ApplicationELB")
                .metricName("HTTPCode_Target_5XX_Count").statistic(Statistic.SUM).period(60).evaluationPeriods(1)
                .threshold(5.0).comparisonOperator(ComparisonOperator.GREATER_THAN_THRESHOLD).treatMissingData("notBreaching")
                .dimensions(dimension -> dimension.name("LoadBalancer")
                        .value(balancer.loadBalancerArn().replaceFirst(".*:loadbalancer/", ""))));

        String logs = "/ecs/" + cluster;
        clients.of(CloudWatchLogsClient.class).createLogGroup(create -> create.logGroupName(logs));
        String url = clients.of(SecretsManagerClient.class).createSecret(create -> create.name(cluster + "/database-url")
                .secretString("postgresql://shop:example-" + cluster + "@" + cluster + ".internal/shop")).arn();

        String cookies = "/" + cluster + "/cookie-key";
        clients.of(SsmClient.class).putParameter(put -> put.name(cookies).type(ParameterType.SECURE_STRING).value("example-cookies-of-" + cluster));

        EcsClient ecs = clients.of(EcsClient.class);
        ecs.createCluster(create -> create.clusterName(cluster));
        String family = cluster + "-web";
        String definition = ecs.registerTaskDefinition(register -> register.family(family)
                .requiresCompatibilities(Compatibility.FARGATE).networkMode(NetworkMode.AWSVPC).cpu("256").memory("512")
                .executionRoleArn(execution).taskRoleArn(task)
                .containerDefinitions(container -> container.name("web").image(image).essential(true)
                        .portMappings(port -> port.containerPort(8080).protocol(TransportProtocol.TCP).name("web"))
                        .environment(pair -> pair.name("SHOP_ENVIRONMENT").value(cluster))
                        .secrets(secret -> secret.name("DATABASE_URL").valueFrom(url), secret -> secret.name("COOKIE_KEY").valueFrom(cookies))
                        .logConfiguration(log -> log.logDriver(LogDriver.AWSLOGS).options(Map.of("awslogs-group", logs,
                                "awslogs-region", REGION, "awslogs-stream-prefix", "web")))))
                .taskDefinition().taskDefinitionArn();
        ecs.createService(create -> create.cluster(cluster).serviceName("shop-web").taskDefinition(definition)
                .desiredCount(copies).launchType(LaunchType.FARGATE).enableExecuteCommand(true)
                .propagateTags(PropagateTags.SERVICE).healthCheckGracePeriodSeconds(30)
                .networkConfiguration(network -> network.awsvpcConfiguration(vpcs -> vpcs.subnets(subnetIds)
                        .securityGroups(group).assignPublicIp(AssignPublicIp.ENABLED)))
                .loadBalancers(balance -> balance.targetGroupArn(blue).containerName("web").containerPort(8080)
                        .advancedConfiguration(advanced -> advanced.alternateTargetGroupArn(green)
                                .productionListenerRule(rule).testListenerRule(testRule).roleArn(balancing)))
                .deploymentConfiguration(deployment -> deployment.strategy(DeploymentStrategy.BLUE_GREEN)
                        .bakeTimeInMinutes(2).minimumHealthyPercent(100).maximumPercent(200)
                        .deploymentCircuitBreaker(breaker -> breaker.enable(true).rollback(true))));
        return new Environment(cluster, "shop-web", family, balancer.dnsName(), balancer.loadBalancerArn());
    }

    private String targetGroup(String name, String vpc) {
        return clients.of(ElasticLoadBalancingV2Client.class).createTargetGroup(create -> create.name(name)
                .protocol(ProtocolEnum.HTTP).port(8080).vpcId(vpc).targetType(TargetTypeEnum.IP).healthCheckPath("/health")
                .healthCheckIntervalSeconds(5).healthyThresholdCount(2).unhealthyThresholdCount(2).healthCheckTimeoutSeconds(2))
                .targetGroups().get(0).targetGroupArn();
    }

    /** A listener with one rule for every path, over both target groups, all weight on the first. */
    private String listener(String balancer, int port, String blue, String green) {
        ElasticLoadBalancingV2Client elb = clients.of(ElasticLoadBalancingV2Client.class);
        String listener = elb.createListener(create -> create.loadBalancerArn(balancer).protocol(ProtocolEnum.HTTP).port(port)
                .defaultActions(action -> action.type(ActionTypeEnum.FIXED_RESPONSE)
                        .fixedResponseConfig(fixed -> fixed.statusCode("404"))))
                .listeners().get(0).listenerArn();
        return elb.createRule(create -> create.listenerArn(listener).priority(10)
                .conditions(condition -> condition.field("path-pattern").pathPatternConfig(paths -> paths.values("/*")))
                .actions(action -> action.type(ActionTypeEnum.FORWARD).forwardConfig(forward -> forward.targetGroups(
                        target -> target.targetGroupArn(blue).weight(100), target -> target.targetGroupArn(green).weight(0)))))
                .rules().get(0).ruleArn();
    }
}
