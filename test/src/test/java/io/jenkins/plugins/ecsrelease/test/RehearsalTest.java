package io.jenkins.plugins.ecsrelease.test;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.jenkins.plugins.ecsrelease.sandbox.registry.BaseImage;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.Assume;
import org.junit.BeforeClass;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.TemporaryFolder;

/** The example's pipeline from its Jenkinsfile to the load balancer, as a person would rehearse it. */
public class RehearsalTest {

    @Rule
    public final TemporaryFolder folder = new TemporaryFolder();

    @BeforeClass
    public static void needsABaseImage() {
        Assume.assumeTrue("no static busybox on this machine (Debian: busybox-static)", BaseImage.busybox().isPresent());
    }

    private Run run(String... options) throws IOException {
        return Run.of(folder.getRoot().toPath().resolve("home"), options);
    }

    private static void assertNoRequestFailed(Run run) throws IOException {
        assertEquals(run.said(), 0, run.report().path("visitors").path("failed").asLong());
        assertTrue(run.said(), run.report().path("visitors").path("sent").asLong() > 100);
    }

    @Test
    public void aHealthyReleaseGoesLiveAndNoRequestFails() throws Exception {
        try (Run run = run("--approve-as", "alice")) {
            assertEquals(run.said(), 0, run.end());
            assertNoRequestFailed(run);
            JsonNode series = run.report().path("traffic").path("series");
            assertTrue("the old version answered", series.has("shop-production-web:1"));
            assertTrue("the new version answered", series.has("shop-production-web:2"));
            assertTrue("health is drawn beside the traffic", run.samples("target health") > 0 && run.samples("alarm shop-production-5xx") > 0);
            assertEquals(1, run.changes("UpdateService", "shop-production"));
            assertEquals("nobody asked for a migration", 0, run.changes("CreateDBClusterSnapshot", "") + run.changes("RunTask", ""));
            assertEquals("everything is modelled, and the shipped policies suffice", List.of(), run.gaps());
            assertTrue(run.said().contains("This run migrates nothing"));
            assertTrue(run.said().contains("[gate] production: approved by alice."));
            assertThePlanIsKeptWithItsHashAndTheGateShowedIt(run);
        }
    }

    private static void assertThePlanIsKeptWithItsHashAndTheGateShowedIt(Run run) throws Exception {
        Matcher asked = Pattern.compile("Plan of shop-web: BLUE_GREEN in at least 2 minutes, new image for web; .*\\((\\w{12})\\)").matcher(run.said());
        assertTrue(run.said(), asked.find());
        Map.Entry<String, String> kept = run.plans().entrySet().stream().filter(plan -> plan.getKey().startsWith(asked.group(1)))
                .findFirst().orElseThrow(() -> new AssertionError("The run keeps no plan with the hash that the gate showed"));
        assertTrue(kept.getValue(), kept.getValue().startsWith("Plan for shop-web in shop-production\n"));
        assertEquals(kept.getKey(), HexFormat.of().formatHex(
                MessageDigest.getInstance("SHA-256").digest(kept.getValue().getBytes(StandardCharsets.UTF_8))));
    }

    @Test
    public void aReleaseThatIsUnhealthyInProductionIsRolledBackAndNoRequestFails() throws Exception {
        try (Run run = run("--approve-as", "alice", "--scenario", "unhealthy-release")) {
            assertEquals(run.said(), 1, run.end());
            assertTrue(run.said(), run.said().contains("ROLLED_BACK: "));
            assertEquals(List.of(), run.gaps());
            assertNoRequestFailed(run);
            assertFalse(run.report().path("traffic").path("series").has("shop-production-web:2"));
        }
    }

    @Test
    public void aVulnerableImageStopsAtTheScan() throws Exception {
        try (Run run = run("--approve-as", "alice", "--scenario", "vulnerable-image")) {
            assertEquals(run.said(), 1, run.end());
            assertTrue(run.said(), run.said().contains("CVE-2014-6271"));
            assertEquals(0, run.changes("UpdateService", ""));
            assertEquals("in the report", "CVE-2014-6271", run.findings().get(0).path("id").asText());
            assertEquals("as an artifact of the build", run.findings(),
                    new ObjectMapper().readTree(run.artifact("ecs-release/shop/findings.json").toFile()).path("findings"));
        }
    }

    @Test
    public void aFailingMigrationIsReportedWithItsExitCodeAndProductionIsUntouched() throws Exception {
        try (Run run = run("--approve-as", "alice", "--scenario", "failing-migration")) {
            assertEquals(run.said(), 1, run.end());
            assertTrue(run.said(), run.said().contains("exit code 7"));
            assertTrue(run.said(), run.said().contains("relation \"orders\" does not exist"));
            assertEquals(0, run.changes("UpdateService", "shop-production"));
        }
    }

    @Test
    public void theReplayOfAFailedReleaseRollsItBack() throws Exception {
        try (Run run = run("--approve-as", "alice", "--scenario", "replay-after-failure")) {
            assertEquals(run.said(), 1, run.end());
            assertTrue(run.said(), run.said().contains("Build 1 was rolled back"));
            assertFalse("its record is the one that AWS keeps the seal of", run.said().contains("AWS keeps the seal of another one"));
            assertTrue(run.said(), run.said().contains("Roll it back, or try the release again?"));
            assertEquals(List.of(), run.gaps());
            assertEquals("the release and its rollback", 2, run.deployments("shop-production"));
            assertEquals("shop-production-web:1", run.report().path("environments").get(1).path("revision").asText());
        }
    }

    @Test
    public void aRefusedGateChangesNothingInProduction() throws Exception {
        try (Run run = run("--reject")) {
            assertEquals(run.said(), 1, run.end());
            assertTrue(run.said(), run.said().contains("The release was refused"));
            assertEquals(0, run.changes("UpdateService", "shop-production"));
        }
    }

    @Test
    public void someoneWhoIsNotAnApproverCannotApprove() throws Exception {
        try (Run run = run("--approve-as", "mallory")) {
            assertEquals(run.said(), 1, run.end());
            assertTrue(run.said(), run.said().contains("mallory may not approve DeployProduction"));
            assertEquals(0, run.changes("UpdateService", "shop-production"));
        }
    }

    @Test
    public void killedDuringTheProductionDeploymentItGoesOnAndDeploysOnce() throws Exception {
        try (Run killed = run("--approve-as", "alice", "--migrate")) {
            killed.killAt("ECS was told to deploy shop-production-web:2");
        }
        try (Run resumed = run("--approve-as", "alice", "--resume")) {
            assertEquals(resumed.said(), 0, resumed.end());
            assertOnceEach(resumed);
        }
    }

    @Test
    public void killedDuringTheMigrationItGoesOnAndMigratesOnce() throws Exception {
        Path jenkinsfile = Files.writeString(folder.getRoot().toPath().resolve("Jenkinsfile"),
                Files.readString(Run.PROJECT.resolve("Jenkinsfile.example"))
                        .replace("command: './migrate.sh'", "command: 'printf \"\\\\033[2Jwiped\\\\n\"; echo it begins; sleep 6; ./migrate.sh'"));
        try (Run killed = run("--approve-as", "alice", "--migrate", jenkinsfile.toString())) {
            killed.await("▸ Migrate$");
            killed.killAt("▸ Migrate$[\\s\\S]*it begins");
            assertTrue("what would wipe the console is shown", killed.said().contains("\\u001b[2Jwiped"));
            assertFalse("and not obeyed", killed.said().contains("\033[2J"));
        }
        try (Run resumed = run("--approve-as", "alice", "--resume")) {
            assertEquals(resumed.said(), 0, resumed.end());
            assertOnceEach(resumed);
        }
    }

    private static void assertOnceEach(Run run) throws IOException {
        assertEquals(List.of(), run.gaps());
        assertEquals(1, run.changes("UpdateService", "shop-production"));
        assertEquals(1, run.changes("RunTask", "shop-production"));
        assertEquals(1, run.changes("CreateDBClusterSnapshot", ""));
        int migrations = 0;
        for (JsonNode operation : run.report().path("operations")) {
            if (operation.path("step").asText().equals("ecsExecMigrate")) {
                assertEquals("SUCCEEDED", operation.path("verdict").asText());
                assertEquals(operation.path("output").asText(), 2, operation.path("output").asText().split("2 migrations are in place", -1).length);
                migrations++;
            }
        }
        assertEquals("one in staging, one in production", 2, migrations);
        assertNoRequestFailed(run);
    }

    @Test
    public void aMachineWithoutAContainerBuilderAssemblesTheImageAndSaysSo() throws Exception {
        Path bin = Files.createDirectories(folder.getRoot().toPath().resolve("bin"));
        for (String directory : List.of("/usr/bin", "/bin", "/usr/local/bin", "/usr/sbin", "/sbin")) {
            if (!Files.isDirectory(Path.of(directory))) {
                continue;
            }
            try (Stream<Path> programs = Files.list(Path.of(directory))) {
                for (Path program : programs.toList()) {
                    Path link = bin.resolve(program.getFileName());
                    if (!Set.of("docker", "buildah", "podman", "buildctl").contains(program.getFileName().toString())
                            && !Files.exists(link, java.nio.file.LinkOption.NOFOLLOW_LINKS)) {
                        Files.createSymbolicLink(link, program);
                    }
                }
            }
        }
        try (Run run = Run.of(folder.getRoot().toPath().resolve("home"), Map.of("PATH", bin.toString()), "--approve-as", "alice")) {
            assertEquals(run.said(), 0, run.end());
            assertTrue(run.said(), run.said().contains("This machine has no container builder"));
            assertTrue(run.said(), run.said().contains("left out: RUN"));
        }
    }

    @Test
    public void wrongOptionsAreRefusedBeforeAnythingStarts() throws Exception {
        try (Run run = run("--scenario", "helthy")) {
            assertEquals(2, run.end());
            assertTrue(run.said(), run.said().contains("There is no scenario 'helthy'"));
        }
    }
}
