package io.jenkins.plugins.ecsrelease.engine.service;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertTrue;

import io.jenkins.plugins.ecsrelease.engine.health.Check;
import io.jenkins.plugins.ecsrelease.engine.health.Database;
import io.jenkins.plugins.ecsrelease.engine.health.DatabaseConnections;
import io.jenkins.plugins.ecsrelease.engine.health.HttpErrors;
import io.jenkins.plugins.ecsrelease.engine.health.Latency;
import io.jenkins.plugins.ecsrelease.engine.health.Limits;
import io.jenkins.plugins.ecsrelease.engine.health.TargetHealth;
import io.jenkins.plugins.ecsrelease.engine.operation.Outcome;
import io.jenkins.plugins.ecsrelease.engine.operation.Verdict;
import io.jenkins.plugins.ecsrelease.sandbox.traffic.Load;
import io.jenkins.plugins.ecsrelease.sandbox.traffic.ModelledLoad;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import software.amazon.awssdk.services.ecs.model.ContainerDefinition;
import software.amazon.awssdk.services.ecs.model.KeyValuePair;
import software.amazon.awssdk.services.rds.RdsClient;

/** One release as a canary of a tenth under 200 requests a second, of which one in a thousand fails anyway. */
final class LoadTrial {

    private static final int PER_SECOND = 200;
    private static final int CANARY = 10;
    private static final Duration LOOK = Duration.ofSeconds(5);
    /** Two bad minutes in a row are no chance any more. */
    private static final Limits TWO_IN_A_ROW = Limits.bearing(60, 1, true);
    private static final List<Check> CHECKS = List.of(
            new TargetHealth(100, 300, Limits.bearing(30, 1, true)),
            new HttpErrors(1, false, 100, TWO_IN_A_ROW),
            new Latency("p99", 60, 100, TWO_IN_A_ROW),
            DatabaseConnections.below(Database.cluster("shop-db"), 80, TWO_IN_A_ROW));

    /** Requests of the model or through sockets. */
    private interface Requests extends AutoCloseable {
        long sent();

        long failed();

        /** Those that the new version answered. */
        long seen();

        @Override
        void close();
    }

    private final String behaviour;
    private boolean sockets;
    private final long seed;
    private Outcome outcome;
    private long sent;
    private long failed;
    private long seen;
    private int share;
    private Duration exposed = Duration.ZERO;

    private LoadTrial(String behaviour, long seed) {
        this.behaviour = behaviour;
        this.seed = seed;
    }

    static LoadTrial of(String behaviour, long seed) {
        return new LoadTrial(behaviour, seed);
    }

    /** With real HTTP at the same rate instead of requests of the model. */
    LoadTrial overSockets() {
        sockets = true;
        return this;
    }

    LoadTrial judged() {
        return run(CHECKS);
    }

    LoadTrial byDefault() {
        return run(List.of());
    }

    private LoadTrial run(List<Check> checks) {
        Shop shop = new Shop();
        shop.before();
        try {
            database(shop);
            shop.serve(how -> how.strategy("CANARY").bakeTimeInMinutes(5)
                    .canaryConfiguration(c -> c.canaryPercent((double) CANARY).canaryBakeTimeInMinutes(10)), service -> {}, container());
            // Different seeds meet the minutes of metrics and the steps of ECS elsewhere.
            shop.advance(Duration.ofMillis(Math.floorMod(seed * 7919, 60_000L)));
            try (Requests load = sockets ? real(shop) : modelled(shop)) {
                shop.advance(Duration.ofMinutes(3));
                long before = load.sent();
                long failedBefore = load.failed();
                shop.begin(shop.order(Shop.image(behaviour, '2')).checkedBy(checks));
                while (shop.trial.ended("trial").isEmpty()) {
                    shop.advance(LOOK);
                    watch(shop);
                }
                outcome = shop.trial.untilEnded("trial");
                sent = load.sent() - before;
                failed = load.failed() - failedBefore;
                seen = load.seen();
            }
        } finally {
            shop.after();
        }
        System.out.println("load " + this);
        return this;
    }

    private Requests modelled(Shop shop) {
        ModelledLoad load = ModelledLoad.perSecond(shop.sandbox.world(), shop.url(), PER_SECOND, seed);
        return new Requests() {
            @Override
            public long sent() {
                return load.sent();
            }

            @Override
            public long failed() {
                return load.failed();
            }

            @Override
            public long seen() {
                return load.answeredBy("shop-web:2");
            }

            @Override
            public void close() {
                load.close();
            }
        };
    }

    private static Requests real(Shop shop) {
        Load load = Load.perSandboxSecond(shop.url(), shop.time, PER_SECOND);
        return new Requests() {
            @Override
            public long sent() {
                return load.sent();
            }

            @Override
            public long failed() {
                return load.failed();
            }

            @Override
            public long seen() {
                return load.answers().getOrDefault("shop-web:2", 0L);
            }

            @Override
            public void close() {
                load.close();
            }
        };
    }

    private void watch(Shop shop) {
        int now = shop.weights().getOrDefault(shop.green, 0);
        share = Math.max(share, now);
        exposed = now > 0 && now < 100 ? exposed.plus(LOOK) : exposed;
    }

    private static ContainerDefinition container() {
        return Shop.web(Shop.image("web", '1')).toBuilder().environment(
                KeyValuePair.builder().name("SANDBOX_DATABASE").value("shop-db").build(),
                KeyValuePair.builder().name("SANDBOX_BACKGROUND_ERROR_RATE").value("0.001").build()).build();
    }

    private static void database(Shop shop) {
        RdsClient rds = shop.trial.aws(RdsClient.class);
        rds.createDBCluster(c -> c.dbClusterIdentifier("shop-db").engine("aurora-mysql").masterUsername("shop").manageMasterUserPassword(true));
        rds.createDBInstance(i -> i.dbInstanceIdentifier("shop-db-1").dbClusterIdentifier("shop-db").engine("aurora-mysql").dbInstanceClass("db.t4g.large"));
        shop.advance(Duration.ofMinutes(6));
    }

    void isTakenBackBy(String check) {
        assertEquals(this + " " + outcome.message(), Verdict.ROLLED_BACK, outcome.verdict());
        assertTrue(outcome.message(), outcome.message().startsWith("The check '" + check + "' failed"));
        assertTrue("the new version's share was " + share + " % at most", share <= CANARY);
        assertTrue("more than the canary's share saw it: " + this, 100.0 * seen / sent <= CANARY);
    }

    void stays() {
        assertEquals(this + " " + outcome.message(), Verdict.SUCCEEDED, outcome.verdict());
    }

    @Override
    public String toString() {
        return String.format(Locale.ROOT, (sockets ? "real HTTP, " : "") + "%s, seed %d: %s; of %d requests %.3f %% failed, %.2f %% went to the new version, "
                + "a canary for %d s", behaviour, seed, outcome == null ? "?" : outcome.verdict(), sent, 100.0 * failed / sent,
                100.0 * seen / sent, exposed.toSeconds());
    }
}
