package io.jenkins.plugins.ecsrelease.test.jenkins;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertTrue;

import hudson.model.Result;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jenkinsci.plugins.workflow.job.WorkflowRun;
import software.amazon.awssdk.services.cloudwatch.model.ComparisonOperator;
import software.amazon.awssdk.services.cloudwatch.model.Statistic;

/** The ways of ecsBlueGreen and ecsBlueGreenHold, on the production service. */
final class Releases {

    static final String NAME = "releases";

    private static int number = 100;

    private final Account account;
    private final Shop shop;

    Releases(Account account, Shop shop) {
        this.account = account;
        this.shop = shop;
    }

    List<Way> ways() {
        return List.of(
                new Release("a release") {
                    @Override
                    String script() {
                        return call("");
                    }
                },
                new Release("one that is held") {
                    @Override
                    String script() {
                        return "ecsBlueGreenHold(" + where() + ", hold: 'afterTraffic') { echo 'held' }";
                    }

                    @Override
                    Map<String, Integer> changes() {
                        return and(super.changes(), Map.of("ContinueServiceDeployment", 1, "UpdateService of the configuration", 1));
                    }
                },
                new Release("one that is refused while it is held") {
                    @Override
                    String script() {
                        return "ecsBlueGreenHold(" + where() + ", hold: 'afterTraffic') { error 'not this one' }";
                    }

                    @Override
                    Result result() {
                        return Result.FAILURE;
                    }

                    @Override
                    Map<String, Integer> changes() {
                        return and(super.changes(), Map.of("ContinueServiceDeployment", 1, "UpdateService of the configuration", 1));
                    }
                },
                new Release("one whose check fails once it is live") {
                    @Override
                    String script() {
                        return call(", checks: [alarm('late')]");
                    }

                    @Override
                    void before() throws Exception {
                        super.before();
                        alarm("notBreaching", "OK");
                    }

                    @Override
                    Set<String> pauses() {
                        return Set.of("shift");
                    }

                    @Override
                    void at(String phase) {
                        if (phase.equals("shift")) {
                            shop.untilSettled();
                            alarm("breaching", "ALARM");
                        }
                    }

                    @Override
                    Result result() {
                        return Result.FAILURE;
                    }

                    @Override
                    Map<String, Integer> changes() {
                        return and(super.changes(), Map.of("UpdateService", 1));
                    }
                },
                new Release("one that waits for another") {
                    @Override
                    String script() {
                        return call(", onConflict: 'wait'");
                    }

                    @Override
                    void before() throws Exception {
                        super.before();
                        if (wants("waiting")) {
                            shop.isDeployedByHand();
                        }
                    }

                    @Override
                    void onward(String phase) {
                        if (phase.equals("waiting")) {
                            shop.isLeftAlone();
                        }
                    }
                },
                new Release("one to a service that another controller deploys") {
                    @Override
                    String script() {
                        return call("").replace("service: '" + Shop.SERVICE + "'", "service: 'foreign'");
                    }

                    @Override
                    void before() throws Exception {
                        super.before();
                        shop.hasAnotherControllersService("foreign");
                    }

                    @Override
                    Result result() {
                        return Result.FAILURE;
                    }

                    @Override
                    Map<String, Integer> changes() {
                        return Map.of();
                    }
                },
                new Release("one that is left as it is") {
                    @Override
                    String script() {
                        return call(", onAbort: 'leave'");
                    }

                    @Override
                    Set<String> again() {
                        return Set.of("shift");
                    }

                    @Override
                    void left(String phase, String said, Map<String, Integer> made, WorkflowRun run) {
                        assertTrue(said, said.startsWith("STOPPED: ") && said.contains("was left as it is") && said.contains("run ecsRollback"));
                        shop.untilSettled();
                        assertEquals("ECS went on with it", image, shop.image());
                    }
                });
    }

    static Map<String, Integer> and(Map<String, Integer> some, Map<String, Integer> more) {
        Map<String, Integer> all = new java.util.TreeMap<>(some);
        more.forEach((call, times) -> all.merge(call, times, Integer::sum));
        return all;
    }

    /** The alarm of the late check: without data it is what missing data means to it. */
    private void alarm(String missing, String state) {
        account.alarms.putMetricAlarm(put -> put.alarmName("late").namespace("Shop").metricName("Late").statistic(Statistic.SUM).period(60)
                .evaluationPeriods(1).threshold(1.0).comparisonOperator(ComparisonOperator.GREATER_THAN_THRESHOLD).treatMissingData(missing));
        Lanes.until("the alarm is " + state, () -> account.alarms.describeAlarms(d -> d.alarmNames("late")).metricAlarms().get(0)
                .stateValueAsString().equals(state));
    }

    private abstract class Release extends Way {

        String image = "";
        private String live;

        Release(String name) {
            super(name, "blue-green");
        }

        String where() {
            image = Shop.image("web", number++);
            return "region: '" + Shop.REGION + "', credentialsId: '" + NAME + "', " + shop.where() + ", image: '" + image + "', timeoutMinutes: 1440";
        }

        String call(String more) {
            return "ecsBlueGreen(" + where() + more + ")";
        }

        @Override
        void before() throws Exception {
            live = shop.image();
        }

        @Override
        void after() {
            shop.untilSettled();
        }

        @Override
        Map<String, Integer> changes() {
            return Map.of("RegisterTaskDefinition", 1, "UpdateService", 1, "TagResource", 1);
        }

        @Override
        void left(String phase, String said, Map<String, Integer> made, WorkflowRun run) throws Exception {
            shop.untilSettled();
            boolean begun = made.containsKey("UpdateService");
            boolean back = said.startsWith("ROLLED_BACK: ") && said.contains(" again");
            boolean on = said.startsWith("SUCCEEDED: ") && said.contains(" runs ") || said.startsWith("UNKNOWN: ") && said.contains("ecsRollback goes back");
            // The way back itself is left to ECS.
            boolean going = phase.equals("revert") && said.startsWith("STOPPED: ") && said.contains("was left as it is");
            assertTrue(phase + ", " + said, begun ? back || on || going : said.startsWith("STOPPED: Stopped by "));
            assertEquals(phase + ", " + said, on ? image : live, shop.image());
        }
    }
}
