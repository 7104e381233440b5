package io.jenkins.plugins.ecsrelease.steps.check;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertThrows;
import static org.junit.Assert.assertTrue;

import io.jenkins.plugins.ecsrelease.engine.health.Database;
import io.jenkins.plugins.ecsrelease.engine.health.DatabaseConnections;
import io.jenkins.plugins.ecsrelease.engine.health.DatabaseLatency;
import io.jenkins.plugins.ecsrelease.engine.health.Http;
import io.jenkins.plugins.ecsrelease.engine.health.Latency;
import io.jenkins.plugins.ecsrelease.engine.health.Limits;
import io.jenkins.plugins.ecsrelease.engine.health.Logs;
import io.jenkins.plugins.ecsrelease.engine.health.Metric;
import io.jenkins.plugins.ecsrelease.engine.health.ReplicaLag;
import java.util.Map;
import org.junit.Test;

/** What a pipeline writes, and the check that the engine judges. */
public class HealthChecksTest {

    @Test
    public void everyCheckHasTheSameLimits() {
        LogsCheck check = new LogsCheck("/shop/web", "ERROR");
        check.setAtMost(3);
        check.setInterval(30);
        check.setFailureLimit(2);
        check.setConsecutive(true);
        check.setMinimumSamples(5);
        check.setNoData("fail");
        check.setDryRun(true);
        assertEquals(new Logs("/shop/web", "ERROR", 3, new Limits(30, 2, true, 5, "fail", true)), check.check());
    }

    @Test
    public void aMetricIsComparedWithTheOldVersion() {
        MetricCheck check = new MetricCheck("AWS/ApplicationELB", "TargetResponseTime");
        check.setStatistic("p90");
        check.setComparedTo("blue");
        check.setBy("20");
        assertEquals(Metric.besideBlue("AWS/ApplicationELB", "TargetResponseTime", Map.of("TargetGroup", "{targetGroup}", "LoadBalancer",
                "{loadBalancer}"), "p90", 20, Limits.DEFAULT), check.check());
        check.setBy("a lot");
        assertTrue(assertThrows(IllegalArgumentException.class, check::check).getMessage().contains("'by' is 'a lot', which is no number"));
    }

    @Test
    public void latencyIsSaidByItsPercentile() {
        LatencyCheck check = new LatencyCheck();
        check.setP99(800);
        assertEquals(new Latency("p99", 800, 20, Limits.DEFAULT), check.check());
        LatencyCheck other = new LatencyCheck();
        other.setBelow(200);
        other.setStatistic("p50");
        assertEquals(new Latency("p50", 200, 20, Limits.DEFAULT), other.check());
        other.setP99(800);
        assertThrows(IllegalArgumentException.class, other::check);
        assertThrows("no bound at all", IllegalArgumentException.class, () -> new LatencyCheck().check());
    }

    @Test
    public void aProbeThroughTheTestListener() {
        HttpCheck check = new HttpCheck("https://test.example.com/health");
        check.setThrough("test");
        check.setHeader("X-Probe: yes");
        assertEquals(new Http("https://test.example.com/health", "test", 200, Map.of("X-Probe", "yes"), 5, Limits.DEFAULT), check.check());
    }

    @Test
    public void databases() {
        DatabaseConnectionsCheck connections = new DatabaseConnectionsCheck();
        assertTrue(assertThrows(IllegalArgumentException.class, connections::check).getMessage().contains("exactly one of"));
        connections.setProxy("shop-proxy");
        connections.setPoolSizeFrom("DB_POOL");
        connections.setBorrowBelow(50);
        assertEquals(new DatabaseConnections(Database.proxy("shop-proxy"), 80, 0, 0, "DB_POOL", 0, 50, 0, Limits.DEFAULT), connections.check());
        connections.setPoolSize(10);
        assertThrows("both", IllegalArgumentException.class, connections::check);
        DatabaseLatencyCheck latency = new DatabaseLatencyCheck();
        latency.setCluster("shop-db");
        latency.setBelow(20);
        assertEquals(new DatabaseLatency(Database.cluster("shop-db"), "CommitLatency", 20, Limits.DEFAULT), latency.check());
        ReplicaLagCheck lag = new ReplicaLagCheck();
        lag.setInstance("shop-replica");
        lag.setBelow(5000);
        assertEquals(new ReplicaLag(Database.instance("shop-replica"), 5000, Limits.DEFAULT), lag.check());
    }
}
