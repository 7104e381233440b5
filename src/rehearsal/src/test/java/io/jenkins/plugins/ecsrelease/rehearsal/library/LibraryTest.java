package io.jenkins.plugins.ecsrelease.rehearsal.library;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertTrue;

import hudson.model.Result;
import io.jenkins.plugins.ecsrelease.jenkins.Hosting;
import io.jenkins.plugins.ecsrelease.rehearsal.Trial;
import io.jenkins.plugins.ecsrelease.rehearsal.builtin.Approvals;
import io.jenkins.plugins.ecsrelease.rehearsal.builtin.Builtins;
import io.jenkins.plugins.ecsrelease.rehearsal.builtin.Parameter;
import io.jenkins.plugins.ecsrelease.rehearsal.cps.StepRegistry;
import io.jenkins.plugins.ecsrelease.rehearsal.run.LocalJenkins;
import io.jenkins.plugins.ecsrelease.rehearsal.run.PluginSteps;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import jenkins.model.CauseOfInterruption;
import org.jenkinsci.plugins.workflow.steps.FlowInterruptedException;
import org.junit.After;
import org.junit.Before;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.TemporaryFolder;

/**
 * The library's scripts, transformed as in Jenkins, with stand-ins for the plugin's steps: what is called, in which order
 * and with which arguments. A parameter that a step does not have fails the build here as everywhere on this host.
 */
public class LibraryTest {

    private static final String DIGEST = "sha256:" + "ab".repeat(32);
    private static final String IMAGE = "123456789012.dkr.ecr.eu-central-1.amazonaws.com/shop@" + DIGEST;
    private static final String BASE = """
            app: 'shop', region: 'eu-central-1', credentialsId: 'aws',
            image: [repository: 'shop'],
            """;
    private static final String PRODUCTION = "production: [cluster: 'prod', service: 'web', approvers: 'alice,ops', database: 'db']";

    @Rule
    public final TemporaryFolder folder = new TemporaryFolder();

    private final List<String> called = new CopyOnWriteArrayList<>();
    private final Map<String, Map<String, Object>> arguments = new LinkedHashMap<>();
    private final Map<String, Object> origin = new LinkedHashMap<>(Map.of("plugin", "1.0.0", "mode", "release", "originalBuild", 0,
            "edited", false, "originalResult", "", "record", new ArrayList<>(), "stopped", ""));
    private final Map<String, Exception> failing = new LinkedHashMap<>();
    private Trial trial;
    private StepRegistry registry;

    @Before
    public void open() throws Exception {
        trial = new Trial(folder.getRoot().toPath());
        Hosting.set(new LocalJenkins(folder.getRoot().toPath()));
        registry = PluginSteps.all();
        registry.replace("releaseContext", given -> origin);
        stand(registry, "ecrBuildPush", Map.of("image", IMAGE, "digest", DIGEST, "repository", "shop", "findings", Map.of()));
        stand(registry, "ecrPromote", Map.of("image", IMAGE, "digest", DIGEST, "tag", "production"));
        stand(registry, "auroraSnapshot", Map.of("arn", "arn:snapshot", "snapshot", "shop-1"));
        stand(registry, "ecsExecMigrate", Map.of("exitCode", 0, "migrationId", DIGEST, "reversible", true));
        stand(registry, "ecsBlueGreen", Map.of("verdict", "SUCCEEDED", "taskDefinition", "web:2", "previousTaskDefinition", "web:1"));
        stand(registry, "ecsRollback", Map.of("verdict", "SUCCEEDED"));
        trial.library(Path.of("").toAbsolutePath().resolve("../..").normalize()).steps(registry);
    }

    @After
    public void close() {
        trial.close();
    }

    private void stand(StepRegistry registry, String step, Map<String, Object> result) {
        registry.replace(step, given -> {
            String what = step + (Boolean.TRUE.equals(given.get("plan")) ? " plan" : "")
                    + (given.containsKey("service") ? " " + given.get("cluster") + "/" + given.get("service") : "");
            called.add(what);
            arguments.put(what, given);
            Exception failure = failing.get(what);
            if (failure != null) {
                throw failure;
            }
            return new LinkedHashMap<>(result);
        });
    }

    private Result run(String settings) throws Exception {
        return start(settings).end();
    }

    private Trial start(String settings) throws Exception {
        return trial.start("@Library('ecs-release') _\necsRelease(" + settings + ")");
    }

    private String log() {
        return String.join("\n", trial.lines());
    }

    @Test
    public void aReleaseWithoutMigrationTakesNoSnapshotAndMigratesNothing() throws Exception {
        start(BASE + "test: { sh 'true' }, staging: [cluster: 'stage', service: 'web'], " + PRODUCTION
                + ", migration: [command: './migrate.sh']");
        trial.approve("alice");
        assertEquals(log(), Result.SUCCESS, trial.end());
        assertEquals(List.of("ecrBuildPush", "ecsBlueGreen stage/web", "ecsBlueGreen plan prod/web", "ecrPromote",
                "ecsBlueGreen prod/web"), called);
        assertEquals(List.of("Test", "Build", "Deploy to staging", "Approve", "Promote", "Deploy to production"), trial.stages());
        assertTrue(log(), log().contains("This run migrates nothing"));
    }

    @Test
    public void aReleaseThatAsksForItMigratesStagingThenSnapshotsAndMigratesProduction() throws Exception {
        trial.parameter("MIGRATE", true);
        start(BASE + "staging: [cluster: 'stage', service: 'web'], " + PRODUCTION
                + ", migration: [command: './migrate.sh', reversible: true]");
        trial.approve("alice");
        assertEquals(log(), Result.SUCCESS, trial.end());
        assertEquals(List.of("ecrBuildPush", "ecsExecMigrate stage/web", "ecsBlueGreen stage/web", "ecsBlueGreen plan prod/web",
                "ecrPromote", "auroraSnapshot", "ecsExecMigrate prod/web", "ecsBlueGreen prod/web"), called);
        assertEquals("arn:snapshot", arguments.get("ecsExecMigrate prod/web").get("snapshot"));
        assertTrue(arguments.get("ecsExecMigrate stage/web").get("unprotected").toString().contains("staging"));
        assertEquals(DIGEST, arguments.get("ecsBlueGreen prod/web").get("migration"));
        assertEquals(true, arguments.get("ecsBlueGreen prod/web").get("migrationReversible"));
        assertEquals("db", arguments.get("auroraSnapshot").get("cluster"));
    }

    @Test
    public void theGateNamesDigestScanMigrationAndWhoMayApproveInFewerThan800Characters() throws Exception {
        trial.parameter("MIGRATE", true);
        start(BASE + PRODUCTION + ", migration: [command: '" + "x".repeat(2000) + "']");
        Approvals.Gate gate = trial.gate();
        assertEquals("DeployProduction", gate.id());
        assertEquals(List.of("alice", "ops"), gate.submitters());
        assertTrue(gate.message(), gate.message().contains(DIGEST));
        assertTrue(gate.message(), gate.message().contains("Scan: no findings"));
        assertTrue(gate.message(), gate.message().contains("Migration: YES"));
        assertTrue(gate.message(), gate.message().startsWith("Deploy shop to production?"));
        assertTrue(gate.message().length() <= 800);
    }

    @Test
    public void theGateShowsThePlanOfEachServiceInALine() throws Exception {
        plans(Map.of("verdict", "SUCCEEDED", "ready", true, "problems", "", "summary", "BLUE_GREEN in at least 10 minutes; 1 warning (0123456789ab)"));
        start(BASE + "production: [cluster: 'prod', services: [[service: 'a'], [service: 'b']]]");
        String message = trial.gate("DeployProduction").message();
        assertTrue(message, message.contains("Plan of a: BLUE_GREEN in at least 10 minutes; 1 warning (0123456789ab)")
                && message.contains("Plan of b: BLUE_GREEN"));
    }

    @Test
    public void nobodyIsAskedWhereThePlanHasErrors() throws Exception {
        plans(Map.of("verdict", "SUCCEEDED", "ready", false, "problems", "The service web is DRAINING.", "summary", "BLUE_GREEN; 1 error (0123456789ab)"));
        start(BASE + PRODUCTION);
        assertEquals(log(), Result.FAILURE, trial.end());
        assertTrue(log(), log().contains("The release of web to production could not begin, and nobody was asked. The service web is DRAINING."));
        assertEquals(List.of("ecrBuildPush", "ecsBlueGreen plan prod/web"), called);
    }

    /** What planning answers. */
    private void plans(Map<String, Object> result) {
        registry.replace("ecsBlueGreen", given -> {
            called.add("ecsBlueGreen" + (Boolean.TRUE.equals(given.get("plan")) ? " plan" : "") + " " + given.get("cluster") + "/" + given.get("service"));
            return new LinkedHashMap<>(result);
        });
    }

    @Test
    public void nothingChangesInProductionBeforeApproval() throws Exception {
        start(BASE + PRODUCTION);
        trial.gate();
        assertEquals(List.of("ecrBuildPush", "ecsBlueGreen plan prod/web"), called);
        trial.decide(false, "eve", Map.of());
        assertEquals(Result.ABORTED, trial.end());
        assertEquals(List.of("ecrBuildPush", "ecsBlueGreen plan prod/web"), called);
    }

    @Test
    public void aGateSurvivesARestart() throws Exception {
        start(BASE + PRODUCTION);
        trial.gate();
        trial.resume().approve("alice");
        assertEquals(log(), Result.SUCCESS, trial.end());
        assertEquals("ecsBlueGreen prod/web", called.get(called.size() - 1));
    }

    @Test
    public void whoseIdentityActsIsGivenToEveryStep() throws Exception {
        start(BASE + "production: [cluster: 'prod', service: 'web', roleArn: 'arn:aws:iam::999999999999:role/deploy']");
        trial.approve("alice");
        assertEquals(log(), Result.SUCCESS, trial.end());
        assertEquals("aws", arguments.get("ecrBuildPush").get("credentialsId"));
        assertEquals("eu-central-1", arguments.get("ecsBlueGreen prod/web").get("region"));
        assertEquals("arn:aws:iam::999999999999:role/deploy", arguments.get("ecrPromote").get("roleArn"));
        assertFalse(arguments.get("ecrBuildPush").containsKey("roleArn"));
    }

    @Test
    public void servicesAreDeployedInOrderAndTakenBackInReverse() throws Exception {
        failing.put("ecsBlueGreen prod/c", new hudson.AbortException("ROLLED_BACK: unhealthy"));
        start(BASE + "production: [cluster: 'prod', services: [[service: 'a'], [service: 'b'], [service: 'c']]]");
        trial.approve("alice");
        assertEquals(Result.FAILURE, trial.end());
        assertEquals(List.of("ecsBlueGreen prod/a", "ecsBlueGreen prod/b", "ecsBlueGreen prod/c", "ecsRollback prod/b",
                "ecsRollback prod/a"), called.subList(called.indexOf("ecrPromote") + 1, called.size()));
        assertEquals("web:1", arguments.get("ecsRollback prod/a").get("to"));
        assertEquals("web:2", arguments.get("ecsRollback prod/a").get("after"));
        assertTrue(log(), log().contains("ROLLED_BACK: unhealthy"));
    }

    private static final String SEVERAL = """
            app: 'shop', region: 'eu-central-1', credentialsId: 'aws',
            images: [web: [repository: 'shop'], worker: [repository: 'shop-worker'], proxy: [repository: 'proxy']],
            """;
    private static final String SERVICES = "services: [[service: 'web', containers: [app: 'web', nginx: 'proxy']], "
            + "[service: 'worker', image: 'worker', strategy: 'ROLLING']]";

    /** Each repository has an image of its own. */
    private void severalImages() {
        registry.replace("ecrBuildPush", given -> {
            called.add("ecrBuildPush " + given.get("repository"));
            return new LinkedHashMap<>(Map.of("image", imageOf(given.get("repository").toString()), "digest", DIGEST,
                    "findings", Map.of("LOW", 1)));
        }).replace("ecrPromote", given -> {
            called.add("ecrPromote " + given.get("image").toString().replaceAll(".*/|@.*", "")
                    + (given.containsKey("repository") ? " to " + given.get("repository") : ""));
            return new LinkedHashMap<>(Map.of("image", given.get("image"), "digest", DIGEST, "tag", "production"));
        });
    }

    private static String imageOf(String repository) {
        return IMAGE.replace("/shop@", "/" + repository + "@");
    }

    @Test
    public void severalServicesRunSeveralImagesEachItsOwn() throws Exception {
        severalImages();
        start(SEVERAL + "production: [cluster: 'prod', approvers: 'alice', " + SERVICES + ", repositories: [worker: 'prod-worker']]");
        Approvals.Gate gate = trial.gate("DeployProduction");
        for (String repository : List.of("shop", "shop-worker", "proxy")) {
            assertTrue(gate.message(), gate.message().contains("Image: " + imageOf(repository)));
        }
        trial.approve("alice");
        assertEquals(log(), Result.SUCCESS, trial.end());
        assertEquals(List.of("ecrBuildPush shop", "ecrBuildPush shop-worker", "ecrBuildPush proxy", "ecsBlueGreen plan prod/web",
                "ecsBlueGreen plan prod/worker", "ecrPromote shop", "ecrPromote shop-worker to prod-worker", "ecrPromote proxy",
                "ecsBlueGreen prod/web", "ecsBlueGreen prod/worker"), called);
        String containers = arguments.get("ecsBlueGreen prod/web").get("containers").toString();
        assertTrue(containers, containers.contains("app") && containers.contains(imageOf("shop"))
                && containers.contains("nginx") && containers.contains(imageOf("proxy")));
        assertFalse(arguments.get("ecsBlueGreen prod/web").containsKey("image"));
        assertEquals(imageOf("shop-worker"), arguments.get("ecsBlueGreen prod/worker").get("image"));
        assertEquals("ROLLING", arguments.get("ecsBlueGreen prod/worker").get("strategy"));
    }

    @Test
    public void severalImagesAreDeployedAgainWithoutABuild() throws Exception {
        severalImages();
        List<Map<String, Object>> record = new ArrayList<>();
        for (String repository : List.of("shop", "shop-worker", "proxy")) {
            record.add(new LinkedHashMap<>(Map.of("step", "ecrBuildPush", "image", imageOf(repository), "digest", DIGEST)));
        }
        origin.putAll(Map.of("mode", "rebuild", "originalBuild", 7, "originalResult", "SUCCESS", "record", record));
        start(SEVERAL + "production: [cluster: 'prod', approvers: 'alice', " + SERVICES + "]");
        trial.approve("alice");
        assertEquals(log(), Result.SUCCESS, trial.end());
        assertFalse(called.toString(), called.toString().contains("ecrBuildPush"));
        assertEquals(imageOf("shop-worker"), arguments.get("ecsBlueGreen prod/worker").get("image"));
    }

    @Test
    public void whichImageAServiceRunsIsNeverLeftOpen() throws Exception {
        assertEquals(Result.FAILURE, run(SEVERAL + "production: [cluster: 'prod', services: [[service: 'web']]]"));
        assertTrue(log(), log().contains("'production.services[0].image' is missing: there are several images, web, worker, proxy."));
        assertEquals(List.of(), called);
    }

    @Test
    public void anImageThatIsNotThereIsRefusedWithTheNearestOne() throws Exception {
        assertEquals(Result.FAILURE, run(SEVERAL + "production: [cluster: 'prod', services: [[service: 'web', image: 'wroker']]]"));
        assertTrue(log(), log().contains("'production.services[0].image' is 'wroker', and there is no such image among 'images'. "
                + "Did you mean 'worker'?"));
    }

    @Test
    public void oneImageOrSeveralNotBoth() throws Exception {
        assertEquals(Result.FAILURE, run(BASE + "images: [web: [repository: 'x']], " + PRODUCTION));
        assertTrue(log(), log().contains("either 'image' or 'images', not both"));
    }

    @Test
    public void whatAnAbortedBuildHasDeployedGoesBackToo() throws Exception {
        stoppedAtTheSecondService("abort", "");
        assertEquals(List.of("ecsBlueGreen prod/a", "ecsBlueGreen prod/b", "ecsRollback prod/a"), afterPromotion());
    }

    @Test
    public void whatAnAbortedBuildHasDeployedStaysWhereTheEnvironmentSaysSo() throws Exception {
        stoppedAtTheSecondService("abort", "onAbort: 'leave', ");
        assertEquals(List.of("ecsBlueGreen prod/a", "ecsBlueGreen prod/b"), afterPromotion());
        assertTrue(log(), log().contains("a stays at web:2 (before: web:1)."));
    }

    @Test
    public void aDisplacedBuildLeavesEverythingToTheNewerOne() throws Exception {
        stoppedAtTheSecondService("displaced", "");
        assertEquals(List.of("ecsBlueGreen prod/a", "ecsBlueGreen prod/b"), afterPromotion());
        assertTrue(log(), log().contains("a stays at web:2 (before: web:1): a newer build takes over."));
    }

    @Test
    public void anAbortBetweenTwoServicesFollowsOnAbortAndNotOnFailure() throws Exception {
        stoppedBetweenTwoServices("onFailure: 'leave', ", Result.ABORTED, "Aborted by alice");
        assertEquals(List.of("ecsBlueGreen prod/a", "ecsBlueGreen prod/b", "ecsRollback prod/a"), afterPromotion());
    }

    @Test
    public void anAbortBetweenTwoServicesLeavesThemWhereTheEnvironmentSaysSo() throws Exception {
        stoppedBetweenTwoServices("onAbort: 'leave', ", Result.ABORTED, "Aborted by alice");
        assertEquals(List.of("ecsBlueGreen prod/a", "ecsBlueGreen prod/b"), afterPromotion());
        assertTrue(log(), log().contains("a stays at web:2 (before: web:1)."));
    }

    @Test
    public void aBuildDisplacedBetweenTwoServicesLeavesEverythingToTheNewerOne() throws Exception {
        stoppedBetweenTwoServices("", Result.NOT_BUILT, "Superseded by shop #8");
        assertEquals(List.of("ecsBlueGreen prod/a", "ecsBlueGreen prod/b"), afterPromotion());
        assertTrue(log(), log().contains("a stays at web:2 (before: web:1): a newer build takes over."));
    }

    /** Before the second step has put anything on record, so that nothing but the exception tells. */
    private void stoppedBetweenTwoServices(String policy, Result result, String words) throws Exception {
        failing.put("ecsBlueGreen prod/b", new FlowInterruptedException(result, true, new CauseOfInterruption() {
            @Override
            public String getShortDescription() {
                return words;
            }
        }));
        start(BASE + "production: [cluster: 'prod', approvers: 'alice', " + policy + "services: [[service: 'a'], [service: 'b']]]");
        trial.approve("alice");
        assertEquals(log(), result, trial.end());
    }

    private void stoppedAtTheSecondService(String why, String policy) throws Exception {
        origin.put("stopped", why);
        failing.put("ecsBlueGreen prod/b", new hudson.AbortException("STOPPED"));
        start(BASE + "production: [cluster: 'prod', approvers: 'alice', " + policy + "services: [[service: 'a'], [service: 'b']]]");
        trial.approve("alice");
        assertEquals(Result.FAILURE, trial.end());
    }

    private List<String> afterPromotion() {
        return called.subList(called.indexOf("ecrPromote") + 1, called.size());
    }

    @Test
    public void aRollbackThatFailsDoesNotKeepTheOthersFromTheirs() throws Exception {
        failing.put("ecsBlueGreen prod/c", new hudson.AbortException("ROLLED_BACK: unhealthy"));
        failing.put("ecsRollback prod/b", new hudson.AbortException("ROLLBACK_FAILED: no capacity"));
        start(BASE + "production: [cluster: 'prod', services: [[service: 'a'], [service: 'b'], [service: 'c']]]");
        trial.approve("alice");
        assertEquals(Result.FAILURE, trial.end());
        assertTrue(called.contains("ecsRollback prod/a"));
        assertTrue(log(), log().contains("ROLLBACK_FAILED"));
    }

    @Test
    public void failuresStayWhereTheyAreWhenTheEnvironmentSaysSo() throws Exception {
        failing.put("ecsBlueGreen prod/b", new hudson.AbortException("UNKNOWN"));
        start(BASE + "production: [cluster: 'prod', onFailure: 'leave', services: [[service: 'a'], [service: 'b']]]");
        trial.approve("alice");
        assertEquals(Result.FAILURE, trial.end());
        assertFalse(called.contains("ecsRollback prod/a"));
        assertEquals("leave", arguments.get("ecsBlueGreen prod/a").get("onFailure"));
    }

    @Test
    public void otherBranchesAreTestedAndBuiltOnly() throws Exception {
        trial.branch("feature/x");
        Result result = trial.start("env.BRANCH_NAME = 'feature/x'\necsRelease(" + BASE + "test: { echo 'tested' }, " + PRODUCTION + ")").end();
        assertEquals(log(), Result.SUCCESS, result);
        assertEquals(List.of("ecrBuildPush"), called);
        assertEquals(false, arguments.get("ecrBuildPush").get("push"));
        assertTrue(log().contains("nothing pushed or deployed"));
    }

    @Test
    public void repeatingAFailedReleaseOffersToRollItBack() throws Exception {
        failedBefore();
        start(BASE + PRODUCTION);
        assertEquals("RollBackProduction", trial.gate().id());
        trial.decide(true, "alice", Map.of("NEXT", "Roll back"));
        assertEquals(log(), Result.SUCCESS, trial.end());
        assertEquals(List.of("ecsRollback prod/web"), called);
        assertEquals("web:1", arguments.get("ecsRollback prod/web").get("to"));
        assertEquals("web:2", arguments.get("ecsRollback prod/web").get("after"));
        assertEquals(List.of("Approve", "Roll back"), trial.stages());
    }

    @Test
    public void aBuildThatWasStartedToRollBackAsksForApprovalAndDoesNothingElse() throws Exception {
        failedBefore();
        origin.put("mode", "rollback");
        origin.put("originalResult", "SUCCESS");
        start(BASE + "test: { error 'tested' }, " + PRODUCTION + ", migration: [command: './migrate.sh']");
        assertEquals("RollBackProduction", trial.gate().id());
        assertEquals(List.of("alice", "ops"), trial.gate().submitters());
        trial.approve("alice");
        assertEquals(log(), Result.SUCCESS, trial.end());
        assertEquals(List.of("ecsRollback prod/web"), called);
    }

    @Test
    public void aBuildThatWasStartedToRollBackIsRejected() throws Exception {
        failedBefore();
        origin.put("mode", "rollback");
        start(BASE + PRODUCTION);
        trial.gate("RollBackProduction");
        trial.decide(false, "alice", Map.of());
        assertEquals(log(), Result.ABORTED, trial.end());
        assertEquals(List.of(), called);
    }

    @Test
    public void thereMustBeSomethingToRollBack() throws Exception {
        origin.putAll(Map.of("mode", "rollback", "originalBuild", 6));
        assertEquals(log(), Result.FAILURE, run(BASE + PRODUCTION));
        assertTrue(log(), log().contains("Build 6 left nothing to roll back"));
        assertEquals(List.of(), called);
    }

    @Test
    public void aFailedReleaseThatCameOnlyToStagingIsRolledBackThere() throws Exception {
        failedBefore();
        ((List<Map<String, Object>>) (List<?>) origin.get("record")).get(0).put("cluster", "stage");
        start(BASE + "staging: [cluster: 'stage', service: 'web'], " + PRODUCTION);
        assertEquals("RollBackStaging", trial.gate().id());
        trial.decide(true, "anybody", Map.of("NEXT", "Roll back"));
        assertEquals(log(), Result.SUCCESS, trial.end());
        assertEquals(List.of("ecsRollback stage/web"), called);
    }

    @Test
    public void noGateHasAMessageThatJenkinsWouldNotKeep() throws Exception {
        String many = String.join(", ", java.util.stream.IntStream.range(0, 60).mapToObj(i -> "[service: 'service-number-" + i + "']").toList());
        start(BASE + "production: [cluster: 'prod', services: [" + many + "], approvers: 'alice']");
        Approvals.Gate gate = trial.gate("DeployProduction");
        assertTrue(gate.message(), gate.message().length() <= 800 && gate.message().contains(DIGEST));
        trial.decide(false, "alice", Map.of());
        assertEquals(Result.ABORTED, trial.end());
    }

    /** What Jenkins returns for POST …/proceedEmpty, and Blue Ocean for a POST without parameters. */
    @Test
    public void anApprovalWithoutItsChoiceRollsNothingBackAndTriesNothingAgain() throws Exception {
        failedBefore();
        registry.replace("input", given -> "alice");
        assertEquals(log(), Result.FAILURE, run(BASE + PRODUCTION));
        assertTrue(log(), log().contains("alice approved without saying what this build does, so it does nothing. "
                + "Approve with the parameter NEXT: 'Roll back' or 'Try again'."));
        assertEquals(List.of(), called);
    }

    /** Blue Ocean shows texts, flags and choices; with any other kind its buttons are gone, and it links to the classic page. */
    @Test
    public void gatesAskOnlyForWhatBlueOceanShows() throws Exception {
        failedBefore();
        start(BASE + PRODUCTION);
        Approvals.Gate gate = trial.gate("RollBackProduction");
        assertEquals(List.of("NEXT"), gate.parameters().stream().map(Parameter::name).toList());
        Set<String> shown = Set.of("choice", "string", "text", "booleanParam");
        Pattern kind = Pattern.compile("(\\w+)\\(name:");
        int found = 0;
        try (Stream<Path> vars = Files.list(Path.of("../../vars"))) {
            for (Path each : vars.filter(file -> file.toString().endsWith(".groovy")).toList()) {
                String text = Files.readString(each);
                assertFalse(each + " names a kind by its class", text.contains("$class"));
                for (Matcher next = kind.matcher(text); next.find(); found++) {
                    assertTrue(each + " asks for " + next.group(1), shown.contains(next.group(1)));
                }
            }
        }
        assertTrue("no parameter was found to look at", found > 0);
    }

    /** Blue Ocean and Pipeline Graph View let the lines of a message flow together. */
    @Test
    public void theGatesMessageCanBeReadAsOneLine() throws Exception {
        start(BASE + PRODUCTION);
        String[] lines = trial.gate().message().split("\n");
        assertTrue(lines.length > 4);
        for (int i = 1; i < lines.length; i++) {
            assertTrue(lines[i], lines[i].startsWith("- "));
        }
    }

    @Test
    public void repeatingAFailedReleaseMayTryAgain() throws Exception {
        failedBefore();
        start(BASE + PRODUCTION);
        trial.gate("RollBackProduction");
        trial.decide(true, "alice", Map.of("NEXT", "Try again"));
        trial.gate("DeployProduction");
        trial.approve("alice");
        assertEquals(log(), Result.SUCCESS, trial.end());
        assertTrue(called.contains("ecrBuildPush"));
        assertFalse(called.contains("ecsRollback prod/web"));
    }

    @Test
    public void repeatingAGoodReleaseDeploysItsImageAgainWithoutABuild() throws Exception {
        origin.putAll(Map.of("mode", "rebuild", "originalBuild", 7, "originalResult", "SUCCESS", "record",
                new ArrayList<>(List.of(new LinkedHashMap<>(Map.of("step", "ecrBuildPush", "image", IMAGE, "digest", DIGEST))))));
        start(BASE + PRODUCTION);
        Approvals.Gate gate = trial.gate("DeployProduction");
        assertTrue(gate.message(), gate.message().startsWith("Deploy that digest again? Build 7 had released this shop to production; nothing is built anew.\n- Image: " + IMAGE));
        assertFalse(gate.message(), gate.message().contains("Deploy shop to production?"));
        trial.approve("alice");
        assertEquals(log(), Result.SUCCESS, trial.end());
        assertEquals(List.of("ecsBlueGreen plan prod/web", "ecrPromote", "ecsBlueGreen prod/web"), called);
        assertEquals(IMAGE, arguments.get("ecsBlueGreen prod/web").get("image"));
    }

    private void failedBefore() {
        origin.putAll(Map.of("mode", "replay", "originalBuild", 6, "originalResult", "FAILURE", "record",
                new ArrayList<>(List.of(new LinkedHashMap<>(Map.of("step", "ecsBlueGreen", "kind", "blue-green", "cluster", "prod", "service", "web",
                        "verdict", "SUCCEEDED", "taskDefinition", "web:2", "previousTaskDefinition", "web:1"))))));
    }

    @Test
    public void verificationsRunAfterTheirDeployment() throws Exception {
        start(BASE + "staging: [cluster: 'stage', service: 'web', verify: { error 'not there' }], " + PRODUCTION);
        assertEquals(Result.FAILURE, trial.end());
        assertEquals(List.of("ecrBuildPush", "ecsBlueGreen stage/web"), called);
        assertTrue(trial.stages().contains("Verify staging"));
    }

    @Test
    public void notificationsAreToldAndMayFail() throws Exception {
        start(BASE + PRODUCTION + ", notify: { what -> echo \"told ${what.app} ${what.event} ${what.approver}\"; if (what.event == 'gate') { error 'no mail' } }");
        trial.approve("alice");
        assertEquals(log(), Result.SUCCESS, trial.end());
        assertTrue(log(), log().contains("told shop gate"));
        assertTrue(log(), log().contains("told shop success alice"));
    }

    @Test
    public void theRollbackOfARepeatedReleaseIsNotified() throws Exception {
        failedBefore();
        start(BASE + PRODUCTION + ", notify: { what -> echo \"told ${what.event} ${what.build}\" }");
        trial.gate("RollBackProduction");
        assertTrue(log(), log().contains("told gate 6"));
        trial.decide(true, "alice", Map.of("NEXT", "Roll back"));
        assertEquals(log(), Result.SUCCESS, trial.end());
        assertTrue(log(), log().contains("told rollback 6"));
        assertFalse(log(), log().contains("told success"));
    }

    @Test
    public void aFailureIsNotifiedWhereverItHappens() throws Exception {
        assertEquals(Result.FAILURE, run(BASE + "test: { error 'red' }, " + PRODUCTION + ", notify: { what -> echo \"told ${what.event}: ${what.message}\" }"));
        assertTrue(log(), log().contains("told failure: red"));
        failing.put("ecsBlueGreen prod/web", new hudson.AbortException("ROLLED_BACK: unhealthy"));
        start(BASE + PRODUCTION + ", notify: { what -> echo \"told ${what.event}: ${what.message}\" }");
        trial.approve("alice");
        assertEquals(Result.FAILURE, trial.end());
        assertTrue(log(), log().contains("told failure: ROLLED_BACK: unhealthy"));
    }

    @Test
    public void aRefusedReleaseIsNotifiedAsAFailureToo() throws Exception {
        start(BASE + PRODUCTION + ", notify: { what -> echo \"told ${what.event}\" }");
        trial.gate();
        trial.decide(false, "eve", Map.of());
        assertEquals(Result.ABORTED, trial.end());
        assertTrue(log(), log().contains("told failure"));
    }

    @Test
    public void withoutThePluginALibraryOfItsOwnSaysWhatIsMissing() throws Exception {
        trial.steps(new StepRegistry(Builtins.steps(), Builtins.symbols()));
        assertEquals(Result.FAILURE, run(BASE + PRODUCTION));
        assertTrue(log(), log().contains("This library needs the Jenkins plugin ecs-release 1.0 or newer, and it is not installed."));
    }

    @Test
    public void anOlderPluginIsRefusedBeforeAnythingElse() throws Exception {
        origin.put("plugin", "0.9.12-SNAPSHOT");
        assertEquals(Result.FAILURE, run("nonsense: 1"));
        assertTrue(log(), log().contains("needs the Jenkins plugin ecs-release 1.0 or newer, and 0.9.12-SNAPSHOT is installed."));
        origin.remove("plugin");
        assertEquals(Result.FAILURE, run(BASE + PRODUCTION));
        assertTrue(log(), log().contains("and one from before 1.0 is installed."));
        assertEquals(List.of(), called);
    }

    @Test
    public void theNumbersOfVersionsAreCompared() throws Exception {
        for (String version : List.of("1", "1.0-SNAPSHOT", "1.0.0", "1.10", "2.0-beta", "10")) {
            origin.put("plugin", version);
            start(BASE + PRODUCTION);
            trial.approve("alice");
            assertEquals(version + " is new enough", Result.SUCCESS, trial.end());
        }
    }

    @Test
    public void stagingWithADatabaseIsSnapshottedBeforeItIsMigrated() throws Exception {
        trial.parameter("MIGRATE", true);
        start(BASE + "staging: [cluster: 'stage', service: 'web', database: 'stage-db'], " + PRODUCTION
                + ", migration: [command: './migrate.sh', service: 'jobs', migrationId: 'v7', retry: true, mode: 'task', container: 'app'"
                + ", resolved: 'notRun', maxConnections: 90, maxReplicaLagSeconds: 2, snapshotMaxAgeMinutes: 30]");
        trial.approve("alice");
        assertEquals(log(), Result.SUCCESS, trial.end());
        assertEquals(List.of("ecrBuildPush", "auroraSnapshot", "ecsExecMigrate stage/jobs"), called.subList(0, 3));
        Map<String, Object> staged = arguments.get("ecsExecMigrate stage/jobs");
        assertEquals("arn:snapshot", staged.get("snapshot"));
        assertFalse(staged.containsKey("unprotected"));
        assertEquals(List.of("v7", true, "task", "app"),
                List.of(staged.get("migrationId"), staged.get("retry"), staged.get("mode"), staged.get("container")));
        assertEquals(List.of("notRun", 90, 2, 30), List.of(staged.get("resolved"), staged.get("maxConnections"),
                staged.get("maxReplicaLagSeconds"), staged.get("snapshotMaxAgeMinutes")));
    }

    @Test
    public void productionIsVerifiedAfterItsDeploymentAndAFailureThereFailsTheBuild() throws Exception {
        start(BASE + "production: [cluster: 'prod', service: 'web', verify: { error 'the basket is empty' }]");
        trial.approve("alice");
        assertEquals(Result.FAILURE, trial.end());
        assertEquals("ecsBlueGreen prod/web", called.get(called.size() - 1));
        assertEquals("Verify production", trial.stages().get(trial.stages().size() - 1));
    }

    @Test
    public void aServicesOwnSettingsGoBeforeItsEnvironments() throws Exception {
        start(BASE + "production: [cluster: 'prod', strategy: 'CANARY', timeoutMinutes: 60, onConflict: 'wait', require: 'signature', services: ["
                + "[service: 'a', strategy: 'ROLLING', container: 'app'], [service: 'b']]]");
        trial.approve("alice");
        assertEquals(log(), Result.SUCCESS, trial.end());
        assertEquals("ROLLING", arguments.get("ecsBlueGreen prod/a").get("strategy"));
        assertEquals("app", arguments.get("ecsBlueGreen prod/a").get("container"));
        assertEquals(60, arguments.get("ecsBlueGreen prod/a").get("timeoutMinutes"));
        assertEquals("CANARY", arguments.get("ecsBlueGreen prod/b").get("strategy"));
        assertEquals("wait", arguments.get("ecsBlueGreen prod/b").get("onConflict"));
        assertEquals("signature", arguments.get("ecsBlueGreen prod/b").get("require"));
        assertFalse(arguments.get("ecsBlueGreen prod/b").containsKey("container"));
    }

    @Test
    public void aRepositoryOfItsOwnIsPromotedInto() throws Exception {
        start(BASE + "production: [cluster: 'prod', service: 'web', repository: 'shop-production', tag: 'live']");
        trial.approve("alice");
        assertEquals(log(), Result.SUCCESS, trial.end());
        assertEquals("shop-production", arguments.get("ecrPromote").get("repository"));
        assertEquals("live", arguments.get("ecrPromote").get("tag"));
    }

    @Test
    public void anEnvironmentsTagIsUniqueForEachBuild() throws Exception {
        start(BASE + PRODUCTION);
        trial.approve("alice");
        assertEquals(log(), Result.SUCCESS, trial.end());
        assertEquals("production-1", String.valueOf(arguments.get("ecrPromote").get("tag")));
    }

    @Test
    public void repeatingABuildThatLeftNothingTriesAgain() throws Exception {
        failedBefore();
        for (Map<String, Object> each : List.<Map<String, Object>>of(
                Map.of("step", "ecsBlueGreen", "cluster", "prod", "service", "web", "verdict", "ROLLED_BACK", "previousTaskDefinition", "web:1"),
                Map.of("step", "ecsBlueGreen", "cluster", "prod", "service", "web", "verdict", "SUCCEEDED", "ready", true, "previousTaskDefinition", "web:1"),
                Map.of("step", "ecsBlueGreen", "cluster", "elsewhere", "service", "web", "verdict", "SUCCEEDED", "previousTaskDefinition", "web:1"),
                Map.of("step", "ecrBuildPush", "verdict", "SUCCEEDED"))) {
            origin.put("record", new ArrayList<>(List.of(new LinkedHashMap<>(each))));
            called.clear();
            start(BASE + PRODUCTION);
            trial.gate("DeployProduction");
            trial.approve("alice");
            assertEquals(log(), Result.SUCCESS, trial.end());
            assertTrue(log(), log().contains("left nothing to roll back: this build tries again."));
            assertFalse(called.contains("ecsRollback prod/web"));
        }
    }

    @Test
    public void aGoodBuildWithoutAnImageOnRecordIsBuiltAgain() throws Exception {
        failedBefore();
        origin.put("originalResult", "SUCCESS");
        origin.put("record", new ArrayList<>(List.of(new LinkedHashMap<>(Map.of("step", "auroraSnapshot")))));
        start(BASE + PRODUCTION);
        trial.approve("alice");
        assertEquals(log(), Result.SUCCESS, trial.end());
        assertTrue(called.contains("ecrBuildPush"));
    }

    @Test
    public void anyoneMayApproveWhereNobodyIsNamedAndTheGateSaysSo() throws Exception {
        start(BASE + "production: [cluster: 'prod', services: [[service: 'a'], [service: 'b']]]");
        Approvals.Gate gate = trial.gate();
        assertTrue(gate.message(), gate.message().contains("May approve: anybody who may build"));
        assertTrue(gate.message(), gate.message().contains("Where: prod/a, b"));
        assertTrue(gate.message(), gate.message().contains("Migration: no"));
    }

    @Test
    public void theTestAndTheBuildRunWhereTheirLabelsSay() throws Exception {
        Result result = start("label: 'linux', " + BASE.replace("[repository: 'shop']", "[repository: 'shop', label: 'docker', args: ['A=1']]")
                + "test: [label: 'big', run: { echo \"tested on ${env.NODE_LABELS}\" }], " + PRODUCTION).approve("alice").end();
        assertEquals(log(), Result.SUCCESS, result);
        assertEquals(List.of("A=1"), arguments.get("ecrBuildPush").get("args"));
        assertFalse("it is the node's, not the step's", arguments.get("ecrBuildPush").containsKey("label"));
    }

    @Test
    public void everyKindOfValueIsChecked() throws Exception {
        refused(BASE.replace("[repository: 'shop']", "'shop'") + PRODUCTION, "'image' must be a map, not String");
        refused(BASE.replace("repository: 'shop'", "repository: 'shop', rebuild: 'yes'") + PRODUCTION, "'image.rebuild' must be true or false");
        refused(BASE + "production: [cluster: 'prod', service: 'a', approveWithinHours: 'soon']", "'production.approveWithinHours' must be a number");
        refused(BASE + "production: [cluster: 'prod', service: 'a', checks: 'all']", "'production.checks' must be a list");
        refused(BASE + "production: [cluster: 'prod', services: 'a']", "'production.services' must be a list of maps");
        refused(BASE + "production: [cluster: 'prod', services: ['a']]", "'production.services[0]' must be a map, not String");
        refused(BASE + "notify: 'me', " + PRODUCTION, "'notify' must be a block");
        refused(BASE + "test: [label: 'x'], " + PRODUCTION, "'test.run' is missing");
        refused(BASE + "completelyUnheardOf: 1, " + PRODUCTION, "there is no 'completelyUnheardOf'. It takes ");
    }

    @Test
    public void aWrongKeyIsRefusedBeforeAnythingRunsWithItsPlaceAndTheNearestRightOne() throws Exception {
        assertEquals(Result.FAILURE, run(BASE + "production: [clutser: 'prod', service: 'web']"));
        assertTrue(log(), log().contains("there is no 'production.clutser'. Did you mean 'production.cluster'?"));
        assertEquals(List.of(), called);
        assertEquals(List.of(), trial.stages());
    }

    @Test
    public void aStepThatIsCalledWithAParameterItDoesNotHaveFailsTheTest() throws Exception {
        Result result = trial.start("ecsBlueGreen(cluster: 'prod', service: 'web', imagee: 'x')").end();
        assertEquals(Result.FAILURE, result);
        assertTrue(log(), log().contains("ecsBlueGreen has no parameter 'imagee'"));
        assertTrue(log(), log().contains("Did you mean 'image'?"));
    }

    @Test
    public void everyScriptOfTheLibraryHasItsHelp() {
        for (java.io.File script : new java.io.File("../../vars").listFiles((directory, name) -> name.endsWith(".groovy"))) {
            java.io.File help = new java.io.File(script.getPath().replace(".groovy", ".txt"));
            assertTrue(help + " is missing", help.length() > 100);
        }
    }

    @Test
    public void jenkinsCanLoadTheProjectAsALibrary() throws Exception {
        Path project = Path.of("../..").toAbsolutePath().normalize();
        for (String part : List.of("src", "vars", "resources")) {
            try (Stream<Path> files = Files.walk(project.resolve(part))) {
                for (Path file : files.filter(path -> !path.toString().contains("/target/")).toList()) {
                    assertFalse(file + " is a symbolic link, which the loader of libraries refuses", Files.isSymbolicLink(file));
                    assertFalse(file + " would be compiled as the library's", part.equals("src") && file.toString().endsWith(".groovy"));
                }
            }
        }
    }

    @Test
    public void wrongKindsMissingKeysAndWrongServicesAreNamed() throws Exception {
        refused("image: [repository: 'shop'], " + PRODUCTION, "'app' is missing");
        refused(BASE + "production: [cluster: 'prod']", "production needs either 'service' or 'services', not neither");
        refused(BASE + "production: [cluster: 'prod', service: 'a', services: [[service: 'b']]]", "not both");
        refused(BASE + "production: [cluster: 'prod', services: [[servcie: 'b']]]",
                "there is no 'production.services[0].servcie'. Did you mean 'production.services[0].service'?");
        refused(BASE + "test: 'make test', " + PRODUCTION, "'test' must be a block");
        refused(BASE + "production: [cluster: 5, service: 'a']", "'production.cluster' must be a text, not Integer");
        refused("", "it needs named arguments");
    }

    private void refused(String settings, String why) throws Exception {
        trial.lines().clear();
        assertEquals(Result.FAILURE, run(settings));
        assertTrue(log(), log().contains(why));
        assertEquals(List.of(), called);
    }
}
