package io.jenkins.plugins.ecsrelease.engine.service;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertTrue;

import io.jenkins.plugins.ecsrelease.engine.aws.Identity;
import io.jenkins.plugins.ecsrelease.engine.health.Alarm;
import io.jenkins.plugins.ecsrelease.engine.health.Check;
import io.jenkins.plugins.ecsrelease.engine.health.Database;
import io.jenkins.plugins.ecsrelease.engine.health.DatabaseConnections;
import io.jenkins.plugins.ecsrelease.engine.health.HttpErrors;
import io.jenkins.plugins.ecsrelease.engine.health.Limits;
import io.jenkins.plugins.ecsrelease.engine.health.Logs;
import io.jenkins.plugins.ecsrelease.engine.operation.Outcome;
import io.jenkins.plugins.ecsrelease.engine.operation.Verdict;
import io.jenkins.plugins.ecsrelease.sandbox.authorization.Authorization;
import io.jenkins.plugins.ecsrelease.sandbox.authorization.IamUse;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.Rule;
import org.junit.Test;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.services.cloudwatchlogs.CloudWatchLogsClient;
import software.amazon.awssdk.services.ecs.model.LogDriver;
import software.amazon.awssdk.services.iam.IamClient;
import software.amazon.awssdk.services.rds.RdsClient;

/** What checks and diagnoses read is in the shipped policies, without which they are denied. */
public class CheckRightsTrialTest {

    private static final Path POLICIES = Path.of("../../resources/io/jenkins/plugins/ecsrelease/iam");
    private static final List<String> OF_CHECKS = List.of("monitoring:GetMetricData", "cloudwatch:GetMetricData", "cloudwatch:DescribeAlarms",
            "logs:FilterLogEvents", "logs:GetLogEvents", "rds:DescribeDBClusters", "rds:DescribeDBInstances",
            "elasticloadbalancing:DescribeTargetGroups", "elasticloadbalancing:DescribeTargetHealth");

    @Rule
    public final Shop shop = new Shop();

    @Test
    public void theShippedPoliciesAllowWhatChecksAndDiagnosesRead() throws IOException {
        shop.trial.aws(CloudWatchLogsClient.class).createLogGroup(g -> g.logGroupName("/shop/web"));
        RdsClient rds = shop.trial.aws(RdsClient.class);
        rds.createDBCluster(c -> c.dbClusterIdentifier("shop-db").engine("aurora-mysql").masterUsername("shop").manageMasterUserPassword(true));
        rds.createDBInstance(d -> d.dbInstanceIdentifier("shop-db-1").dbClusterIdentifier("shop-db").engine("aurora-mysql").dbInstanceClass("db.t4g.large"));
        shop.advance(Duration.ofMinutes(6));
        shop.serve(how -> how.strategy("BLUE_GREEN").bakeTimeInMinutes(3), service -> {}, Shop.web(Shop.image("web", '1')).toBuilder()
                .logConfiguration(l -> l.logDriver(LogDriver.AWSLOGS).options(Map.of("awslogs-group", "/shop/web", "awslogs-region", "eu-central-1",
                        "awslogs-stream-prefix", "web"))).build());
        shop.alarm("slow");
        user("deployer");
        shop.sandbox.world().part(Authorization.class).enforce(true);
        Limits patient = new Limits(60, 0, false, 1, "pass", false);
        List<Check> checks = List.of(new HttpErrors(1, false, 20, patient), new Alarm("slow", Limits.DEFAULT),
                new Logs("/shop/web", "ERROR", 0, Limits.DEFAULT),
                DatabaseConnections.below(Database.cluster("shop-db"), 80, patient).pool(10));
        Identity who = new Identity("eu-central-1", "deployer", "", "", "rights-1");
        shop.trial.begin("good", shop.blueGreen, shop.order(Shop.image("web", '2')).checkedBy(checks), who);
        Outcome good = shop.trial.untilEnded("good");
        assertEquals(good.message(), Verdict.SUCCEEDED, good.verdict());
        shop.trial.begin("bad", shop.blueGreen, shop.order(Shop.image("crashing", '3')).checkedBy(checks), who);
        Outcome bad = shop.trial.untilEnded("bad");
        assertTrue(bad.message(), bad.message().contains("the process has ended with exit code 1"));
        List<String> denied = shop.sandbox.world().part(IamUse.class).denied().stream().map(IamUse.Denial::action).distinct()
                .filter(OF_CHECKS::contains).toList();
        assertEquals(List.of(), denied);
    }

    private void user(String name) throws IOException {
        IamClient iam = shop.trial.aws(IamClient.class);
        iam.createUser(user -> user.userName(name));
        for (String policy : List.of("plan", "deploy")) {
            String filled = Files.readString(POLICIES.resolve(policy + ".json")).replace("${region}", "eu-central-1")
                    .replace("${account}", "123456789012").replace("${cluster}", "shop").replace("${service}", "web")
                    .replace("${family}", "shop-web").replace("${repository}", "shop")
                    .replace("${executionRole}", "arn:aws:iam::123456789012:role/pull").replace("${taskRole}", "arn:aws:iam::123456789012:role/shop")
                    .replace("${identity}", "arn:aws:iam::123456789012:user/" + name).replace("${database}", "shop-db")
                    .replace("${logGroup}", "/shop/web").replace("${infrastructureRole}", Shop.ROLE);
            iam.putUserPolicy(put -> put.userName(name).policyName(policy).policyDocument(filled));
        }
        var key = iam.createAccessKey(create -> create.userName(name)).accessKey();
        shop.trial.credentials(name, StaticCredentialsProvider.create(AwsBasicCredentials.create(key.accessKeyId(), key.secretAccessKey())));
    }
}
