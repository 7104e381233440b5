package io.jenkins.plugins.ecsrelease.engine.permission;

import io.jenkins.plugins.ecsrelease.engine.Layer;
import io.jenkins.plugins.ecsrelease.engine.database.MigrationOperation;
import io.jenkins.plugins.ecsrelease.engine.database.MigrationOrder;
import io.jenkins.plugins.ecsrelease.engine.database.SnapshotOperation;
import io.jenkins.plugins.ecsrelease.engine.database.SnapshotOrder;
import io.jenkins.plugins.ecsrelease.engine.health.Alarm;
import io.jenkins.plugins.ecsrelease.engine.health.Database;
import io.jenkins.plugins.ecsrelease.engine.health.DatabaseConnections;
import io.jenkins.plugins.ecsrelease.engine.health.HttpErrors;
import io.jenkins.plugins.ecsrelease.engine.health.Limits;
import io.jenkins.plugins.ecsrelease.engine.health.Logs;
import io.jenkins.plugins.ecsrelease.engine.health.TargetHealth;
import io.jenkins.plugins.ecsrelease.engine.image.ImageOperation;
import io.jenkins.plugins.ecsrelease.engine.image.ImageOrder;
import io.jenkins.plugins.ecsrelease.engine.image.PromoteOperation;
import io.jenkins.plugins.ecsrelease.engine.image.PromoteOrder;
import io.jenkins.plugins.ecsrelease.engine.image.Recipe;
import io.jenkins.plugins.ecsrelease.engine.image.ScanPolicy;
import io.jenkins.plugins.ecsrelease.engine.operation.Outcome;
import io.jenkins.plugins.ecsrelease.engine.operation.Signal;
import io.jenkins.plugins.ecsrelease.engine.operation.Verdict;
import io.jenkins.plugins.ecsrelease.engine.rollback.Rollback;
import io.jenkins.plugins.ecsrelease.engine.rollback.RollbackOrder;
import io.jenkins.plugins.ecsrelease.engine.service.BlueGreen;
import io.jenkins.plugins.ecsrelease.engine.service.BlueGreenOrder;
import io.jenkins.plugins.ecsrelease.sandbox.session.SessionFaults;
import io.jenkins.plugins.ecsrelease.sandbox.world.Fault;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import software.amazon.awssdk.services.ecr.EcrClient;
import software.amazon.awssdk.services.ecr.model.AuthorizationData;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.LoadBalancerTypeEnum;

/**
 * Every way in which a pipeline uses AWS, each on an account of its own. A new call of the product is exercised by one of
 * these; a new kind of use gets one more.
 */
enum Pipeline {

    BUILD(Verdict.SUCCEEDED) {
        @Override
        void run(Estate estate) {
            build(estate, "c0ffee", Estate.layer("fresh"));
        }
    },
    BUILD_OF_A_COMMIT_THAT_WAS_PUSHED_UNSCANNED(Verdict.SUCCEEDED) {
        @Override
        void run(Estate estate) {
            scanOnPush(estate, false);
            estate.pusher(Estate.REPOSITORY).push("c0ffee", Map.of("org.opencontainers.image.revision", "c0ffee"), Estate.layer("fresh"));
            scanOnPush(estate, true);
            build(estate, "c0ffee", Estate.layer("fresh"));
        }
    },
    BUILD_OF_A_VULNERABLE_IMAGE(Verdict.STOPPED) {
        @Override
        void run(Estate estate) {
            build(estate, "c0ffee", Layer.with("var/lib/dpkg/status",
                    "Package: bash\nStatus: install ok installed\nVersion: 4.2+dfsg-0.1\n"));
        }
    },
    PROMOTE_WITHIN_A_REPOSITORY(Verdict.SUCCEEDED) {
        @Override
        void run(Estate estate) {
            estate.run(Step.PROMOTE, new PromoteOperation(),
                    new PromoteOrder(estate.image("c0ffee", Map.of()), Estate.REPOSITORY, "production", null, 0, List.of("signature")));
        }
    },
    PROMOTE_ACROSS_REPOSITORIES(Verdict.SUCCEEDED) {
        @Override
        void run(Estate estate) {
            estate.run(Step.PROMOTE, new PromoteOperation(),
                    new PromoteOrder(estate.image("c0ffee", Map.of()), Estate.NEXT_REPOSITORY, "production", null, 0));
        }
    },
    PLAN_ONLY(Verdict.SUCCEEDED) {
        @Override
        void run(Estate estate) {
            estate.serving(BLUE_GREEN);
            estate.run(Step.PLAN, new BlueGreen(), checked(order(estate, "second", Map.of())).requiring("signature").planOnly());
        }
    },
    PLAN_BEHIND_A_NETWORK_LOAD_BALANCER(Verdict.SUCCEEDED) {
        @Override
        void run(Estate estate) {
            estate.serving(BLUE_GREEN, LoadBalancerTypeEnum.NETWORK);
            estate.run(Step.PLAN, new BlueGreen(), order(estate, "second", Map.of()).planOnly());
        }
    },
    PLAN_OF_A_SERVICE_UNDER_CODE_DEPLOY(Verdict.STOPPED) {
        @Override
        void run(Estate estate) {
            estate.underCodeDeploy();
            estate.run(Step.PLAN, new BlueGreen(), order(estate, "second", Map.of()).planOnly());
        }
    },
    BLUE_GREEN_RELEASE(Verdict.SUCCEEDED) {
        @Override
        void run(Estate estate) {
            estate.serving(BLUE_GREEN);
            release(estate, checked(order(estate, "second", Map.of())).requiring("signature"));
        }
    },
    RELEASE_THAT_LOOKS_AT_DATABASE_AND_LOGS(Verdict.SUCCEEDED) {
        @Override
        void run(Estate estate) {
            estate.database().serving(BLUE_GREEN);
            release(estate, order(estate, "second", Map.of()).policies("", "", "", "accept").checkedBy(List.of(
                    new DatabaseConnections(Database.cluster(Estate.DATABASE), 80, 0, 0, "", 0, 0, 0, Limits.DEFAULT),
                    new Logs(Estate.LOGS, "?FATAL", 0, Limits.DEFAULT))));
        }
    },
    BLUE_GREEN_OF_WHAT_RUNS_ALREADY(Verdict.SUCCEEDED) {
        @Override
        void run(Estate estate) {
            estate.serving(BLUE_GREEN);
            release(estate, order(estate, "first", Map.of()));
        }
    },
    CANARY_RELEASE(Verdict.SUCCEEDED) {
        @Override
        void run(Estate estate) {
            estate.serving(how -> how.strategy("CANARY").canaryConfiguration(c -> c.canaryPercent(10.0).canaryBakeTimeInMinutes(5)));
            release(estate, checked(order(estate, "second", Map.of())));
        }
    },
    LINEAR_RELEASE(Verdict.SUCCEEDED) {
        @Override
        void run(Estate estate) {
            estate.serving(how -> how.strategy("LINEAR").linearConfiguration(c -> c.stepPercent(50.0).stepBakeTimeInMinutes(2)));
            release(estate, order(estate, "second", Map.of()));
        }
    },
    ROLLING_RELEASE(Verdict.SUCCEEDED) {
        @Override
        void run(Estate estate) {
            estate.serving(BLUE_GREEN);
            release(estate, order(estate, "second", Map.of()).by("ROLLING"));
        }
    },
    RELEASE_HELD_AND_LET_THROUGH(Verdict.SUCCEEDED) {
        @Override
        void run(Estate estate) {
            held(estate, Signal.Kind.PROCEED);
        }
    },
    RELEASE_HELD_AND_TURNED_DOWN(Verdict.ROLLED_BACK) {
        @Override
        void run(Estate estate) {
            held(estate, Signal.Kind.ROLL_BACK);
        }
    },
    RELEASE_WHOSE_TASKS_ARE_UNHEALTHY(Verdict.ROLLED_BACK) {
        @Override
        void run(Estate estate) {
            estate.serving(BLUE_GREEN);
            release(estate, order(estate, "second", Map.of("ecs-release.sandbox.health", "500")).within(20));
        }
    },
    RELEASE_WHOSE_TARGETS_FALL_SICK(Verdict.ROLLED_BACK) {
        @Override
        void run(Estate estate) {
            estate.serving(BLUE_GREEN);
            String id = estate.begin(Step.BLUE_GREEN, new BlueGreen(), order(estate, "second", Map.of())
                    .checkedBy(List.of(new TargetHealth(100, 60, Limits.bearing(10, 3, true)))));
            estate.untilStage(id, "BAKE_TIME");
            estate.sandbox.faults().put(Fault.about(Fault.Kind.UNHEALTHY_TASKS, Estate.FAMILY + ":2"));
            estate.ended(id);
        }
    },
    RELEASE_WHOSE_TASKS_CRASH(Verdict.ROLLED_BACK) {
        @Override
        void run(Estate estate) {
            estate.serving(BLUE_GREEN);
            release(estate, order(estate, "second", Map.of("ecs-release.sandbox.crash-after", "1")).within(30));
        }
    },
    RELEASE_WITH_A_RED_ALARM(Verdict.ROLLED_BACK) {
        @Override
        void run(Estate estate) {
            estate.serving(BLUE_GREEN);
            String id = estate.begin(Step.BLUE_GREEN, new BlueGreen(), checked(order(estate, "second", Map.of())));
            estate.untilStage(id, "BAKE_TIME");
            estate.sandbox.faults().put(Fault.about(Fault.Kind.ALARM, Estate.ALARM));
            estate.ended(id);
        }
    },
    ROLLBACK_OF_A_FINISHED_RELEASE(Verdict.SUCCEEDED) {
        @Override
        void run(Estate estate) {
            estate.serving(BLUE_GREEN);
            release(estate, order(estate, "second", Map.of()));
            rollBack(estate);
        }
    },
    ROLLBACK_OF_A_RELEASE_IN_FLIGHT(Verdict.SUCCEEDED) {
        @Override
        void run(Estate estate) {
            estate.serving(how -> how.strategy("BLUE_GREEN").bakeTimeInMinutes(30));
            String id = estate.begin(Step.BLUE_GREEN, new BlueGreen(), order(estate, "second", Map.of()));
            estate.untilStage(id, "BAKE_TIME");
            estate.trial.advance(Duration.ofSeconds(30));
            Outcome back = rollBack(estate);
            estate.ended(id);
            estate.outcomes.put("last", back);
        }
    },
    ROLLBACK_OF_A_HELD_RELEASE(Verdict.SUCCEEDED) {
        @Override
        void run(Estate estate) {
            estate.serving(BLUE_GREEN);
            String id = estate.begin(Step.HOLD, new BlueGreen(), order(estate, "second", Map.of()).requiring("signature").heldAt("beforeTraffic"));
            estate.untilStage(id, "POST_TEST_TRAFFIC_SHIFT");
            estate.trial.advance(Duration.ofSeconds(5));
            Outcome back = rollBack(estate);
            estate.ended(id);
            estate.outcomes.put("last", back);
        }
    },
    SNAPSHOTS_OF_A_CLUSTER(Verdict.SUCCEEDED) {
        @Override
        void run(Estate estate) {
            estate.database();
            for (String build : List.of("40", "41", "42")) {
                estate.run(Step.SNAPSHOT, new SnapshotOperation(), new SnapshotOrder(Estate.DATABASE, "", "shop", build, "",
                        Map.of("team", "shop"), 1, 0));
            }
        }
    },
    SNAPSHOTS_OF_AN_INSTANCE(Verdict.SUCCEEDED) {
        @Override
        void run(Estate estate) {
            estate.database();
            for (String build : List.of("40", "41", "42")) {
                estate.run(Step.SNAPSHOT, new SnapshotOperation(), new SnapshotOrder("", Estate.DATABASE + "-archive", "shop", build, "",
                        Map.of(), 1, 0));
            }
        }
    },
    MIGRATION_AFTER_A_SNAPSHOT(Verdict.SUCCEEDED) {
        @Override
        void run(Estate estate) {
            estate.database().serving(BLUE_GREEN).untilNow();
            Outcome snapshot = estate.run(Step.SNAPSHOT, new SnapshotOperation(), new SnapshotOrder(Estate.DATABASE, "", "shop", "42", "",
                    Map.of(), 0, 0));
            String image = estate.image("second", Map.of());
            MigrationOrder order = migration(image, "echo migrated", String.valueOf(snapshot.result().get(SnapshotOrder.ARN)), "exec", 1000);
            estate.run(Step.MIGRATE, new MigrationOperation(), order);
            estate.run(Step.MIGRATE, new MigrationOperation(), order);
        }
    },
    MIGRATION_IN_AN_ENCRYPTED_SESSION(Verdict.SUCCEEDED) {
        @Override
        void run(Estate estate) {
            estate.serving(BLUE_GREEN).encrypted();
            estate.run(Step.MIGRATE, new MigrationOperation(), migration(estate.image("second", Map.of()), "echo migrated", "", "exec", 0));
        }
    },
    MIGRATION_THAT_FAILS(Verdict.STOPPED) {
        @Override
        void run(Estate estate) {
            estate.serving(BLUE_GREEN);
            estate.run(Step.MIGRATE, new MigrationOperation(), migration(estate.image("second", Map.of()), "echo no; exit 7", "", "exec", 0));
        }
    },
    MIGRATION_WHOSE_AGENT_DOES_NOT_COME_UP(Verdict.STOPPED) {
        @Override
        void run(Estate estate) {
            estate.serving(BLUE_GREEN);
            estate.run(Step.MIGRATE, new MigrationOperation(), migration(estate.image("second", Map.of()), "echo never", "", "exec", 0,
                    Estate.WITHOUT_EXEC, 0));
        }
    },
    MIGRATION_OVER_A_LOSSY_NETWORK(Verdict.SUCCEEDED) {
        @Override
        void run(Estate estate) {
            estate.serving(BLUE_GREEN);
            SessionFaults faults = estate.sandbox.world().part(SessionFaults.class);
            faults.set(SessionFaults.Rates.NONE.cutEvery(Duration.ofMillis(300)));
            faults.cutsAtMost(3);
            // All the time there is: the program and its sessions are real, and hours of AWS pass meanwhile.
            estate.run(Step.MIGRATE, new MigrationOperation(), migration(estate.image("second", Map.of()),
                    "i=0; while [ $i -lt 12 ]; do i=$((i+1)); echo step $i; sleep .1; done", "", "exec", 0, "", 2880));
        }
    },
    MIGRATION_WITHOUT_A_SHELL(Verdict.SUCCEEDED) {
        @Override
        void run(Estate estate) {
            estate.serving(BLUE_GREEN);
            estate.run(Step.MIGRATE, new MigrationOperation(), migration(estate.image("second", Map.of()), "true", "", "task", 0));
        }
    };

    private static final java.util.function.Consumer<software.amazon.awssdk.services.ecs.model.DeploymentConfiguration.Builder> BLUE_GREEN =
            how -> how.strategy("BLUE_GREEN").bakeTimeInMinutes(3).deploymentCircuitBreaker(b -> b.enable(true).rollback(true));

    /** How its last step ends when nothing is denied. */
    final Verdict expected;

    Pipeline(Verdict expected) {
        this.expected = expected;
    }

    abstract void run(Estate estate);

    /** "blue green release" and the like. */
    String title() {
        return name().toLowerCase(java.util.Locale.ROOT).replace('_', ' ');
    }

    private static void build(Estate estate, String revision, byte[] layer) {
        estate.trial.agent(new Push.Agent(Map.of(
                "-build", launch -> {
                    agents(estate, launch, Estate.BASE).pull("stable");
                    return "STEP 1\n";
                },
                "-push", launch -> "Writing manifest\n[ecs-release] pushed digest "
                        + agents(estate, launch, Estate.REPOSITORY).push(revision, Map.of("org.opencontainers.image.revision", revision), layer)
                        + "\n")));
        estate.run(Step.BUILD, new ImageOperation(), new ImageOrder("shop-1", "/work", Recipe.of("."), Estate.REPOSITORY,
                List.of(revision, "main"), revision, "", "", true, false, ScanPolicy.standard(), 0));
    }

    private static void scanOnPush(Estate estate, boolean on) {
        estate.aws(EcrClient.class).putImageScanningConfiguration(put -> put.repositoryName(Estate.REPOSITORY)
                .imageScanningConfiguration(scan -> scan.scanOnPush(on)));
    }

    /** With the token that the agent was given, and nothing else. */
    private static Push agents(Estate estate, io.jenkins.plugins.ecsrelease.engine.process.Detached.Launch launch, String repository) {
        String credential = new String(launch.privateFiles().values().iterator().next(), StandardCharsets.UTF_8);
        String pair = credential.replaceAll("(?s).*\"Username\":\"([^\"]*)\".*", "$1") + ":"
                + credential.replaceAll("(?s).*\"Secret\":\"([^\"]*)\".*", "$1");
        AuthorizationData endpoint = estate.aws(EcrClient.class).getAuthorizationToken().authorizationData().get(0);
        return new Push(URI.create(endpoint.proxyEndpoint()),
                "Basic " + Base64.getEncoder().encodeToString(pair.getBytes(StandardCharsets.UTF_8)), repository);
    }

    private static BlueGreenOrder order(Estate estate, String version, Map<String, String> labels) {
        String image = estate.image(version, labels);
        return BlueGreenOrder.of("shop/main#42/" + image.substring(image.length() - 6), Estate.CLUSTER, Estate.SERVICE, Map.of("web", image));
    }

    private static BlueGreenOrder checked(BlueGreenOrder order) {
        return order.checkedBy(List.of(new TargetHealth(0, -1, Limits.DEFAULT), new Alarm(Estate.ALARM, Limits.DEFAULT),
                new HttpErrors(50, false, 1, Limits.DEFAULT))).policies("", "", "", "accept");
    }

    private static Outcome release(Estate estate, BlueGreenOrder order) {
        return estate.run(Step.BLUE_GREEN, new BlueGreen(), order);
    }

    private static Outcome rollBack(Estate estate) {
        return estate.run(Step.ROLLBACK, new Rollback(), RollbackOrder.of("shop/main#43/1", Estate.CLUSTER, Estate.SERVICE));
    }

    private static void held(Estate estate, Signal.Kind decision) {
        estate.serving(BLUE_GREEN);
        String id = estate.begin(Step.HOLD, new BlueGreen(), order(estate, "second", Map.of()).heldAt("beforeTraffic"));
        estate.trial.until("it is held, or over", () -> estate.trial.ended(id).isPresent() || waits(estate));
        if (estate.trial.ended(id).isEmpty()) {
            estate.trial.advance(Duration.ofSeconds(10));
            estate.trial.signal(id, decision, "test");
        }
        estate.ended(id);
    }

    private static boolean waits(Estate estate) {
        return "POST_TEST_TRAFFIC_SHIFT".equals(estate.ecs().describeServiceDeployments(d -> d.serviceDeploymentArns(
                estate.service().currentServiceDeployment())).serviceDeployments().get(0).lifecycleStageAsString());
    }

    private static MigrationOrder migration(String image, String command, String snapshot, String mode, int maxConnections) {
        return migration(image, command, snapshot, mode, maxConnections, "", 0);
    }

    private static MigrationOrder migration(
            String image, String command, String snapshot, String mode, int maxConnections, String taskRole, int minutes) {
        return new MigrationOrder(Estate.CLUSTER, Estate.SERVICE, image, "web", command, "", snapshot, "", 0,
                snapshot.isEmpty() ? "a test" : "", "", false, mode, taskRole, false, maxConnections, 0, "shop#42", "", minutes);
    }
}
