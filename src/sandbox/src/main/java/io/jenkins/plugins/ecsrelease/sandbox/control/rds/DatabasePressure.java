package io.jenkins.plugins.ecsrelease.sandbox.control.rds;

import io.jenkins.plugins.ecsrelease.sandbox.control.Ids;
import io.jenkins.plugins.ecsrelease.sandbox.control.cloudwatch.Distribution;
import io.jenkins.plugins.ecsrelease.sandbox.control.cloudwatch.Metrics;
import io.jenkins.plugins.ecsrelease.sandbox.world.World;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.TreeMap;
import software.amazon.awssdk.services.rds.model.DBCluster;
import software.amazon.awssdk.services.rds.model.DBClusterMember;
import software.amazon.awssdk.services.rds.model.DBInstance;
import software.amazon.awssdk.services.rds.model.DBProxyTarget;

/**
 * What the connections of tasks do to a database: AWS/RDS metrics of clusters, instances and proxies, minute by minute and
 * one to three minutes late. A database slows down as its connections come near what its class allows; a proxy lets
 * clients wait instead.
 *
 * @see <a href="https://docs.aws.amazon.com/AmazonRDS/latest/AuroraUserGuide/Aurora.AuroraMonitoring.Metrics.html">Metrics</a>
 */
public final class DatabasePressure {

    /** What classes of a few sizes allow, as the guide's table says; any other allows the last of them. */
    private static final Map<String, Integer> ALLOWED = Map.of("small", 45, "medium", 90, "large", 1000, "xlarge", 2000,
            "2xlarge", 3000, "4xlarge", 4000);
    private static final int ANY = 1000;
    private static final double COMMIT_MILLIS = 4;
    private static final double QUERY_MICROS = 3000;

    private final World world;

    DatabasePressure(World world) {
        this.world = world;
    }

    /**
     * @param place region and account
     * @param database a DB cluster, DB instance or DB proxy by its name; one that RDS does not know is taken for a cluster
     * @param connections that clients hold to it now
     */
    public void publish(String place, String database, double connections) {
        Instant now = world.time().now();
        Instant minute = now.minusSeconds(60 + Math.floorMod(now.getEpochSecond(), 60L));
        Instant visible = minute.plus(Duration.ofMinutes(2)).plusSeconds(world.part(Ids.class).number(120));
        Databases.Place here = world.part(Databases.class).at(place);
        Published to = new Published(place, minute, visible);
        if (here != null && here.proxies.containsKey(database)) {
            proxy(here, database, connections, to);
        } else if (here != null && here.instances.containsKey(database)) {
            instance(database, connections, allowed(here.instances.get(database)), to);
        } else {
            cluster(here, database, connections, to);
        }
    }

    private void proxy(Databases.Place here, String name, double clients, Published to) {
        String cluster = here.proxyTargets.get(name).stream().map(DBProxyTarget::trackedClusterId).filter(id -> id != null)
                .findFirst().orElse("");
        double allowed = here.clusters.containsKey(cluster) ? allowed(writer(here, here.clusters.get(cluster))) : ANY;
        double open = Math.min(clients, allowed);
        Map<String, String> dimensions = Map.of("ProxyName", name);
        to.value("ClientConnections", dimensions, Math.floor(clients));
        to.value("DatabaseConnections", dimensions, Math.floor(open));
        to.value("MaxDatabaseConnectionsAllowed", dimensions, allowed);
        to.value("DatabaseConnectionsCurrentlySessionPinned", dimensions, 0);
        to.value("DatabaseConnectionsBorrowLatency", dimensions, clients > allowed ? 200_000 : 500);
        to.value("QueryDatabaseResponseLatency", dimensions, QUERY_MICROS * slower(open, allowed));
        if (!cluster.isEmpty()) {
            cluster(here, cluster, open, to);
        }
    }

    private void cluster(Databases.Place here, String name, double connections, Published to) {
        DBCluster cluster = here == null ? null : here.clusters.get(name);
        DBInstance writer = cluster == null ? null : writer(here, cluster);
        double allowed = allowed(writer);
        Map<String, String> whole = Map.of("DBClusterIdentifier", name);
        to.value("DatabaseConnections", whole, Math.floor(connections));
        to.value("DatabaseConnections", new TreeMap<>(Map.of("DBClusterIdentifier", name, "Role", "WRITER")), Math.floor(connections));
        to.value("CommitLatency", whole, COMMIT_MILLIS * slower(connections, allowed));
        if (cluster != null && cluster.dbClusterMembers().size() > 1) {
            to.value("AuroraReplicaLagMaximum", whole, 20 * slower(connections, allowed));
        }
        if (writer != null) {
            instance(writer.dbInstanceIdentifier(), connections, allowed, to);
        }
    }

    private void instance(String name, double connections, double allowed, Published to) {
        Map<String, String> dimensions = Map.of("DBInstanceIdentifier", name);
        to.value("DatabaseConnections", dimensions, Math.floor(connections));
        to.value("WriteLatency", dimensions, COMMIT_MILLIS * slower(connections, allowed) / 1000);
    }

    private static DBInstance writer(Databases.Place here, DBCluster cluster) {
        return cluster.dbClusterMembers().stream().filter(member -> Boolean.TRUE.equals(member.isClusterWriter()))
                .map(DBClusterMember::dbInstanceIdentifier).map(here.instances::get).findFirst().orElse(null);
    }

    private static double allowed(DBInstance instance) {
        return instance == null ? ANY
                : ALLOWED.getOrDefault(instance.dbInstanceClass().substring(instance.dbInstanceClass().lastIndexOf('.') + 1), ANY);
    }

    /** Up to four fifths of what is allowed nothing is felt; at all of it everything takes ten times as long. */
    private static double slower(double connections, double allowed) {
        return 1 + 9 * Math.max(0, Math.min(1, (connections / allowed - 0.8) / 0.2));
    }

    private final class Published {
        private final String place;
        private final Instant minute;
        private final Instant visible;

        Published(String place, Instant minute, Instant visible) {
            this.place = place;
            this.minute = minute;
            this.visible = visible;
        }

        void value(String metric, Map<String, String> dimensions, double value) {
            world.part(Metrics.class).publish(new Metrics.Name(place, "AWS/RDS", metric, dimensions), minute, Distribution.of(value), visible);
        }
    }
}
