package io.jenkins.plugins.ecsrelease.test.jenkins;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertTrue;

import hudson.model.Result;
import java.util.List;
import java.util.Map;
import jenkins.model.Jenkins;
import org.jenkinsci.plugins.workflow.cps.CpsFlowDefinition;
import org.jenkinsci.plugins.workflow.job.WorkflowJob;
import org.jenkinsci.plugins.workflow.job.WorkflowRun;

/** The ways of auroraSnapshot and of ecsExecMigrate, in both of its modes. */
final class Databases {

    static final String SNAPSHOTS = "snapshots";
    static final String MIGRATIONS = "migrations";

    private static final String ANOTHER = "another-migration";

    private static int number = 1;

    private final Account account;
    private final Shop shop;
    private final Gate gate;
    private final String mute;
    private volatile boolean letsAnother;

    /** @param mute the ARN of a task role with which no Exec agent comes up */
    Databases(Account account, Shop shop, Gate gate, String mute) {
        this.account = account;
        this.shop = shop;
        this.gate = gate;
        this.mute = mute;
        gate.when(ANOTHER, () -> letsAnother);
    }

    private static String snapshot(String credentials, String more) {
        return "auroraSnapshot(region: '" + Shop.REGION + "', credentialsId: '" + credentials + "', cluster: '" + Shop.CLUSTER
                + "', suffix: 'n" + number++ + "', timeoutMinutes: 1440" + more + ")";
    }

    List<Way> snapshots() {
        return List.of(new Way("a snapshot, and another in its place", "snapshot") {
            /** Those of aborted builds, which the next one that keeps one prunes too. */
            private int stay;

            @Override
            String script() {
                return snapshot(SNAPSHOTS, "") + "\n" + snapshot(SNAPSHOTS, ", keep: 1");
            }

            @Override
            Map<String, Integer> changes() {
                return Map.of("CreateDBClusterSnapshot", 2, "DeleteDBClusterSnapshot", 1 + stay);
            }

            @Override
            void left(String phase, String said, Map<String, Integer> made, WorkflowRun run) {
                boolean none = said.startsWith("STOPPED: Stopped by ") && said.contains(" before");
                boolean stays = said.contains("goes on at AWS and stays there") || said.startsWith("SUCCEEDED: ") && said.contains("is available");
                assertTrue(phase + ", " + said, none != stays);
                assertEquals(phase + ", " + said, 0, (int) made.getOrDefault("DeleteDBClusterSnapshot", 0));
                stay += made.getOrDefault("CreateDBClusterSnapshot", 0);
            }
        });
    }

    List<Way> migrations() {
        return List.of(
                new Migration("a protected migration") {
                    @Override
                    String script() {
                        return "def taken = " + snapshot(MIGRATIONS, "") + "\n"
                                + migrate(MIGRATIONS, command(MIGRATIONS), ", snapshot: taken.arn, snapshotMaxAgeMinutes: 1440");
                    }

                    @Override
                    Map<String, Integer> changes() {
                        return Releases.and(super.changes(), Map.of("CreateDBClusterSnapshot", 1));
                    }
                },
                new Migration("one that is aborted") {
                    @Override
                    String abortedIn() {
                        return "follow";
                    }
                },
                new Migration("one as its task's own command") {
                    @Override
                    String script() {
                        return migrate(MIGRATIONS, command(MIGRATIONS), ", unprotected: 'a test', mode: 'task'");
                    }

                    @Override
                    String runsIn() {
                        return "task";
                    }

                    /** A task that has ended by itself is not told to. */
                    @Override
                    Map<String, Integer> changes() {
                        return Map.of("RegisterTaskDefinition", 1, "RunTask", 1, "TagResource", 1);
                    }
                },
                new Migration("one as its task's own command that is aborted") {
                    @Override
                    String script() {
                        return migrate(MIGRATIONS, command(MIGRATIONS), ", unprotected: 'a test', mode: 'task'");
                    }

                    @Override
                    String runsIn() {
                        return "task";
                    }

                    @Override
                    String abortedIn() {
                        return "task";
                    }
                },
                new Migration("one whose task cannot be reached") {
                    @Override
                    String script() {
                        return migrate(MIGRATIONS, command(MIGRATIONS), ", unprotected: 'a test', taskRoleArn: '" + mute + "'");
                    }

                    @Override
                    Result result() {
                        return Result.FAILURE;
                    }
                },
                new Migration("one that another build runs") {
                    /** Once it was aborted there it is gone again, without another. */
                    private boolean waits;

                    @Override
                    void before() throws Exception {
                        super.before();
                        waits = wants("turn");
                        if (waits) {
                            another("");
                        }
                    }

                    @Override
                    void onward(String phase) {
                        letsAnother = true;
                    }

                    @Override
                    void after() throws Exception {
                        letsAnother = true;
                        WorkflowJob job = Jenkins.get().getItemByFullName(ANOTHER, WorkflowJob.class);
                        Lanes.until("the other build has ended", () -> !job.getLastBuild().isBuilding());
                    }

                    @Override
                    Map<String, Integer> changes() {
                        return waits ? Map.of() : super.changes();
                    }

                    @Override
                    void left(String phase, String said, Map<String, Integer> made, WorkflowRun run) {
                        assertTrue(said, said.contains("while it waited for another build's migration, which goes on"));
                    }
                },
                new Migration("one that another build left in the dark") {
                    @Override
                    String script() {
                        return migrate(MIGRATIONS, command(MIGRATIONS), ", unprotected: 'a test', resolved: 'notRun'");
                    }

                    @Override
                    void before() throws Exception {
                        super.before();
                        WorkflowRun other = another("");
                        other.doTerm();
                        other.doKill();
                        account.ecs.listTasks(list -> list.cluster(Shop.CLUSTER).family(Shop.CLUSTER + "-web-migrate")).taskArns()
                                .forEach(task -> account.ecs.stopTask(stop -> stop.cluster(Shop.CLUSTER).task(task)));
                    }

                    @Override
                    Map<String, Integer> changes() {
                        return Releases.and(super.changes(), Map.of("TagResource", 1));
                    }
                });
    }

    private String migrate(String credentials, String command, String more) {
        return "ecsExecMigrate(region: '" + Shop.REGION + "', credentialsId: '" + credentials + "', " + shop.where() + ", image: '" + shop.first()
                + "', command: '" + command + "', migrationId: 'm" + number + "', timeoutMinutes: 1440" + more + ")";
    }

    /** Another build's migration of the same id, which follows its program. */
    private WorkflowRun another(String more) throws Exception {
        letsAnother = false;
        WorkflowJob job = Jenkins.get().getItemByFullName(ANOTHER, WorkflowJob.class);
        job = job == null ? Jenkins.get().createProject(WorkflowJob.class, ANOTHER) : job;
        job.setDefinition(new CpsFlowDefinition(migrate("deployer", command(ANOTHER), ", unprotected: 'a test'" + more), true));
        WorkflowRun run = job.scheduleBuild2(0).waitForStart();
        Lanes.until("it migrates", () -> !run.isBuilding() || said(run).contains("begun, for " + ANOTHER));
        return run;
    }

    private static String said(WorkflowRun run) {
        try {
            return org.jvnet.hudson.test.JenkinsRule.getLog(run);
        } catch (java.io.IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    private String command(String program) {
        return "echo begun, for " + program + "; " + gate.waitFor(program) + "; ./migrate.sh";
    }

    private abstract class Migration extends Way {

        Migration(String name) {
            super(name, "migration");
        }

        @Override
        void before() throws Exception {
            number++;
        }

        @Override
        String script() throws Exception {
            return migrate(MIGRATIONS, command(MIGRATIONS), ", unprotected: 'a test', database: '" + Shop.CLUSTER + "'");
        }

        @Override
        Map<String, Integer> changes() {
            return Map.of("RegisterTaskDefinition", 1, "RunTask", 1, "TagResource", 1, "StopTask", 1);
        }

        @Override
        void left(String phase, String said, Map<String, Integer> made, WorkflowRun run) throws Exception {
            assertTrue(phase + ", " + said, made.containsKey("RunTask") ? said.contains("exit code") || said.contains("Look into the database") || said.contains("before the migration was run")
                    : said.contains("Stopped by ") && said.contains("before"));
            Lanes.until("its task is gone", () -> account.ecs.listTasks(list -> list.cluster(Shop.CLUSTER).family(Shop.CLUSTER + "-web-migrate")
                    .desiredStatus("RUNNING")).taskArns().isEmpty());
        }
    }
}
