package io.jenkins.plugins.ecsrelease.engine.service;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertTrue;

import io.jenkins.plugins.ecsrelease.engine.operation.Outcome;
import io.jenkins.plugins.ecsrelease.engine.operation.Verdict;
import io.jenkins.plugins.ecsrelease.engine.rollback.RollbackOrder;
import io.jenkins.plugins.ecsrelease.sandbox.world.Ledger;
import java.net.URI;
import java.time.Duration;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.function.Consumer;
import org.junit.After;
import org.junit.Before;
import org.junit.Rule;
import org.junit.Test;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.applicationautoscaling.ApplicationAutoScalingClient;
import software.amazon.awssdk.services.ecs.EcsClient;
import software.amazon.awssdk.services.ecs.model.DeploymentConfiguration;
import software.amazon.awssdk.services.iam.IamClient;
import software.amazon.awssdk.services.iam.model.AccessKey;

/** Somebody scales the service while it is released, with the very call that Application Auto Scaling makes, as one of their own. */
public class ScalingTrialTest {

    private static final String SCALER = "arn:aws:iam::123456789012:user/scaler";

    @Rule
    public final Shop shop = new Shop();

    private EcsClient scaler;
    private int scaled;

    @Before
    public void someoneElse() {
        IamClient iam = shop.trial.aws(IamClient.class);
        iam.createUser(user -> user.userName("scaler"));
        iam.putUserPolicy(put -> put.userName("scaler").policyName("scale").policyDocument("{\"Version\":\"2012-10-17\",\"Statement\":"
                + "[{\"Effect\":\"Allow\",\"Action\":[\"ecs:UpdateService\",\"ecs:DescribeServices\"],\"Resource\":\"*\"}]}"));
        AccessKey key = iam.createAccessKey(create -> create.userName("scaler")).accessKey();
        scaler = EcsClient.builder().region(Region.EU_CENTRAL_1).endpointOverride(URI.create("http://sandbox.invalid"))
                .httpClient(shop.sandbox.inProcess()).credentialsProvider(StaticCredentialsProvider.create(
                        AwsBasicCredentials.create(key.accessKeyId(), key.secretAccessKey()))).build();
    }

    @After
    public void close() {
        scaler.close();
    }

    private void scale(int tasks) {
        scaled++;
        scaler.updateService(u -> u.cluster("shop").service("web").desiredCount(tasks));
    }

    /** That none of our own calls sent a number of tasks, however many there were. */
    private void ourCallsScaledNothing() {
        List<Ledger.Entry> scaling = shop.sandbox.world().ledger().of("UpdateService").stream()
                .filter(entry -> entry.details().containsKey("desiredCount")).toList();
        assertEquals(scaled, scaling.size());
        scaling.forEach(entry -> assertEquals(SCALER, entry.principal()));
    }

    /** Two more tasks in each of these stages, and one fewer half a minute later, each in a release of its own. */
    private void upAndDownIn(Consumer<DeploymentConfiguration.Builder> how, String... stages) {
        shop.serve(how);
        int tasks = 2;
        char version = '2';
        for (String stage : stages) {
            String id = "r" + version;
            shop.trial.begin(id, shop.blueGreen, shop.order(Shop.image("web", version++)));
            shop.untilStage(stage);
            scale(tasks + 2);
            shop.advance(Duration.ofSeconds(30));
            scale(++tasks);
            Outcome outcome = shop.trial.untilEnded(id);
            assertEquals(stage + ": " + outcome.message(), Verdict.SUCCEEDED, outcome.verdict());
            assertEquals("what the scaler said last", tasks, shop.service().desiredCount().intValue());
            shop.advance(Duration.ofMinutes(2));
            assertEquals(tasks, shop.service().runningCount().intValue());
        }
        ourCallsScaledNothing();
    }

    @Test
    public void upAndDownInAnyStageOfBlueGreenIsNeitherUndoneNorAProblem() {
        upAndDownIn(how -> how.strategy("BLUE_GREEN").bakeTimeInMinutes(5),
                "SCALE_UP", "TEST_TRAFFIC_SHIFT", "PRODUCTION_TRAFFIC_SHIFT", "BAKE_TIME");
    }

    @Test
    public void upAndDownInAnyStageOfACanary() {
        upAndDownIn(how -> how.strategy("CANARY").bakeTimeInMinutes(2)
                .canaryConfiguration(c -> c.canaryPercent(20.0).canaryBakeTimeInMinutes(3)), "SCALE_UP", "PRODUCTION_TRAFFIC_SHIFT", "BAKE_TIME");
    }

    @Test
    public void upAndDownInAnyStageOfALinearShift() {
        upAndDownIn(how -> how.strategy("LINEAR").bakeTimeInMinutes(2)
                .linearConfiguration(l -> l.stepPercent(25.0).stepBakeTimeInMinutes(2)), "SCALE_UP", "PRODUCTION_TRAFFIC_SHIFT", "BAKE_TIME");
    }

    @Test
    public void upAndDownWhileARollingReleaseReplacesItsTasks() {
        shop.serve(how -> how.maximumPercent(200).minimumHealthyPercent(100));
        shop.begin(shop.order(Shop.image("web", '2')).by("ROLLING"));
        shop.trial.until("it began", () -> shop.changes("UpdateService") == 1);
        scale(5);
        shop.advance(Duration.ofSeconds(20));
        scale(3);
        Outcome outcome = shop.trial.untilEnded("trial");
        assertEquals(outcome.message(), Verdict.SUCCEEDED, outcome.verdict());
        assertEquals(3, shop.service().desiredCount().intValue());
        ourCallsScaledNothing();
    }

    @Test
    public void aReleaseThatIsTakenBackIsTakenBackAlsoWhileItIsScaled() {
        shop.serve(how -> how.strategy("BLUE_GREEN").bakeTimeInMinutes(5));
        String before = shop.service().taskDefinition();
        shop.begin(shop.order(Shop.image("unhealthy", '2')));
        shop.untilStage("SCALE_UP");
        scale(4);
        shop.trial.until("it is taken back", () -> shop.changes("StopServiceDeployment") == 1);
        scale(3);
        Outcome outcome = shop.trial.untilEnded("trial");
        assertEquals(outcome.message(), Verdict.ROLLED_BACK, outcome.verdict());
        assertEquals(before, shop.service().taskDefinition());
        assertEquals(3, shop.service().desiredCount().intValue());
        ourCallsScaledNothing();
    }

    @Test
    public void aRollbackToo() {
        shop.serve(how -> how.strategy("BLUE_GREEN").bakeTimeInMinutes(5));
        String good = shop.service().taskDefinition();
        shop.release(Shop.image("web", '2'));
        shop.trial.begin("back", shop.rollback, RollbackOrder.of("shop/main#43/1", "shop", "web"));
        shop.trial.until("it began", () -> shop.service().taskDefinition().equals(good));
        scale(4);
        Outcome outcome = shop.trial.untilEnded("back");
        assertEquals(outcome.message(), Verdict.SUCCEEDED, outcome.verdict());
        assertEquals(4, shop.service().desiredCount().intValue());
        ourCallsScaledNothing();
    }

    /** Out in the middle of the release; in again while it bakes, which AWS puts off. */
    @Test
    public void applicationAutoScalingItselfDuringARelease() {
        shop.serve(how -> how.strategy("CANARY").bakeTimeInMinutes(5)
                .canaryConfiguration(c -> c.canaryPercent(20.0).canaryBakeTimeInMinutes(5)));
        ApplicationAutoScalingClient scaling = shop.trial.aws(ApplicationAutoScalingClient.class);
        scaling.registerScalableTarget(r -> r.serviceNamespace("ecs").resourceId("service/shop/web")
                .scalableDimension("ecs:service:DesiredCount").minCapacity(1).maxCapacity(10));
        shop.begin(shop.order(Shop.image("web", '2')));
        shop.untilStage("PRODUCTION_TRAFFIC_SHIFT");
        schedule(scaling, "out", Duration.ofMinutes(1), 6, 10);
        shop.untilStage("BAKE_TIME");
        assertEquals(6, shop.service().desiredCount().intValue());
        schedule(scaling, "in", Duration.ofMinutes(1), 1, 3);
        Outcome outcome = shop.trial.untilEnded("trial");
        assertEquals(outcome.message(), Verdict.SUCCEEDED, outcome.verdict());
        assertEquals(6, shop.service().desiredCount().intValue());
        List<String> scalers = shop.sandbox.world().ledger().of("UpdateService").stream()
                .filter(entry -> entry.details().containsKey("desiredCount")).map(Ledger.Entry::principal).toList();
        assertEquals(List.of("arn:aws:sts::123456789012:assumed-role/AWSServiceRoleForApplicationAutoScaling_ECSService/AutoScaling-UpdateService"),
                scalers);
    }

    private void schedule(ApplicationAutoScalingClient scaling, String name, Duration in, int least, int most) {
        String at = shop.time.now().plus(in).truncatedTo(ChronoUnit.SECONDS).atOffset(ZoneOffset.UTC).toLocalDateTime().toString();
        scaling.putScheduledAction(p -> p.serviceNamespace("ecs").resourceId("service/shop/web").scalableDimension("ecs:service:DesiredCount")
                .scheduledActionName(name).schedule("at(" + at + ")").scalableTargetAction(a -> a.minCapacity(least).maxCapacity(most)));
    }

    @Test
    public void noTasksAtAllProveNothing() {
        shop.serve(how -> how.strategy("BLUE_GREEN").bakeTimeInMinutes(5));
        shop.begin(shop.order(Shop.image("web", '2')));
        shop.untilStage("BAKE_TIME");
        scale(0);
        Outcome outcome = shop.trial.untilEnded("trial");
        assertFalse(outcome.message(), outcome.verdict() == Verdict.SUCCEEDED);
        assertTrue(outcome.message(), outcome.message().length() > 20);
    }
}
