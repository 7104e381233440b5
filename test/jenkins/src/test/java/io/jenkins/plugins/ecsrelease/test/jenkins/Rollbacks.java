package io.jenkins.plugins.ecsrelease.test.jenkins;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertTrue;

import java.util.List;
import java.util.Map;
import java.util.Set;
import jenkins.model.Jenkins;
import org.jenkinsci.plugins.workflow.cps.CpsFlowDefinition;
import org.jenkinsci.plugins.workflow.job.WorkflowJob;
import org.jenkinsci.plugins.workflow.job.WorkflowRun;
import org.jenkinsci.plugins.workflow.support.steps.input.InputAction;

/** The ways of ecsRollback, on the staging service. */
final class Rollbacks {

    static final String NAME = "rollbacks";

    private final Shop shop;

    Rollbacks(Shop shop) {
        this.shop = shop;
    }

    List<Way> ways() {
        return List.of(
                new Rollback("a deployment back") {
                    @Override
                    void before() throws Exception {
                        super.before();
                        shop.deploys(shop.another());
                        shop.untilSettled();
                    }

                    @Override
                    Map<String, Integer> changes() {
                        return Map.of("UpdateService", 1, "TagResource", 1);
                    }
                },
                new Rollback("one of what is in flight") {
                    @Override
                    void before() throws Exception {
                        super.before();
                        shop.bakes(12 * 60);
                        shop.deploys(shop.another());
                    }

                    @Override
                    void after() throws Exception {
                        shop.isLeftAlone();
                    }

                    @Override
                    Map<String, Integer> changes() {
                        return Map.of("StopServiceDeployment", 1, "TagResource", 1);
                    }
                },
                new Rollback("one of what is live the moment before") {

                    private static final String RELEASE = "held-release";

                    @Override
                    void before() throws Exception {
                        super.before();
                        WorkflowJob job = Jenkins.get().getItemByFullName(RELEASE, WorkflowJob.class);
                        job = job == null ? Jenkins.get().createProject(WorkflowJob.class, RELEASE) : job;
                        job.setDefinition(new CpsFlowDefinition("ecsBlueGreenHold(" + Instance.WHO + ", " + shop.where() + ", image: '"
                                + Shop.image("web", 70) + "', hold: 'afterTraffic', holdMinutes: 600, timeoutMinutes: 1440) { input 'Go on?' }", true));
                        WorkflowRun held = job.scheduleBuild2(0).waitForStart();
                        Lanes.until("the release is held", () -> asked(held) || !held.isBuilding());
                    }

                    @Override
                    Set<String> pauses() {
                        return Set.of("take-back");
                    }

                    @Override
                    void at(String phase) throws Exception {
                        WorkflowRun held = Jenkins.get().getItemByFullName(RELEASE, WorkflowJob.class).getLastBuild();
                        if (held.isBuilding()) {
                            held.getAction(InputAction.class).getExecutions().get(0).proceed(Map.of());
                            Lanes.until("the release is live", () -> !held.isBuilding());
                        }
                    }

                    @Override
                    Map<String, Integer> changes() {
                        return Map.of("UpdateService", 1, "TagResource", 1);
                    }
                });
    }

    private static boolean asked(WorkflowRun run) {
        try {
            return run.getAction(InputAction.class) != null && !run.getAction(InputAction.class).getExecutions().isEmpty();
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    private abstract class Rollback extends Way {

        private String configuration;
        private String good;

        Rollback(String name) {
            super(name, "rollback");
        }

        @Override
        String script() {
            return "ecsRollback(region: '" + Shop.REGION + "', credentialsId: '" + NAME + "', " + shop.where()
                    + ", checks: [targetHealth()], timeoutMinutes: 1440)";
        }

        @Override
        void before() throws Exception {
            configuration = shop.configuration();
            good = shop.image();
        }

        @Override
        void after() throws Exception {
            shop.untilSettled();
            assertEquals("the service has its own configuration", configuration, shop.configuration());
        }

        /** A way back that has begun is not given up: it is left to ECS, or seen to its end. */
        @Override
        void left(String phase, String said, Map<String, Integer> made, WorkflowRun run) throws Exception {
            boolean begun = made.containsKey("UpdateService") || made.containsKey("StopServiceDeployment");
            boolean on = said.startsWith("STOPPED: ") && said.contains("was left as it is") || said.startsWith("SUCCEEDED: ") && said.contains(" runs ");
            assertTrue(phase + ", " + said, begun ? on : said.contains("before anything was rolled back") || on);
            if (begun) {
                shop.untilSettled();
                assertEquals(phase + ", " + said, good, shop.image());
            }
        }
    }
}
