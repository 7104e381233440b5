package io.jenkins.plugins.ecsrelease.sandbox.control.ecs;

import io.jenkins.plugins.ecsrelease.sandbox.Clients;
import io.jenkins.plugins.ecsrelease.sandbox.Sandbox;
import io.jenkins.plugins.ecsrelease.sandbox.SandboxOptions;
import io.jenkins.plugins.ecsrelease.sandbox.world.VirtualTime;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import org.awaitility.Awaitility;
import org.junit.rules.ExternalResource;
import software.amazon.awssdk.services.ecs.EcsClient;
import software.amazon.awssdk.services.ecs.model.Compatibility;
import software.amazon.awssdk.services.ecs.model.CreateServiceRequest;
import software.amazon.awssdk.services.ecs.model.DeploymentConfiguration;
import software.amazon.awssdk.services.ecs.model.NetworkMode;
import software.amazon.awssdk.services.ecs.model.Service;
import software.amazon.awssdk.services.ecs.model.ServiceDeployment;
import software.amazon.awssdk.services.elasticloadbalancingv2.ElasticLoadBalancingV2Client;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.ActionTypeEnum;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.ProtocolEnum;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.TargetGroupTuple;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.TargetTypeEnum;

/** A cluster, and a load balancer with a production and a test listener over two target groups; made by AWS calls alone. */
public final class Site extends ExternalResource {

    public static final String ROLE = "arn:aws:iam::123456789012:role/ecs-infrastructure";
    public static final String IMAGE = "public.ecr.aws/sandbox/";

    public final VirtualTime time = new VirtualTime(Instant.parse("2026-11-23T08:00:00Z"));
    public Sandbox sandbox;
    public EcsClient ecs;
    public ElasticLoadBalancingV2Client elb;
    public String balancer;
    public String blue;
    public String green;
    public String listener;
    public String production;
    public String test;
    private final SandboxOptions options;

    /** In time that only the test moves. */
    public Site() {
        options = SandboxOptions.virtual(time);
    }

    /** In time that runs. */
    public Site(double speed) {
        options = SandboxOptions.running(speed);
    }

    @Override
    protected void before() {
        sandbox = Sandbox.start(options);
        ecs = Clients.of(sandbox).client(EcsClient.class);
        elb = Clients.of(sandbox).client(ElasticLoadBalancingV2Client.class);
        ecs.createCluster(c -> c.clusterName("production"));
        balancer = elb.createLoadBalancer(l -> l.name("web").subnets("subnet-a", "subnet-b")).loadBalancers().get(0).loadBalancerArn();
        blue = group("web-blue");
        green = group("web-green");
        listener = listener(80);
        production = rule(listener, 100);
        test = rule(listener(8443), 100);
    }

    @Override
    protected void after() {
        sandbox.close();
    }

    private String group(String name) {
        return elb.createTargetGroup(g -> g.name(name).protocol(ProtocolEnum.HTTP).port(8080).vpcId("vpc-1")
                .targetType(TargetTypeEnum.IP).healthCheckPath("/health").healthCheckIntervalSeconds(10)
                .unhealthyThresholdCount(2).healthyThresholdCount(2)).targetGroups().get(0).targetGroupArn();
    }

    private String listener(int port) {
        return elb.createListener(l -> l.loadBalancerArn(balancer).port(port).protocol(ProtocolEnum.HTTP)
                        .defaultActions(a -> a.type(ActionTypeEnum.FIXED_RESPONSE).fixedResponseConfig(f -> f.statusCode("404"))))
                .listeners().get(0).listenerArn();
    }

    private String rule(String of, int blueWeight) {
        return elb.createRule(r -> r.listenerArn(of).priority(1)
                        .conditions(c -> c.field("path-pattern").pathPatternConfig(p -> p.values("/*")))
                        .actions(a -> a.type(ActionTypeEnum.FORWARD).forwardConfig(f -> f.targetGroups(
                                TargetGroupTuple.builder().targetGroupArn(blue).weight(blueWeight).build(),
                                TargetGroupTuple.builder().targetGroupArn(green).weight(100 - blueWeight).build()))))
                .rules().get(0).ruleArn();
    }

    /** Registers a revision of the family "web" that runs {@code image}. */
    public String define(String image) {
        return define(image, "NAME", "web");
    }

    public String define(String image, String variable, String value) {
        return ecs.registerTaskDefinition(d -> d.family("web").networkMode(NetworkMode.AWSVPC)
                        .requiresCompatibilities(Compatibility.FARGATE).cpu("256").memory("512")
                        .taskRoleArn("arn:aws:iam::123456789012:role/web").executionRoleArn("arn:aws:iam::123456789012:role/pull")
                        .containerDefinitions(c -> c.name("web").image(image).essential(true)
                                .environment(e -> e.name(variable).value(value))
                                .portMappings(p -> p.containerPort(8080))))
                .taskDefinition().taskDefinitionArn();
    }

    /** The service "web" with two tasks behind the load balancer, deployed and steady. */
    public void serve(Consumer<DeploymentConfiguration.Builder> how) {
        serve(how, service -> {});
    }

    public void serve(Consumer<DeploymentConfiguration.Builder> how, Consumer<CreateServiceRequest.Builder> more) {
        String definition = define(IMAGE + "web:1");
        ecs.createService(s -> more.accept(s.cluster("production").serviceName("web").taskDefinition(definition).desiredCount(2)
                .networkConfiguration(n -> n.awsvpcConfiguration(v -> v.subnets("subnet-a", "subnet-b")))
                .deploymentConfiguration(how)
                .loadBalancers(l -> l.targetGroupArn(blue).containerName("web").containerPort(8080)
                        .advancedConfiguration(a -> a.alternateTargetGroupArn(green).productionListenerRule(production)
                                .testListenerRule(test).roleArn(ROLE)))));
        until(() -> deployment().statusAsString().equals("SUCCESSFUL"));
    }

    /** UpdateService to a new revision that runs {@code image}; the ARN of its deployment. */
    public String release(String image) {
        String definition = define(image);
        ecs.updateService(u -> u.cluster("production").service("web").taskDefinition(definition));
        return service().currentServiceDeployment();
    }

    public Service service() {
        return ecs.describeServices(d -> d.cluster("production").services("web")).services().get(0);
    }

    /** The newest deployment. */
    public ServiceDeployment deployment() {
        return deployment(service().currentServiceDeployment());
    }

    public ServiceDeployment deployment(String arn) {
        return ecs.describeServiceDeployments(d -> d.serviceDeploymentArns(arn)).serviceDeployments().get(0);
    }

    /** Weight by target group of the production rule, without those that get nothing. */
    public Map<String, Integer> weights() {
        return weights(production);
    }

    public Map<String, Integer> weights(String rule) {
        Map<String, Integer> weights = new TreeMap<>();
        elb.describeRules(d -> d.ruleArns(rule)).rules().get(0).actions().get(0).forwardConfig().targetGroups().stream()
                .filter(tuple -> tuple.weight() > 0).forEach(tuple -> weights.put(tuple.targetGroupArn(), tuple.weight()));
        return weights;
    }

    /** Moves time second by second until something holds; fails after an hour of it. Waits where time runs by itself. */
    public void until(BooleanSupplier holds) {
        if (sandbox.world().time().speed() > 0) {
            Awaitility.await().atMost(Duration.ofMinutes(1)).pollInterval(Duration.ofMillis(20)).until(holds::getAsBoolean);
            return;
        }
        for (int second = 0; second < 3600; second++) {
            if (holds.getAsBoolean()) {
                return;
            }
            time.advance(Duration.ofSeconds(1));
        }
        throw new AssertionError("It did not come to hold within an hour: " + deployment() + "\n" + service().events());
    }

    public void untilOver(String deployment) {
        until(() -> deployment(deployment).finishedAt() != null);
    }

    public void untilStage(String stage) {
        until(() -> stage.equals(deployment().lifecycleStageAsString()));
    }
}
