package io.jenkins.plugins.ecsrelease.test.jenkins;

import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.ecs.EcsClient;
import software.amazon.awssdk.services.ecs.model.Service;
import software.amazon.awssdk.services.ecs.model.ServiceDeployment;

/** The production service of the example, looked at through AWS calls as an administrator. */
public final class Shop {

    public static final String CLUSTER = "shop-production";
    public static final String SERVICE = "shop-web";
    public static final String REGION = "eu-central-1";

    private final EcsClient ecs;

    public Shop(Aws aws) {
        ecs = EcsClient.builder().endpointOverride(aws.endpoint()).region(Region.of(REGION))
                .credentialsProvider(StaticCredentialsProvider.create(
                        AwsBasicCredentials.create("AKIASBOX123456789012", "sandbox/only/not/a/secret/anywhere/else0"))).build();
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
        return ecs.describeTaskDefinition(d -> d.taskDefinition(CLUSTER + "-web:1")).taskDefinition().containerDefinitions().get(0).image();
    }

    /** The first revision of the task definition, or the second where the first is live. */
    public String another() {
        String live = taskDefinition();
        int colon = live.lastIndexOf(':') + 1;
        return live.substring(0, colon) + (live.substring(colon).equals("1") ? 2 : 1);
    }

    /** How many deployments the service has had: each is one UpdateService, the first its creation. */
    public int deployments() {
        return ecs.listServiceDeployments(l -> l.cluster(CLUSTER).service(SERVICE)).serviceDeployments().size();
    }

    public void untilStage(String stage) {
        until("stage " + stage, deployment -> stage.equals(deployment.lifecycleStageAsString()));
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
        String arn = service().currentServiceDeployment();
        return ecs.describeServiceDeployments(d -> d.serviceDeploymentArns(arn)).serviceDeployments().get(0);
    }

    private Service service() {
        return ecs.describeServices(d -> d.cluster(CLUSTER).services(SERVICE)).services().get(0);
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
