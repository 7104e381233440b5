package io.jenkins.plugins.ecsrelease.test.jenkins;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.ecs.EcsClient;
import software.amazon.awssdk.services.ecs.model.Compatibility;
import software.amazon.awssdk.services.ecs.model.NetworkMode;
import software.amazon.awssdk.services.ecs.model.Service;
import software.amazon.awssdk.services.ecs.model.ServiceDeployment;
import software.amazon.awssdk.services.ecs.model.ServiceDeploymentStatus;
import software.amazon.awssdk.services.ecs.model.StopServiceDeploymentStopType;
import software.amazon.awssdk.services.ecs.model.TaskDefinition;
import software.amazon.awssdk.services.iam.IamClient;

/** A service of the example, looked at and set up through AWS calls as an administrator. */
public final class Shop {

    public static final String CLUSTER = "shop-production";
    public static final String SERVICE = "shop-web";
    public static final String REGION = "eu-central-1";

    /** A cluster of services beside the shop's own. */
    public static final String FLEET = "fleet";

    /** Of the sandbox's administrator. */
    static final String KEY = "AKIASBOX123456789012";
    static final String SECRET = "sandbox/only/not/a/secret/anywhere/else0";

    /** How every session token of the sandbox begins. */
    static final String SESSION_TOKEN = "IQoJb3JpZ2lu";

    private final EcsClient ecs;
    private final IamClient iam;
    private final String cluster;

    /** The production service. */
    public Shop(Aws aws) {
        this(aws, CLUSTER);
    }

    public Shop(Aws aws, String cluster) {
        this.cluster = cluster;
        StaticCredentialsProvider administrator = StaticCredentialsProvider.create(AwsBasicCredentials.create(KEY, SECRET));
        ecs = EcsClient.builder().endpointOverride(aws.endpoint()).region(Region.of(REGION)).credentialsProvider(administrator).build();
        iam = IamClient.builder().endpointOverride(aws.endpoint()).region(Region.AWS_GLOBAL).credentialsProvider(administrator).build();
    }

    /** A role with the policies of the example's key, which that key may assume; what it may do it may ask of itself. */
    public String role() {
        String user = "arn:aws:iam::123456789012:user/jenkins";
        if (iam.listRoles().roles().stream().noneMatch(each -> each.roleName().equals("deployer"))) {
            iam.createRole(create -> create.roleName("deployer").assumeRolePolicyDocument("{\"Version\":\"2012-10-17\",\"Statement\":"
                    + "[{\"Effect\":\"Allow\",\"Principal\":{\"AWS\":\"" + user + "\"},\"Action\":[\"sts:AssumeRole\",\"sts:TagSession\"]}]}"));
            iam.listAttachedUserPolicies(list -> list.userName("jenkins")).attachedPolicies()
                    .forEach(each -> iam.attachRolePolicy(attach -> attach.roleName("deployer").policyArn(each.policyArn())));
            iam.putRolePolicy(put -> put.roleName("deployer").policyName("ask").policyDocument("{\"Version\":\"2012-10-17\",\"Statement\":"
                    + "[{\"Effect\":\"Allow\",\"Action\":\"iam:SimulatePrincipalPolicy\",\"Resource\":\"arn:aws:iam::123456789012:role/deployer\"}]}"));
            iam.putUserPolicy(put -> put.userName("jenkins").policyName("assume").policyDocument("{\"Version\":\"2012-10-17\",\"Statement\":"
                    + "[{\"Effect\":\"Allow\",\"Action\":\"sts:AssumeRole\",\"Resource\":\"arn:aws:iam::123456789012:role/deployer\"}]}"));
        }
        return "arn:aws:iam::123456789012:role/deployer";
    }

    /** Services s0, s1 and so on, whose deployments bake for a day. */
    public void fleet(int services) {
        ecs.createCluster(cluster -> cluster.clusterName(FLEET));
        for (int i = 0; i < services; i++) {
            String name = "s" + i;
            String definition = ecs.registerTaskDefinition(define -> define.family(name).networkMode(NetworkMode.AWSVPC)
                            .requiresCompatibilities(Compatibility.FARGATE).cpu("256").memory("512")
                            .taskRoleArn("arn:aws:iam::123456789012:role/shop-task")
                            .executionRoleArn("arn:aws:iam::123456789012:role/ecs-task-execution")
                            .containerDefinitions(container -> container.name("web").image(image("web", 1)).essential(true)))
                    .taskDefinition().taskDefinitionArn();
            ecs.createService(create -> create.cluster(FLEET).serviceName(name).taskDefinition(definition).desiredCount(1)
                    .networkConfiguration(network -> network.awsvpcConfiguration(vpc -> vpc.subnets("subnet-a")))
                    .deploymentConfiguration(how -> how.strategy("BLUE_GREEN").bakeTimeInMinutes(1440)));
        }
        for (int i = 0; i < services; i++) {
            String name = "s" + i;
            Lanes.until(name + " is there", () -> ecs.listServiceDeployments(list -> list.cluster(FLEET).service(name)
                    .status(ServiceDeploymentStatus.PENDING, ServiceDeploymentStatus.IN_PROGRESS)).serviceDeployments().isEmpty());
        }
    }

    /** An image of the sandbox's public registry, whose name tells how it behaves, by a digest made of one digit. */
    public static String image(String behaviour, int number) {
        return "public.ecr.aws/sandbox/" + behaviour + "@sha256:" + String.format("%064x", number);
    }

    /** The image that the service's task definition names. */
    public String image() {
        return ecs.describeTaskDefinition(d -> d.taskDefinition(taskDefinition())).taskDefinition().containerDefinitions().get(0).image();
    }

    public String taskDefinition() {
        return service().taskDefinition();
    }

    /** The image of the application itself, which was live first. */
    public String first() {
        return ecs.describeTaskDefinition(d -> d.taskDefinition(cluster + "-web:1")).taskDefinition().containerDefinitions().get(0).image();
    }

    /** A task definition that is not live, with an image of its own. */
    public String another() {
        TaskDefinition live = ecs.describeTaskDefinition(d -> d.taskDefinition(taskDefinition())).taskDefinition();
        return ecs.registerTaskDefinition(register -> register.family(live.family()).requiresCompatibilities(live.requiresCompatibilities())
                .networkMode(live.networkMode()).cpu(live.cpu()).memory(live.memory()).executionRoleArn(live.executionRoleArn())
                .taskRoleArn(live.taskRoleArn()).containerDefinitions(live.containerDefinitions().get(0).toBuilder()
                        .image(image("web", live.revision() + 1000)).build())).taskDefinition().taskDefinitionArn();
    }

    /** How many deployments the service has had: each is one UpdateService, the first its creation. */
    public int deployments() {
        return ecs.listServiceDeployments(l -> l.cluster(cluster).service(SERVICE)).serviceDeployments().size();
    }

    /** How a step names it. */
    public String where() {
        return "cluster: '" + cluster + "', service: '" + SERVICE + "'";
    }

    /** How long ECS bakes from now on; begins no deployment. */
    public void bakes(int minutes) {
        ecs.updateService(update -> update.cluster(cluster).service(SERVICE).deploymentConfiguration(service().deploymentConfiguration()
                .toBuilder().bakeTimeInMinutes(minutes).build()));
    }

    /** Somebody's own deployment, which bakes for half a day. */
    public void isDeployedByHand() {
        bakes(12 * 60);
        ecs.updateService(update -> update.cluster(cluster).service(SERVICE).forceNewDeployment(true));
        until("a deployment by hand", deployment -> !over(deployment));
    }

    /** Begins a deployment of a task definition, by hand. */
    public void deploys(String taskDefinition) {
        ecs.updateService(update -> update.cluster(cluster).service(SERVICE).taskDefinition(taskDefinition));
        until("a deployment of " + taskDefinition, deployment -> service().taskDefinition().equals(taskDefinition));
    }

    /** How the service is deployed, in words to compare. */
    public String configuration() {
        return service().deploymentConfiguration().toString().replace(", LifecycleHooks=[]", "");
    }

    /** A service beside it that ECS does not deploy. */
    public void hasAnotherControllersService(String name) {
        if (ecs.describeServices(d -> d.cluster(cluster).services(name)).services().isEmpty()) {
            ecs.createService(create -> create.cluster(cluster).serviceName(name).desiredCount(1)
                    .deploymentController(controller -> controller.type("EXTERNAL")));
        }
    }

    /** Ends what is in flight, as its owner. */
    public void isLeftAlone() {
        String arn = newest().serviceDeploymentArn();
        if (!over(newest())) {
            ecs.stopServiceDeployment(stop -> stop.serviceDeploymentArn(arn).stopType(StopServiceDeploymentStopType.ROLLBACK));
        }
        untilSettled();
        bakes(0);
    }

    public void untilSettled() {
        until("an end", Shop::over);
    }

    private static boolean over(ServiceDeployment deployment) {
        return List.of("SUCCESSFUL", "STOPPED", "ROLLBACK_SUCCESSFUL", "ROLLBACK_FAILED").contains(deployment.statusAsString());
    }

    private void until(String what, Predicate<ServiceDeployment> reached) {
        Instant deadline = Instant.now().plus(Duration.ofMinutes(4));
        while (!reached.test(newest())) {
            if (Instant.now().isAfter(deadline)) {
                throw new AssertionError("not in four minutes: " + what + "; it is " + newest());
            }
            pause();
        }
    }

    private ServiceDeployment newest() {
        String arn = ecs.listServiceDeployments(l -> l.cluster(cluster).service(SERVICE)).serviceDeployments().get(0).serviceDeploymentArn();
        return ecs.describeServiceDeployments(d -> d.serviceDeploymentArns(arn)).serviceDeployments().get(0);
    }

    private Service service() {
        return ecs.describeServices(d -> d.cluster(cluster).services(SERVICE)).services().get(0);
    }

    static void pause() {
        try {
            TimeUnit.MILLISECONDS.sleep(50);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }
}
