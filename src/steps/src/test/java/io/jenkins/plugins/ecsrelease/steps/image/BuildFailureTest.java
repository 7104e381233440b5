package io.jenkins.plugins.ecsrelease.steps.image;

import static org.hamcrest.CoreMatchers.containsString;
import static org.hamcrest.MatcherAssert.assertThat;
import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertTrue;
import static org.junit.Assume.assumeTrue;

import io.jenkins.plugins.ecsrelease.engine.image.BuildSecret;
import io.jenkins.plugins.ecsrelease.engine.image.ImageOperation;
import io.jenkins.plugins.ecsrelease.engine.image.ImageOrder;
import io.jenkins.plugins.ecsrelease.engine.image.Recipe;
import io.jenkins.plugins.ecsrelease.engine.image.ScanPolicy;
import io.jenkins.plugins.ecsrelease.engine.operation.Outcome;
import io.jenkins.plugins.ecsrelease.engine.operation.Verdict;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.awaitility.Awaitility;
import org.junit.Before;
import org.junit.Rule;
import org.junit.Test;

/** What goes wrong on an agent is said clearly, pushes nothing, and leaves nothing behind. */
public class BuildFailureTest {

    @Rule
    public final Workbench bench = new Workbench();

    @Before
    public void repositories() throws Exception {
        Workbench.needs("buildah");
        bench.repositories("base/busybox", "shop/web");
    }

    private ImageOrder order(Recipe recipe) {
        return new ImageOrder(
                "b1", bench.workspace.toString(), recipe, "shop/web", List.of("v1"), "", "", "", true, false,
                ScanPolicy.none("not here"), 120);
    }

    private Outcome build(Recipe recipe) throws Exception {
        return bench.run("b1", new ImageOperation(), order(recipe));
    }

    private static Recipe buildah() {
        return Recipe.of(".").builtBy("buildah");
    }

    private void dockerfile(String rest) throws Exception {
        bench.file("Dockerfile", "FROM " + bench.host() + "/base/busybox:1\n" + rest);
    }

    private void failed(Outcome outcome, String message) throws Exception {
        assertEquals(bench.said(), Verdict.STOPPED, outcome.verdict());
        assertThat(outcome.message(), containsString(message));
        assertTrue("Nothing was pushed",
                bench.ecr.describeImages(all -> all.repositoryName("shop/web")).imageDetails().isEmpty());
        assertEquals("Nothing is left on the agent", List.of(), bench.beside());
    }

    @Test
    public void aMissingDockerfile() throws Exception {
        failed(build(buildah()), "There is no Dockerfile at Dockerfile in the workspace.");
    }

    @Test
    public void aMissingContext() throws Exception {
        dockerfile("");
        failed(build(new Recipe("Dockerfile", "web", "", null, null, null, null, "buildah", null, "", -1)),
                "There is no directory web in the workspace");
    }

    @Test
    public void aContextThatALinkLeadsOutOfTheWorkspace() throws Exception {
        dockerfile("");
        Files.createSymbolicLink(bench.workspace.resolve("out"), Path.of("/etc"));
        failed(build(new Recipe("Dockerfile", "out", "", null, null, null, null, "buildah", null, "", -1)),
                "The context out leads out of the workspace through a link");
    }

    @Test
    public void aStageThatIsNotThere() throws Exception {
        dockerfile("");
        failed(build(new Recipe("", ".", "lean", null, null, null, null, "buildah", null, "", -1)),
                "The Dockerfile has no stage of the name that 'target' gives.");
    }

    @Test
    public void aCommandOfTheDockerfileThatFails() throws Exception {
        dockerfile("RUN echo about to fail && exit 3\n");
        failed(build(buildah()), "The build of " + bench.host() + "/shop/web:v1 failed with exit code");
        assertThat(bench.said(), containsString("about to fail"));
    }

    @Test
    public void aFullDisk() throws Exception {
        dockerfile("RUN dd if=/dev/zero of=/dev/full bs=1 count=1\n");
        failed(build(buildah()), "The agent's disk is full");
    }

    @Test
    public void aSecretWhoseVariableIsNotSet() throws Exception {
        dockerfile("");
        Recipe recipe = new Recipe(
                "", ".", "", null, List.of(new BuildSecret("npm", "NPM_TOKEN", "")), null, null, "buildah", null, "", -1);
        failed(build(recipe), "The build secret 'npm' is to come from the variable NPM_TOKEN, which is not set here.");
    }

    @Test
    public void aSecretIsMountedAndInNoLayerAndNoHistory() throws Exception {
        bench.environment.put("NPM_TOKEN", "s3cr3t-of-the-test");
        dockerfile("RUN --mount=type=secret,id=npm wc -c < /run/secrets/npm > /length\n");
        Recipe recipe = new Recipe(
                "", ".", "", null, List.of(new BuildSecret("npm", "NPM_TOKEN", "")), null, null, "buildah", null, "", -1);
        Outcome outcome = build(recipe);
        assertEquals(bench.said(), Verdict.SUCCEEDED, outcome.verdict());
        Path files = bench.folder.getRoot().toPath().resolve("sandbox/registry");
        String found = "";
        try (var all = Files.walk(bench.folder.getRoot().toPath())) {
            for (Path file : all.filter(Files::isRegularFile).toList()) {
                if (!file.startsWith(files) && Files.size(file) < 100_000 && Files.readString(file, java.nio.charset.StandardCharsets.ISO_8859_1).contains("s3cr3t-of-the-test")) {
                    found += file + " ";
                }
            }
        }
        assertEquals("The secret is in no journal, no log and no file of the build", "", found);
        String layers = bench.shell("for f in " + files + "/blobs/*; do gzip -dc $f 2>/dev/null || cat $f; done | grep -a -c s3cr3t-of-the-test; for f in "
                + files + "/blobs/*; do gzip -dc $f 2>/dev/null || cat $f; done | grep -a -c busybox");
        assertEquals("In no blob; and the search does find what is there", "0", layers.split("\n")[0]);
        assertTrue(layers, Integer.parseInt(layers.split("\n")[1]) > 0);
    }

    @Test
    public void anAgentWithoutABuilder() throws Exception {
        dockerfile("");
        Path empty = bench.folder.newFolder("bin").toPath();
        for (String tool : List.of("sh", "mkdir", "cat", "mv", "grep", "rm", "tr", "sed", "chmod", "dirname", "basename", "id", "ln", "tee", "tail", "setsid", "nohup", "find")) {
            Files.createSymbolicLink(empty.resolve(tool), Path.of(bench.shell("command -v " + tool).trim()));
        }
        bench.environment.put("PATH", empty.toString());
        failed(build(Recipe.of(".")), "This agent has no container builder. Install one of docker (with a running engine), buildah");
    }

    @Test
    public void aDiskOfTheBuilderThatIsReallyFull() throws Exception {
        Path graph = small(bench.folder.newFolder("small-graph").toPath(), 16);
        try {
            Path file = bench.folder.newFile("small.conf").toPath();
            Files.writeString(file, "[storage]\ndriver = \"vfs\"\ngraphroot = \"" + graph + "\"\nrunroot = \""
                    + bench.folder.newFolder("small-run") + "\"\n");
            bench.environment.put("CONTAINERS_STORAGE_CONF", file.toString());
            dockerfile("RUN dd if=/dev/zero of=/big bs=65536 count=1000\n");
            failed(build(buildah()), "The agent's disk is full");
        } finally {
            bench.shell("umount -l " + graph);
        }
    }

    @Test
    public void aDiskBesideTheWorkspaceThatIsFullWhenTheBuildIsToBegin() throws Exception {
        dockerfile("");
        Path beside = small(Files.createDirectories(Path.of(bench.workspace + "@tmp")), 1);
        try {
            bench.shell("dd if=/dev/zero of=" + beside + "/ballast bs=4096 count=1000");
            Outcome outcome = build(buildah());
            assertEquals(bench.said(), Verdict.STOPPED, outcome.verdict());
            assertThat(outcome.message(), containsString("could not begin. The agent's disk is full: nothing can be written beside "
                    + bench.workspace));
            assertEquals("Nothing is left on the agent", List.of(beside + "/ballast"), bench.beside());
        } finally {
            bench.shell("umount -l " + beside);
        }
    }

    /** A file system of so many MiB at a directory. */
    private Path small(Path directory, int mebibytes) throws Exception {
        String said = bench.shell("mount -t tmpfs -o size=" + mebibytes + "m none " + directory + " && echo mounted");
        assumeTrue("A small disk cannot be mounted here (" + said.strip() + "), so none is filled", said.contains("mounted"));
        return directory;
    }

    @Test
    public void aRegistryThatGoesAwayHalfway() throws Exception {
        dockerfile("RUN dd if=/dev/urandom of=/big bs=65536 count=32\n");
        String login = new String(java.util.Base64.getDecoder().decode(
                bench.ecr.getAuthorizationToken().authorizationData().get(0).authorizationToken()), java.nio.charset.StandardCharsets.UTF_8);
        try (CutWire wire = new CutWire(bench.sandbox.endpoint().getPort(), 1 << 20)) {
            bench.instead("buildah", "case \"$1\" in push) exec BUILDER push --tls-verify=false --creds " + login + " " + bench.host()
                    + "/shop/web:v1 docker://127.0.0.1:" + wire.port() + "/shop/web:v1 ;; esac; exec BUILDER \"$@\"");
            failed(build(buildah()), "was out of reach from the agent");
            assertTrue("It had come halfway", wire.carried() >= 1 << 20);
        }
    }

    @Test
    public void aRegistryThatGoesAwayBeforeThePush() throws Exception {
        dockerfile("RUN echo built\n");
        // Stands for a network that broke: what the builder pushes goes where nobody listens.
        bench.instead("buildah", "case \"$1\" in push) exec BUILDER push --tls-verify=false " + bench.host()
                + "/shop/web:v1 docker://127.0.0.1:9/shop/web:v1 ;; esac; exec BUILDER \"$@\"");
        failed(build(buildah()), "was out of reach from the agent");
    }

    /** Seconds that nothing else on this machine sleeps for, to find a process by. */
    private static String unlike() {
        return "98" + (System.nanoTime() % 1_000_000_000);
    }

    @Test
    public void anAbortEndsTheWholeTreeOfProcesses() throws Exception {
        String one = unlike();
        String other = unlike();
        dockerfile("RUN sleep " + one + " & sleep " + other + "\n");
        bench.begin("b1", new ImageOperation(), order(buildah()));
        Awaitility.await().atMost(Duration.ofMinutes(2)).until(() -> sleeping(one) && sleeping(other));
        bench.stop("b1");
        Outcome outcome = bench.end("b1");
        failed(outcome, "Stopped by alice while building");
        Awaitility.await().atMost(Duration.ofMinutes(2)).until(() -> !sleeping(one) && !sleeping(other));
    }

    private boolean sleeping(String seconds) throws Exception {
        return bench.shell("ps ax -o args").lines().anyMatch(line -> line.equals("sleep " + seconds));
    }

    @Test
    public void aBuildThatWasKilledIsAFailureAndNeverASuccess() throws Exception {
        String seconds = unlike();
        dockerfile("RUN sleep " + seconds + "\n");
        bench.begin("b1", new ImageOperation(), order(buildah()));
        Awaitility.await().atMost(Duration.ofMinutes(2)).until(() -> sleeping(seconds));
        bench.killMarked();
        failed(bench.end("b1"), "is gone without an exit code");
    }

    @Test
    public void aHostKilledInTheMiddleOfABuildIsFollowedByTheNextWithOnePush() throws Exception {
        dockerfile("RUN echo begun; sleep 4; echo went on\n");
        Path said = bench.folder.newFile("host.log").toPath();
        Process host = bench.anotherHost(said);
        Awaitility.await().atMost(Duration.ofMinutes(3)).until(() -> Files.readString(said).contains("begun\n"));
        host.destroyForcibly().waitFor();
        assertTrue("It was killed before the end", !Files.readString(said).contains("ENDED"));
        bench.restart("b1");
        Outcome outcome = bench.end("b1");
        assertEquals(bench.said(), Verdict.SUCCEEDED, outcome.verdict());
        assertThat(bench.said(), containsString("went on"));
        assertEquals("One build", 1, bench.said().split("COMMIT ", -1).length - 1);
        assertEquals("One push", 1, bench.changes("PutImage").stream()
                .filter(entry -> entry.details().get("repository").equals("shop/web")).count());
        assertEquals("Nothing is left on the agent", List.of(), bench.beside());
    }

    @Test
    public void aRestartOfTheHostInTheMiddleOfABuildFollowsItOn() throws Exception {
        dockerfile("RUN echo begun; sleep 3; echo went on\n");
        bench.begin("b1", new ImageOperation(), order(buildah()));
        Awaitility.await().atMost(Duration.ofMinutes(2)).until(() -> bench.said().contains("begun"));
        bench.restart("b1");
        Outcome outcome = bench.end("b1");
        assertEquals(bench.said(), Verdict.SUCCEEDED, outcome.verdict());
        assertThat(bench.said(), containsString("went on"));
        assertEquals("One push", 1, bench.changes("PutImage").stream()
                .filter(entry -> entry.details().equals(Map.of(
                        "repository", "shop/web", "tag", "v1", "digest", outcome.result().get("digest"))))
                .count());
    }
}
