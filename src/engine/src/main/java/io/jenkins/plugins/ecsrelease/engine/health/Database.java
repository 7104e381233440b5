package io.jenkins.plugins.ecsrelease.engine.health;

import io.jenkins.plugins.ecsrelease.engine.health.look.MetricLook;
import io.jenkins.plugins.ecsrelease.engine.service.Wanted;
import java.util.Map;

/**
 * Which database is meant: exactly one of the three is not empty.
 *
 * @param cluster identifier of an Aurora or Multi-AZ DB cluster; its writer is looked at
 * @param instance identifier of a DB instance
 * @param proxy name of an RDS Proxy
 */
public record Database(String cluster, String instance, String proxy) {

    static final int MINUTE = 60;

    public Database {
        cluster = Wanted.orEmpty(cluster);
        instance = Wanted.orEmpty(instance);
        proxy = Wanted.orEmpty(proxy);
        int given = (cluster.isEmpty() ? 0 : 1) + (instance.isEmpty() ? 0 : 1) + (proxy.isEmpty() ? 0 : 1);
        if (given != 1) {
            throw new IllegalArgumentException("Give exactly one of 'cluster', 'instance' and 'proxy', such as cluster: 'shop-db'.");
        }
    }

    public static Database cluster(String name) {
        return new Database(name, "", "");
    }

    public static Database instance(String name) {
        return new Database("", name, "");
    }

    public static Database proxy(String name) {
        return new Database("", "", name);
    }

    public boolean isProxy() {
        return !proxy.isEmpty();
    }

    public String name() {
        return cluster + instance + proxy;
    }

    /** The dimensions of metrics about the whole of it. */
    Map<String, String> whole() {
        return isProxy() ? Map.of("ProxyName", proxy)
                : instance.isEmpty() ? Map.of("DBClusterIdentifier", cluster) : Map.of("DBInstanceIdentifier", instance);
    }

    /** The dimensions of metrics about the one instance that takes writes. */
    Map<String, String> writer() {
        return cluster.isEmpty() ? whole() : Map.of("DBClusterIdentifier", cluster, "Role", "WRITER");
    }

    static MetricLook metric(String name, Map<String, String> dimensions, String statistic, Look look) {
        return new MetricLook("AWS/RDS", name, dimensions, statistic, MINUTE, look.until(MINUTE));
    }
}
