package io.jenkins.plugins.ecsrelease.steps.image;

import static org.hamcrest.CoreMatchers.containsString;
import static org.hamcrest.MatcherAssert.assertThat;
import static org.junit.Assert.assertEquals;
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
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionTimeoutException;
import org.junit.After;
import org.junit.Before;
import org.junit.Rule;
import org.junit.Test;

/** A real Docker engine, started for these tests alone, builds and pushes. */
public class DockerBuildTest {

    @Rule
    public final Workbench bench = new Workbench();

    private Process engine;
    private String host;

    @Before
    public void startAnEngine() throws Exception {
        Workbench.needs("docker");
        assumeTrue("A Docker engine starts by hand only as root, and dockerd must be installed: Docker is not tried here",
                bench.shell("id -u").trim().equals("0") && bench.shell("command -v dockerd").startsWith("/"));
        Path home = bench.folder.newFolder("docker").toPath();
        host = "unix://" + home.resolve("sock");
        engine = new ProcessBuilder(
                        "dockerd", "--data-root", home.resolve("data").toString(), "--exec-root", home.resolve("exec").toString(),
                        "--pidfile", home.resolve("pid").toString(), "-H", host, "--iptables=false", "--ip-masq=false",
                        "--storage-driver", "vfs")
                .redirectErrorStream(true)
                .redirectOutput(home.resolve("log").toFile())
                .start();
        bench.environment.put("DOCKER_HOST", host);
        bench.environment.put("PATH", "/usr/bin:/bin:/usr/sbin:/sbin");
        try {
            Awaitility.await().atMost(Duration.ofSeconds(60)).until(() -> Files.exists(home.resolve("sock"))
                    && bench.shell("DOCKER_HOST=" + host + " docker version --format ok").contains("ok"));
        } catch (ConditionTimeoutException e) {
            assumeTrue("The Docker engine does not start here: " + Files.readString(home.resolve("log")), false);
        }
    }

    @After
    public void stopIt() throws Exception {
        if (engine != null) {
            engine.destroy();
            engine.waitFor();
        }
    }

    @Test
    public void aStagedImageWithASecretIsBuiltAndPushed() throws Exception {
        bench.repositories("base/busybox", "shop/web");
        bench.environment.put("NPM_TOKEN", "s3cr3t-of-the-test");
        bench.file("Dockerfile", "FROM " + bench.host() + "/base/busybox:1 AS build\nCOPY note /made\n"
                + "RUN --mount=type=secret,id=npm wc -c < /run/secrets/npm > /length\n"
                + "FROM " + bench.host() + "/base/busybox:1\nCOPY --from=build /made /length /app/\nUSER 1000\n");
        bench.file("note", "hello\n");
        Recipe recipe = new Recipe(
                "", ".", "", null, List.of(new BuildSecret("npm", "NPM_TOKEN", "")), null, null, "docker", null, "", -1);
        Outcome outcome = bench.run("b1", new ImageOperation(), new ImageOrder(
                "b1", bench.workspace.toString(), recipe, "shop/web", List.of("v1"), "", "", "", true, false,
                ScanPolicy.standard(), 240));

        assertEquals(bench.said(), Verdict.SUCCEEDED, outcome.verdict());
        assertThat(bench.said(), containsString("building with docker"));
        String digest = bench.ecr.describeImages(all -> all.repositoryName("shop/web")).imageDetails().get(0).imageDigest();
        assertEquals(digest, outcome.result().get("digest"));
        assertEquals("Nothing is left on the agent", List.of(), bench.beside());

        String login = new String(java.util.Base64.getDecoder().decode(
                bench.ecr.getAuthorizationToken().authorizationData().get(0).authorizationToken()));
        String config = bench.folder.newFolder("login").toString();
        String pulled = bench.shell("export DOCKER_HOST=" + host + " DOCKER_CONFIG=" + config + "; printf %s '"
                + login.substring(4) + "' | docker login -u AWS --password-stdin " + bench.host()
                + "; docker image rm -f $(docker image ls -q) >/dev/null; docker pull " + bench.host() + "/shop/web@" + digest);
        assertThat("It is pulled back by its digest", pulled, containsString("Digest: " + digest));
    }
}
