package io.jenkins.plugins.ecsrelease.engine.service;

import io.jenkins.plugins.ecsrelease.engine.operation.Outcome;
import io.jenkins.plugins.ecsrelease.engine.rollback.Rollback;
import io.jenkins.plugins.ecsrelease.engine.run.Trial;
import io.jenkins.plugins.ecsrelease.sandbox.Sandbox;
import io.jenkins.plugins.ecsrelease.sandbox.SandboxOptions;
import io.jenkins.plugins.ecsrelease.sandbox.world.VirtualTime;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.junit.rules.ExternalResource;
import software.amazon.awssdk.services.cloudwatch.CloudWatchClient;
import software.amazon.awssdk.services.ecs.EcsClient;
import software.amazon.awssdk.services.ecs.model.Compatibility;
import software.amazon.awssdk.services.ecs.model.ContainerDefinition;
import software.amazon.awssdk.services.ecs.model.CreateServiceRequest;
import software.amazon.awssdk.services.ecs.model.DeploymentConfiguration;
import software.amazon.awssdk.services.ecs.model.NetworkMode;
import software.amazon.awssdk.services.ecs.model.Service;
import software.amazon.awssdk.services.ecs.model.ServiceDeploymentBrief;
import software.amazon.awssdk.services.ecs.model.Tag;
import software.amazon.awssdk.services.elasticloadbalancingv2.ElasticLoadBalancingV2Client;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.ActionTypeEnum;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.ProtocolEnum;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.TargetGroupTuple;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.TargetTypeEnum;

/** A shop on the sandbox, in virtual time: its web service behind a load balancer, and releases of it by the real engine. */
public final class Shop extends ExternalResource {

    public static final String ROLE = InfrastructureRole.ARN;
    public static final String DIGEST = "sha256:" + "d".repeat(64);

    public final VirtualTime time = new VirtualTime(Instant.parse("2026-11-23T08:00:00Z"));
    public final BlueGreen blueGreen = new BlueGreen();
    public final Rollback rollback = new Rollback();
    public Sandbox sandbox;
    public Trial trial;
    public EcsClient ecs;
    public ElasticLoadBalancingV2Client elb;
    public String blue;
    public String green;
    public String production;
    public String test;
    private final Map<String, Integer> before = new TreeMap<>();
    private String balancer;

    @Override
    protected void before() {
        sandbox = Sandbox.start(SandboxOptions.virtual(time));
        trial = new Trial(time, sandbox.inProcess(), blueGreen, rollback);
        ecs = trial.aws(EcsClient.class);
        elb = trial.aws(ElasticLoadBalancingV2Client.class);
        InfrastructureRole.create(trial);
        ecs.createCluster(c -> c.clusterName("shop"));
        balancer = elb.createLoadBalancer(l -> l.name("shop").subnets("subnet-a", "subnet-b")).loadBalancers().get(0).loadBalancerArn();
        blue = group("shop-blue");
        green = group("shop-green");
        production = rule(80);
        test = rule(8443);
    }

    @Override
    protected void after() {
        trial.close();
        sandbox.close();
    }

    private String group(String name) {
        return elb.createTargetGroup(g -> g.name(name).protocol(ProtocolEnum.HTTP).port(8080).vpcId("vpc-1")
                .targetType(TargetTypeEnum.IP).healthCheckPath("/health").healthCheckIntervalSeconds(10)
                .unhealthyThresholdCount(2).healthyThresholdCount(2)).targetGroups().get(0).targetGroupArn();
    }

    private String rule(int port) {
        String listener = elb.createListener(l -> l.loadBalancerArn(balancer).port(port).protocol(ProtocolEnum.HTTP)
                        .defaultActions(a -> a.type(ActionTypeEnum.FIXED_RESPONSE).fixedResponseConfig(f -> f.statusCode("404"))))
                .listeners().get(0).listenerArn();
        return elb.createRule(r -> r.listenerArn(listener).priority(1)
                        .conditions(c -> c.field("path-pattern").pathPatternConfig(p -> p.values("/*")))
                        .actions(a -> a.type(ActionTypeEnum.FORWARD).forwardConfig(f -> f.targetGroups(
                                TargetGroupTuple.builder().targetGroupArn(blue).weight(100).build(),
                                TargetGroupTuple.builder().targetGroupArn(green).weight(0).build()))))
                .rules().get(0).ruleArn();
    }

    /** Where the production listener really listens. */
    public URI url() {
        return listener(80);
    }

    /** Where the test listener really listens. */
    public URI testUrl() {
        return listener(8443);
    }

    private URI listener(int port) {
        String listener = elb.describeListeners(l -> l.loadBalancerArn(balancer)).listeners().stream()
                .filter(one -> one.port() == port).findFirst().orElseThrow().listenerArn();
        return URI.create(elb.describeListenerAttributes(d -> d.listenerArn(listener)).attributes().get(0).value());
    }

    /** An image of the sandbox's public registry, whose name tells how it behaves, by a digest made of one digit. */
    public static String image(String behaviour, char digit) {
        return "public.ecr.aws/sandbox/" + behaviour + "@sha256:" + String.valueOf(digit).repeat(64);
    }

    public String define(ContainerDefinition... containers) {
        return ecs.registerTaskDefinition(d -> d.family("shop-web").networkMode(NetworkMode.AWSVPC)
                        .requiresCompatibilities(Compatibility.FARGATE).cpu("256").memory("512")
                        .taskRoleArn("arn:aws:iam::123456789012:role/shop").executionRoleArn("arn:aws:iam::123456789012:role/pull")
                        .containerDefinitions(containers).tags(Tag.builder().key("team").value("shop").build()))
                .taskDefinition().taskDefinitionArn();
    }

    public static ContainerDefinition web(String image) {
        return ContainerDefinition.builder().name("web").image(image).essential(true).portMappings(p -> p.containerPort(8080))
                .environment(e -> e.name("GREETING").value("hello")).build();
    }

    public static ContainerDefinition sidecar(String image) {
        return ContainerDefinition.builder().name("proxy").image(image).essential(false).build();
    }

    /** The service "web" with two tasks of version 1, deployed and steady. */
    public void serve(Consumer<DeploymentConfiguration.Builder> how) {
        serve(how, service -> {}, web(image("web", '1')));
    }

    public void serve(Consumer<DeploymentConfiguration.Builder> how, Consumer<CreateServiceRequest.Builder> more,
            ContainerDefinition... containers) {
        String definition = define(containers);
        ecs.createService(s -> more.accept(s.cluster("shop").serviceName("web").taskDefinition(definition).desiredCount(2)
                .networkConfiguration(n -> n.awsvpcConfiguration(v -> v.subnets("subnet-a", "subnet-b")))
                .deploymentConfiguration(how)
                .loadBalancers(l -> l.targetGroupArn(blue).containerName("web").containerPort(8080)
                        .advancedConfiguration(a -> a.alternateTargetGroupArn(green).productionListenerRule(production)
                                .testListenerRule(test).roleArn(ROLE)))));
        trial.until("the first deployment is over", () -> status(service().currentServiceDeployment()).equals("SUCCESSFUL"));
        for (String operation : new String[] {"UpdateService", "RegisterTaskDefinition", "TagResource", "StopServiceDeployment"}) {
            before.put(operation, sandbox.world().ledger().of(operation).size());
        }
    }

    public BlueGreenOrder order(String image) {
        return BlueGreenOrder.of("shop/main#42/" + image.substring(image.length() - 4), "shop", "web", Map.of("web", image));
    }

    public Outcome release(String image) {
        return trial.run(blueGreen, order(image));
    }

    public void begin(BlueGreenOrder order) {
        trial.begin("trial", blueGreen, order);
    }

    /** Lets time pass until the newest deployment is in a stage. */
    public void untilStage(String stage) {
        trial.until("stage " + stage, () -> stage.equals(ecs.describeServiceDeployments(d -> d.serviceDeploymentArns(
                        service().currentServiceDeployment())).serviceDeployments().get(0).lifecycleStageAsString()));
    }

    public Service service() {
        return ecs.describeServices(d -> d.cluster("shop").services("web")).services().get(0);
    }

    public String status(String deployment) {
        return ecs.describeServiceDeployments(d -> d.serviceDeploymentArns(deployment)).serviceDeployments().get(0).statusAsString();
    }

    /** The service's deployments, the newest first. */
    public List<ServiceDeploymentBrief> deployments() {
        return ecs.listServiceDeployments(list -> list.cluster("shop").service("web")).serviceDeployments();
    }

    /** The newest deployment's status. */
    public String newest() {
        return deployments().get(0).statusAsString();
    }

    /** Weight by target group of the production rule, without those that get nothing. */
    public Map<String, Integer> weights() {
        Map<String, Integer> weights = new TreeMap<>();
        elb.describeRules(d -> d.ruleArns(production)).rules().get(0).actions().get(0).forwardConfig().targetGroups().stream()
                .filter(tuple -> tuple.weight() > 0).forEach(tuple -> weights.put(tuple.targetGroupArn(), tuple.weight()));
        return weights;
    }

    /** How often an operation changed something since the service was set up. */
    public long changes(String operation) {
        return sandbox.world().ledger().of(operation).size() - before.getOrDefault(operation, 0);
    }

    public Map<String, String> tags(String taskDefinition) {
        Map<String, String> tags = new TreeMap<>();
        ecs.listTagsForResource(r -> r.resourceArn(taskDefinition)).tags().forEach(tag -> tags.put(tag.key(), tag.value()));
        return tags;
    }

    /** The order's task definition from its outcome. */
    public static String definition(Outcome outcome) {
        return (String) outcome.result().get(Result.TASK_DEFINITION);
    }

    /** An alarm on errors, green; it turns red by a fault. */
    public void alarm(String name) {
        trial.aws(CloudWatchClient.class).putMetricAlarm(a -> a.alarmName(name)
                .namespace("AWS/ApplicationELB").metricName("HTTPCode_Target_5XX_Count").statistic("Sum").period(60)
                .evaluationPeriods(1).threshold(10.0).comparisonOperator("GreaterThanThreshold").treatMissingData("notBreaching"));
        advance(Duration.ofMinutes(3));
    }

    public List<String> said() {
        return trial.said();
    }

    public void advance(Duration by) {
        trial.advance(by);
    }
}
