package io.jenkins.plugins.ecsrelease.engine.service;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertTrue;

import io.jenkins.plugins.ecsrelease.engine.aws.AwsCall;
import io.jenkins.plugins.ecsrelease.engine.operation.Outcome;
import io.jenkins.plugins.ecsrelease.engine.operation.Verdict;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.Before;
import org.junit.Rule;
import org.junit.Test;
import software.amazon.awssdk.services.ecs.model.ContainerDefinition;
import software.amazon.awssdk.services.ecs.model.Secret;
import software.amazon.awssdk.services.iam.IamClient;
import software.amazon.awssdk.services.secretsmanager.SecretsManagerClient;
import software.amazon.awssdk.services.ssm.SsmClient;
import software.amazon.awssdk.services.ssm.model.ParameterType;

/** The secrets that a task definition names, looked at before anything changes, and never read. */
public class SecretsOfTasksTest {

    private static final String VALUE = "swordfish-of-the-database";

    @Rule
    public final Shop shop = new Shop();

    private String secret;
    private SsmClient ssm;
    private IamClient iam;

    @Before
    public void account() {
        iam = shop.trial.aws(IamClient.class);
        iam.createRole(r -> r.roleName("pull").assumeRolePolicyDocument("{\"Version\":\"2012-10-17\",\"Statement\":[{\"Effect\":\"Allow\","
                + "\"Principal\":{\"Service\":\"ecs-tasks.amazonaws.com\"},\"Action\":\"sts:AssumeRole\"}]}"));
        allow("secretsmanager:GetSecretValue", "ssm:GetParameters");
        secret = shop.trial.aws(SecretsManagerClient.class).createSecret(s -> s.name("shop/database").secretString(VALUE)).arn();
        ssm = shop.trial.aws(SsmClient.class);
        ssm.putParameter(p -> p.name("/shop/cookie").type(ParameterType.SECURE_STRING).value(VALUE));
    }

    private void allow(String... actions) {
        iam.putRolePolicy(p -> p.roleName("pull").policyName("secrets").policyDocument("{\"Version\":\"2012-10-17\",\"Statement\":[{\"Effect\":\"Allow\","
                + "\"Action\":[\"" + String.join("\",\"", actions) + "\"],\"Resource\":\"*\"}]}"));
    }

    private void serve(String database, String cookie) {
        ContainerDefinition web = Shop.web(Shop.image("web", '1')).toBuilder().secrets(
                Secret.builder().name("DATABASE").valueFrom(database).build(), Secret.builder().name("COOKIE").valueFrom(cookie).build()).build();
        shop.serve(how -> how.strategy("BLUE_GREEN"), service -> {}, web);
    }

    private Outcome plan() {
        BlueGreenOrder order = BlueGreenOrder.of("shop/main#42/2222", "shop", "web", Map.of("web", Shop.image("web", '2')));
        return shop.trial.run(shop.blueGreen, order.planOnly());
    }

    private String planned() {
        Outcome outcome = plan();
        assertEquals(outcome.message(), Verdict.SUCCEEDED, outcome.verdict());
        return (String) outcome.result().get(Result.PLAN);
    }

    @Test
    public void aPlanShowsEachSecretWithItsVersionAndRotationAndNeverAValue() {
        serve(secret, "/shop/cookie");
        String plan = planned();
        assertTrue(plan, plan.matches("(?s).*secret web\\.DATABASE: shop/database-.{6} \\(version [0-9a-f]{8}, not rotated\\).*"));
        assertTrue(plan, plan.contains("secret web.COOKIE: /shop/cookie (encrypted parameter, version 1, key alias/aws/ssm)"));
        assertFalse(plan, plan.contains(VALUE));
    }

    @Test
    public void rotationAndNewVersionsAreShown() {
        serve(secret, "/shop/cookie");
        shop.trial.aws(SecretsManagerClient.class).rotateSecret(r -> r.secretId(secret)
                .rotationLambdaARN("arn:aws:lambda:eu-central-1:123456789012:function:rotate").rotationRules(rules -> rules.automaticallyAfterDays(30L)));
        ssm.putParameter(p -> p.name("/shop/cookie").value(VALUE).overwrite(true));
        String plan = planned();
        assertTrue(plan, plan.contains("rotated every 30 days"));
        assertTrue(plan, plan.contains("version 2"));
        assertFalse(plan, plan.contains(VALUE));
        List<String> asked = shop.trial.calls().stream().map(AwsCall::operation).toList();
        assertTrue(asked.toString(), asked.contains("DescribeSecret") && asked.contains("DescribeParameters"));
        assertEquals("values were read", List.of(), asked.stream().filter(call -> call.matches("(Batch)?GetSecretValue|GetParameters?(ByPath|History)?")).toList());
    }

    private Outcome release(String id) {
        shop.trial.begin(id, shop.blueGreen, BlueGreenOrder.of("shop/main#42/" + id, "shop", "web", Map.of("web", Shop.image("web", '2'))));
        return shop.trial.untilEnded(id);
    }

    @Test
    public void aSecretThatIsNotThereOrIsBeingDeletedStopsTheReleaseBeforeAnyChange() {
        serve(secret, "/shop/cookie");
        SecretsManagerClient vault = shop.trial.aws(SecretsManagerClient.class);
        vault.deleteSecret(delete -> delete.secretId(secret));
        Outcome leaving = release("leaving");
        assertEquals(leaving.message(), Verdict.STOPPED, leaving.verdict());
        assertTrue(leaving.message(), leaving.message().contains("The secret " + secret + " is being deleted"));

        vault.restoreSecret(restore -> restore.secretId(secret));
        vault.deleteSecret(delete -> delete.secretId(secret).forceDeleteWithoutRecovery(true));
        shop.trial.advance(Duration.ofSeconds(1));
        Outcome gone = release("gone");
        assertEquals(gone.message(), Verdict.STOPPED, gone.verdict());
        assertTrue(gone.message(), gone.message().contains("The secret " + secret + " does not exist"));
        assertEquals(0, shop.changes("RegisterTaskDefinition") + shop.changes("UpdateService"));
    }

    @Test
    public void aParameterThatIsGoneStopsTheReleaseBeforeAnyChange() {
        serve(secret, "/shop/cookie");
        ssm.deleteParameter(p -> p.name("/shop/cookie"));
        Outcome outcome = shop.release(Shop.image("web", '2'));
        assertEquals(outcome.message(), Verdict.STOPPED, outcome.verdict());
        assertTrue(outcome.message(), outcome.message().contains("The secret /shop/cookie does not exist"));
        assertEquals(0, shop.changes("RegisterTaskDefinition") + shop.changes("UpdateService"));
    }

    @Test
    public void aParameterNamedByItsArnIsFoundToo() {
        serve(secret, "arn:aws:ssm:eu-central-1:123456789012:parameter/shop/cookie");
        String plan = planned();
        assertTrue(plan, plan.contains("secret web.COOKIE: /shop/cookie (encrypted parameter"));
    }

    @Test
    public void anExecutionRoleThatMayNotReadIsToldForBothKinds() {
        serve(secret, "/shop/cookie");
        allow("logs:PutLogEvents");
        String plan = planned();
        assertTrue(plan, plan.contains("No policy of the execution role pull allows secretsmanager:GetSecretValue on " + secret));
        assertTrue(plan, plan.contains("No policy of the execution role pull allows ssm:GetParameters on arn:aws:ssm:eu-central-1:123456789012:parameter/shop/cookie"));
    }

    @Test
    public void aVersionThatIsNotThereIsAnError() {
        serve(secret, "/shop/cookie");
        ContainerDefinition pinned = Shop.web(Shop.image("web", '1')).toBuilder()
                .secrets(Secret.builder().name("DATABASE").valueFrom(secret + "::AWSPENDING:").build()).build();
        String definition = shop.define(pinned);
        shop.ecs.updateService(u -> u.cluster("shop").service("web").taskDefinition(definition));
        shop.trial.until("the other definition serves", () -> shop.service().taskDefinition().equals(definition));
        String plan = planned();
        assertTrue(plan, plan.contains("has no version or stage 'AWSPENDING', which DATABASE of container web asks for"));
    }

    @Test
    public void aPlainVariableThatLooksLikeASecretIsAWarningWithoutItsValue() {
        ContainerDefinition web = Shop.web(Shop.image("web", '1')).toBuilder()
                .environment(e -> e.name("SMTP_PASSWORD").value(VALUE), e -> e.name("CACHE").value("redis://:" + VALUE + "@cache:6379"),
                        e -> e.name("LOG_LEVEL").value("info"))
                .build();
        shop.serve(how -> how.strategy("BLUE_GREEN"), service -> {}, web);
        String plan = planned();
        assertTrue(plan, plan.contains("WARNING: The variable SMTP_PASSWORD of container web is named like a secret and stands in the task definition as plain text"));
        assertTrue(plan, plan.contains("The variable CACHE of container web is an address with a password in it"));
        assertFalse(plan, plan.contains("variable LOG_LEVEL") || plan.contains(VALUE));
    }
}
