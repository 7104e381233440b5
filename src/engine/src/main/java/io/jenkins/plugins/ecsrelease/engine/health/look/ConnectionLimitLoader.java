package io.jenkins.plugins.ecsrelease.engine.health.look;

import io.jenkins.plugins.ecsrelease.engine.operation.Answer;
import io.jenkins.plugins.ecsrelease.engine.operation.Loader;
import io.jenkins.plugins.ecsrelease.engine.operation.Problem;
import io.jenkins.plugins.ecsrelease.engine.operation.Tools;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import software.amazon.awssdk.services.rds.RdsClient;
import software.amazon.awssdk.services.rds.model.DBCluster;
import software.amazon.awssdk.services.rds.model.DBClusterMember;
import software.amazon.awssdk.services.rds.model.DBInstance;
import software.amazon.awssdk.services.rds.model.ServerlessV2ScalingConfigurationInfo;

/** DescribeDBClusters for the writer, and DescribeDBInstances for its class. */
public final class ConnectionLimitLoader implements Loader<ConnectionLimitLook, Double> {

    /** GiB of an Aurora capacity unit. */
    private static final double CAPACITY_UNIT = 2;
    private static final double LEAST_CAPACITY_CAP = 2000;

    @Override
    public Class<ConnectionLimitLook> question() {
        return ConnectionLimitLook.class;
    }

    @Override
    public int batch() {
        return 1;
    }

    @Override
    public Map<ConnectionLimitLook, Answer<Double>> load(Tools tools, Set<ConnectionLimitLook> questions) {
        Map<ConnectionLimitLook, Answer<Double>> answers = new HashMap<>();
        for (ConnectionLimitLook look : questions) {
            answers.put(look, ask(tools.client(RdsClient.class), look));
        }
        return answers;
    }

    private static Answer<Double> ask(RdsClient rds, ConnectionLimitLook look) {
        DBCluster cluster = null;
        String writer = look.instance();
        if (writer.isEmpty()) {
            cluster = rds.describeDBClusters(request -> request.dbClusterIdentifier(look.cluster())).dbClusters().get(0);
            writer = cluster.dbClusterMembers().stream().filter(member -> Boolean.TRUE.equals(member.isClusterWriter()))
                    .map(DBClusterMember::dbInstanceIdentifier).findFirst().orElse("");
            if (writer.isEmpty()) {
                return untold("The DB cluster " + look.cluster() + " has no writer to take connections now.");
            }
        }
        String id = writer;
        DBInstance instance = rds.describeDBInstances(request -> request.dbInstanceIdentifier(id)).dbInstances().get(0);
        if (instance.dbInstanceClass().equals("db.serverless") && cluster != null && cluster.serverlessV2ScalingConfiguration() != null) {
            return Answer.known(serverless(instance.engine(), cluster.serverlessV2ScalingConfiguration()));
        }
        return InstanceClass.memory(instance.dbInstanceClass()).isPresent()
                ? Answer.known(InstanceClass.connections(instance.engine(), instance.dbInstanceClass()))
                : untold("How many connections a " + instance.dbInstanceClass() + " allows is not known here: say 'limit'.");
    }

    private static double serverless(String engine, ServerlessV2ScalingConfigurationInfo scaling) {
        double most = InstanceClass.connections(engine, scaling.maxCapacity() * CAPACITY_UNIT);
        boolean capped = engine.contains("postgres") && scaling.minCapacity() != null && scaling.minCapacity() <= 0.5;
        return capped ? Math.min(most, LEAST_CAPACITY_CAP) : most;
    }

    private static Answer<Double> untold(String why) {
        return Answer.unknown(Problem.of(Problem.Kind.REFUSED, why));
    }
}
