package io.jenkins.plugins.ecsrelease.test.jenkins;

import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.function.Predicate;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.awscore.client.builder.AwsClientBuilder;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.ecs.EcsClient;
import software.amazon.awssdk.services.ecs.model.Compatibility;
import software.amazon.awssdk.services.ecs.model.NetworkMode;
import software.amazon.awssdk.services.ecs.model.Service;
import software.amazon.awssdk.services.ecs.model.ServiceDeployment;
import software.amazon.awssdk.services.elasticloadbalancingv2.ElasticLoadBalancingV2Client;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.ActionTypeEnum;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.ProtocolEnum;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.TargetGroupTuple;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.TargetTypeEnum;

/** A web service behind a load balancer, set up and looked at through AWS calls alone. */
public final class Shop {

    public static final String KEY = "AKIASBOX123456789012";
    public static final String SECRET = "sandbox/only/not/a/secret/anywhere/else0";

    private final EcsClient ecs;
    private final ElasticLoadBalancingV2Client elb;

    public Shop(URI endpoint) {
        ecs = to(endpoint, EcsClient.builder());
        elb = to(endpoint, ElasticLoadBalancingV2Client.builder());
    }

    private static <C, B extends AwsClientBuilder<B, C>> C to(URI endpoint, B builder) {
        return builder.endpointOverride(endpoint).region(Region.EU_CENTRAL_1)
                .credentialsProvider(StaticCredentialsProvider.create(AwsBasicCredentials.create(KEY, SECRET))).build();
    }

    /** An image of the sandbox's public registry, whose name tells how it behaves, by a digest made of one digit. */
    public static String image(String behaviour, char digit) {
        return "public.ecr.aws/sandbox/" + behaviour + "@sha256:" + String.valueOf(digit).repeat(64);
    }

    /** The service "web" of the cluster "shop" with two tasks of version 1, blue/green, steady. */
    public Shop serve(int bakeMinutes) {
        ecs.createCluster(c -> c.clusterName("shop"));
        String balancer = elb.createLoadBalancer(l -> l.name("shop").subnets("subnet-a", "subnet-b")).loadBalancers().get(0).loadBalancerArn();
        String blue = group("shop-blue");
        String green = group("shop-green");
        String production = rule(balancer, 80, blue, green);
        String test = rule(balancer, 8443, blue, green);
        String definition = ecs.registerTaskDefinition(d -> d.family("shop-web").networkMode(NetworkMode.AWSVPC)
                .requiresCompatibilities(Compatibility.FARGATE).cpu("256").memory("512")
                .taskRoleArn("arn:aws:iam::123456789012:role/shop").executionRoleArn("arn:aws:iam::123456789012:role/pull")
                .containerDefinitions(c -> c.name("web").image(image("web", '1')).essential(true).portMappings(p -> p.containerPort(8080)))).taskDefinition().taskDefinitionArn();
        ecs.createService(s -> s.cluster("shop").serviceName("web").taskDefinition(definition).desiredCount(2)
                .networkConfiguration(n -> n.awsvpcConfiguration(v -> v.subnets("subnet-a", "subnet-b")))
                .deploymentConfiguration(how -> how.strategy("BLUE_GREEN").bakeTimeInMinutes(bakeMinutes))
                .loadBalancers(l -> l.targetGroupArn(blue).containerName("web").containerPort(8080)
                        .advancedConfiguration(a -> a.alternateTargetGroupArn(green).productionListenerRule(production)
                                .testListenerRule(test).roleArn("arn:aws:iam::123456789012:role/ecs-infrastructure"))));
        until("the first deployment is over", deployment -> deployment.statusAsString().equals("SUCCESSFUL"));
        return this;
    }

    /** The image that the service's task definition names. */
    public String image() {
        return ecs.describeTaskDefinition(d -> d.taskDefinition(service().taskDefinition())).taskDefinition().containerDefinitions().get(0).image();
    }

    /** How many deployments the service has had: each is one UpdateService, the first its creation. */
    public int deployments() {
        return ecs.listServiceDeployments(l -> l.cluster("shop").service("web")).serviceDeployments().size();
    }

    public void untilStage(String stage) {
        until("stage " + stage, deployment -> stage.equals(deployment.lifecycleStageAsString()));
    }

    private void until(String what, Predicate<ServiceDeployment> reached) {
        Instant deadline = Instant.now().plus(Duration.ofMinutes(2));
        while (!reached.test(newest())) {
            if (Instant.now().isAfter(deadline)) {
                throw new AssertionError("not in two minutes: " + what + "; it is " + newest());
            }
            Thread.onSpinWait();
        }
    }

    private ServiceDeployment newest() {
        String arn = service().currentServiceDeployment();
        return ecs.describeServiceDeployments(d -> d.serviceDeploymentArns(arn)).serviceDeployments().get(0);
    }

    private Service service() {
        return ecs.describeServices(d -> d.cluster("shop").services("web")).services().get(0);
    }

    private String group(String name) {
        return elb.createTargetGroup(g -> g.name(name).protocol(ProtocolEnum.HTTP).port(8080).vpcId("vpc-1")
                .targetType(TargetTypeEnum.IP).healthCheckPath("/health").healthCheckIntervalSeconds(10)
                .unhealthyThresholdCount(2).healthyThresholdCount(2)).targetGroups().get(0).targetGroupArn();
    }

    private String rule(String balancer, int port, String blue, String green) {
        String listener = elb.createListener(l -> l.loadBalancerArn(balancer).port(port).protocol(ProtocolEnum.HTTP)
                .defaultActions(a -> a.type(ActionTypeEnum.FIXED_RESPONSE).fixedResponseConfig(f -> f.statusCode("404")))).listeners().get(0).listenerArn();
        return elb.createRule(r -> r.listenerArn(listener).priority(1)
                .conditions(c -> c.field("path-pattern").pathPatternConfig(p -> p.values("/*")))
                .actions(a -> a.type(ActionTypeEnum.FORWARD).forwardConfig(f -> f.targetGroups(
                        TargetGroupTuple.builder().targetGroupArn(blue).weight(100).build(),
                        TargetGroupTuple.builder().targetGroupArn(green).weight(0).build())))).rules().get(0).ruleArn();
    }
}
