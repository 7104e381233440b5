package io.jenkins.plugins.ecsrelease.engine.database;

import io.jenkins.plugins.ecsrelease.engine.run.Trial;
import io.jenkins.plugins.ecsrelease.sandbox.Sandbox;
import software.amazon.awssdk.services.ecs.EcsClient;
import software.amazon.awssdk.services.ecs.model.Compatibility;
import software.amazon.awssdk.services.ecs.model.NetworkMode;
import software.amazon.awssdk.services.rds.RdsClient;
import java.time.Duration;

/** A service and a database, made by AWS calls alone. */
final class Stage {

    private Stage() {}

    static void service(Trial trial) {
        EcsClient ecs = trial.aws(EcsClient.class);
        ecs.createCluster(request -> request.clusterName("shop"));
        ecs.registerTaskDefinition(request -> request.family("web")
                .networkMode(NetworkMode.AWSVPC)
                .requiresCompatibilities(Compatibility.FARGATE)
                .cpu("256")
                .memory("512")
                .taskRoleArn("arn:aws:iam::123456789012:role/web")
                .executionRoleArn("arn:aws:iam::123456789012:role/pull")
                .containerDefinitions(container -> container.name("web").image("public.ecr.aws/sandbox/web:1").essential(true)));
        ecs.createService(request -> request.cluster("shop").serviceName("web").taskDefinition("web").desiredCount(1)
                .networkConfiguration(network -> network.awsvpcConfiguration(vpc -> vpc.subnets("subnet-a"))));
    }

    static void database(Trial trial) {
        RdsClient rds = trial.aws(RdsClient.class);
        rds.createDBCluster(request -> request.dbClusterIdentifier("orders").engine("aurora-mysql").masterUsername("admin")
                .masterUserPassword("correct horse"));
        rds.createDBInstance(request -> request.dbInstanceIdentifier("orders-1").dbClusterIdentifier("orders")
                .dbInstanceClass("db.r6g.large").engine("aurora-mysql"));
        trial.until("the cluster is available", () -> rds.describeDBClusters(request -> request.dbClusterIdentifier("orders"))
                .dbClusters().get(0).status().equals("available"));
        trial.advance(Duration.ofMinutes(20));
    }

    static MigrationOrder migration(String build) {
        return new MigrationOrder("shop", "web", Shop.IMAGE, "web", "bin/migrate", "", "", "", 0, "a test", "", false, "", "", false, 0,
                0, build, "", 0);
    }

    static long count(Sandbox sandbox, String operation) {
        return sandbox.world().ledger().of(operation).size();
    }

    /** What AWS remembers of a run. */
    static String outcome(Trial trial, String taskDefinition) {
        return trial.aws(EcsClient.class)
                .describeTaskDefinition(request -> request.taskDefinition(taskDefinition).includeWithStrings("TAGS"))
                .tags().stream()
                .filter(tag -> tag.key().equals("ecs-release:migration-outcome"))
                .map(tag -> tag.value())
                .findFirst()
                .orElse("");
    }

}
