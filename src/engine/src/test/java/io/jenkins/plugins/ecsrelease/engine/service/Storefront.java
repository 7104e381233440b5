package io.jenkins.plugins.ecsrelease.engine.service;

import io.jenkins.plugins.ecsrelease.engine.run.Trial;
import io.jenkins.plugins.ecsrelease.engine.service.look.History;
import io.jenkins.plugins.ecsrelease.sandbox.Sandbox;
import io.jenkins.plugins.ecsrelease.sandbox.world.Ledger;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import software.amazon.awssdk.services.ecs.EcsClient;
import software.amazon.awssdk.services.ecs.model.Compatibility;
import software.amazon.awssdk.services.ecs.model.CreateServiceRequest;
import software.amazon.awssdk.services.ecs.model.DeploymentConfiguration;
import software.amazon.awssdk.services.ecs.model.DeploymentLifecycleHook;
import software.amazon.awssdk.services.ecs.model.NetworkMode;
import software.amazon.awssdk.services.ecs.model.Service;
import software.amazon.awssdk.services.ecs.model.ServiceDeploymentBrief;
import software.amazon.awssdk.services.elasticloadbalancingv2.ElasticLoadBalancingV2Client;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.ActionTypeEnum;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.ProtocolEnum;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.TargetGroupTuple;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.TargetTypeEnum;

/** A web shop on ECS: the service "web" of the cluster "shop", two tasks behind a load balancer. Made by AWS calls alone. */
public final class Storefront {

    public static final String CLUSTER = "shop";
    public static final String SERVICE = "web";

    private static final String REGISTRY = "public.ecr.aws/sandbox/";
    private static final String ROLE = "arn:aws:iam::123456789012:role/";

    private final Sandbox sandbox;
    private final EcsClient ecs;
    private final ElasticLoadBalancingV2Client elb;

    /** The changes that stood in the ledger once the shop was open. */
    private int before;

    private Storefront(Sandbox sandbox, Trial trial) {
        this.sandbox = sandbox;
        ecs = trial.aws(EcsClient.class);
        elb = trial.aws(ElasticLoadBalancingV2Client.class);
    }

    /** Serving version 1, deployed as {@code how} says and steady. */
    public static Storefront open(Sandbox sandbox, Trial trial, Consumer<DeploymentConfiguration.Builder> how) {
        return open(sandbox, trial, how, true);
    }

    /** @param balanced whether it is behind a load balancer */
    public static Storefront open(Sandbox sandbox, Trial trial, Consumer<DeploymentConfiguration.Builder> how, boolean balanced) {
        Storefront shop = new Storefront(sandbox, trial);
        InfrastructureRole.create(trial);
        shop.build(how, balanced);
        trial.advance(Duration.ofMinutes(balanced ? 2 : 1));
        if (!shop.deployment(shop.service().currentServiceDeployment()).equals("SUCCESSFUL")) {
            throw new IllegalStateException("The shop did not open: " + shop.service().events());
        }
        shop.closeBooks();
        return shop;
    }

    /** What was done so far is not counted. */
    void closeBooks() {
        before = sandbox.world().ledger().entries().size();
    }

    private void build(Consumer<DeploymentConfiguration.Builder> how, boolean balanced) {
        ecs.createCluster(cluster -> cluster.clusterName(CLUSTER));
        String definition = define(image("web", 1));
        CreateServiceRequest.Builder create = CreateServiceRequest.builder().cluster(CLUSTER).serviceName(SERVICE)
                .taskDefinition(definition).desiredCount(2)
                .networkConfiguration(network -> network.awsvpcConfiguration(vpc -> vpc.subnets("subnet-a", "subnet-b")))
                .deploymentConfiguration(how);
        ecs.createService(balanced ? behindALoadBalancer(create).build() : create.build());
    }

    /** Registers the next revision. */
    String define(String image) {
        return ecs.registerTaskDefinition(define -> define.family("web").networkMode(NetworkMode.AWSVPC)
                        .requiresCompatibilities(Compatibility.FARGATE).cpu("256").memory("512")
                        .taskRoleArn(ROLE + "web").executionRoleArn(ROLE + "pull")
                        .containerDefinitions(container -> container.name("web").image(image).essential(true)
                                .portMappings(port -> port.containerPort(8080))))
                .taskDefinition().taskDefinitionArn();
    }

    /** Somebody deploys without us. */
    void deploy(String image) {
        String definition = define(image);
        ecs.updateService(update -> update.cluster(CLUSTER).service(SERVICE).taskDefinition(definition));
    }

    /** A deployment there was. */
    record Deployed(String status, String taskDefinition) {}

    /** The deployments there were, each with its task definition. */
    List<Deployed> history() {
        List<ServiceDeploymentBrief> briefs = deployments();
        Map<String, String> definitions = new java.util.HashMap<>();
        ecs.describeServiceRevisions(describe -> describe.serviceRevisionArns(
                        briefs.stream().map(ServiceDeploymentBrief::targetServiceRevisionArn).toList()))
                .serviceRevisions().forEach(one -> definitions.put(one.serviceRevisionArn(), one.taskDefinition()));
        return briefs.stream()
                .map(one -> new Deployed(one.statusAsString(), definitions.getOrDefault(one.targetServiceRevisionArn(), "")))
                .toList();
    }

    List<ServiceDeploymentBrief> deployments() {
        return ecs.listServiceDeployments(list -> list.cluster(CLUSTER).service(SERVICE)).serviceDeployments();
    }

    /** How the service deploys; no hooks and none that were ever set are the same. */
    String configuration() {
        DeploymentConfiguration now = service().deploymentConfiguration();
        return (now.lifecycleHooks().isEmpty() ? now.toBuilder().lifecycleHooks((Collection<DeploymentLifecycleHook>) null).build() : now)
                .toString();
    }

    boolean quiet() {
        return deployments().stream().allMatch(one -> History.over(one.statusAsString()));
    }

    private CreateServiceRequest.Builder behindALoadBalancer(CreateServiceRequest.Builder service) {
        String balancer = elb.createLoadBalancer(create -> create.name("web").subnets("subnet-a", "subnet-b"))
                .loadBalancers().get(0).loadBalancerArn();
        String blue = group("web-blue");
        String green = group("web-green");
        String production = rule(balancer, 80, blue, green);
        String test = rule(balancer, 8443, blue, green);
        return service.loadBalancers(lb -> lb.targetGroupArn(blue).containerName("web").containerPort(8080)
                        .advancedConfiguration(advanced -> advanced.alternateTargetGroupArn(green)
                                .productionListenerRule(production).testListenerRule(test).roleArn(InfrastructureRole.ARN)));
    }

    private String group(String name) {
        return elb.createTargetGroup(group -> group.name(name).protocol(ProtocolEnum.HTTP).port(8080).vpcId("vpc-1")
                        .targetType(TargetTypeEnum.IP).healthCheckPath("/health").healthCheckIntervalSeconds(10)
                        .unhealthyThresholdCount(2).healthyThresholdCount(2))
                .targetGroups().get(0).targetGroupArn();
    }

    private String rule(String balancer, int port, String blue, String green) {
        String listener = elb.createListener(create -> create.loadBalancerArn(balancer).port(port).protocol(ProtocolEnum.HTTP)
                        .defaultActions(action -> action.type(ActionTypeEnum.FIXED_RESPONSE)
                                .fixedResponseConfig(fixed -> fixed.statusCode("404"))))
                .listeners().get(0).listenerArn();
        return elb.createRule(rule -> rule.listenerArn(listener).priority(1)
                        .conditions(condition -> condition.field("path-pattern").pathPatternConfig(path -> path.values("/*")))
                        .actions(action -> action.type(ActionTypeEnum.FORWARD).forwardConfig(forward -> forward.targetGroups(
                                TargetGroupTuple.builder().targetGroupArn(blue).weight(100).build(),
                                TargetGroupTuple.builder().targetGroupArn(green).weight(0).build()))))
                .rules().get(0).ruleArn();
    }

    /** An image by digest; its name says how it behaves ("web", "unhealthy", "crashing"). */
    public static String image(String name, int version) {
        return REGISTRY + name + "@sha256:" + String.format("%064x", version);
    }

    public Service service() {
        return ecs.describeServices(describe -> describe.cluster(CLUSTER).services(SERVICE)).services().get(0);
    }

    /** The status of a deployment. */
    public String deployment(String arn) {
        return ecs.describeServiceDeployments(describe -> describe.serviceDeploymentArns(arn))
                .serviceDeployments().get(0).statusAsString();
    }

    /** The images of the tasks that run. */
    public List<String> running() {
        List<String> tasks = ecs.listTasks(list -> list.cluster(CLUSTER).serviceName(SERVICE)).taskArns();
        return tasks.isEmpty() ? List.of()
                : ecs.describeTasks(describe -> describe.cluster(CLUSTER).tasks(tasks)).tasks().stream()
                        .filter(task -> task.lastStatus().equals("RUNNING"))
                        .map(task -> task.containers().get(0).image()).distinct().toList();
    }

    /** How often this was really done since the shop was open. */
    public int made(String operation) {
        return (int) sandbox.world().ledger().entries().stream().skip(before)
                .filter(entry -> entry.operation().equals(operation)).count();
    }

    /** What was really done since the books were closed. */
    List<Ledger.Entry> done(String operation) {
        return sandbox.world().ledger().entries().stream().skip(before)
                .filter(entry -> entry.operation().equals(operation)).toList();
    }

    /** The image of the web container of a task definition. */
    String imageOf(String taskDefinition) {
        return ecs.describeTaskDefinition(describe -> describe.taskDefinition(taskDefinition)).taskDefinition()
                .containerDefinitions().get(0).image();
    }

    /** The operations done since the shop was open, with how often. */
    public Map<String, Integer> made() {
        Map<String, Integer> made = new java.util.TreeMap<>();
        sandbox.world().ledger().entries().stream().skip(before).filter(entry -> !entry.operation().isEmpty())
                .forEach(entry -> made.merge(entry.operation(), 1, Integer::sum));
        return made;
    }
}
