package io.jenkins.plugins.ecsrelease.steps.image;

import static org.hamcrest.CoreMatchers.containsString;
import static org.hamcrest.MatcherAssert.assertThat;
import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertTrue;

import io.jenkins.plugins.ecsrelease.engine.image.ImageOperation;
import io.jenkins.plugins.ecsrelease.engine.image.ImageOrder;
import io.jenkins.plugins.ecsrelease.engine.image.Recipe;
import io.jenkins.plugins.ecsrelease.engine.image.ScanPolicy;
import io.jenkins.plugins.ecsrelease.engine.operation.Outcome;
import io.jenkins.plugins.ecsrelease.engine.operation.Verdict;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import org.awaitility.Awaitility;
import org.junit.Before;
import org.junit.Rule;
import org.junit.Test;

/** A real builder logs in with what lies there when it logs in, so that a login can be replaced while it runs. */
public class LoginTest {

    @Rule
    public final Workbench bench = new Workbench();

    private Path go;
    private Path waiting;

    @Before
    public void aPushThatWaits() throws Exception {
        Workbench.needs("buildah");
        bench.repositories("base/busybox", "shop/web");
        go = bench.folder.getRoot().toPath().resolve("go");
        waiting = bench.folder.getRoot().toPath().resolve("waiting");
        bench.file("Dockerfile", "FROM " + bench.host() + "/base/busybox:1\nRUN echo built > /made\nUSER 1000\n");
        bench.instead("buildah", "case \"$1\" in push) touch " + waiting + "; while [ ! -f " + go + " ]; do sleep 0.1; done ;; esac; exec BUILDER \"$@\"");
        bench.begin("b1", new ImageOperation(), new ImageOrder("b1", bench.workspace.toString(), Recipe.of(".").builtBy("buildah"), "shop/web",
                List.of("v1"), "", "", "", true, false, ScanPolicy.none("not here"), 600));
        Awaitility.await().atMost(Duration.ofMinutes(3)).until(() -> Files.exists(waiting));
    }

    private void login(String password) throws Exception {
        bench.agent().replace("b1-push", Map.of("credential.json", ("{\"ServerURL\":\"" + bench.host() + "\",\"Username\":\"AWS\",\"Secret\":\""
                + password + "\"}").getBytes(StandardCharsets.UTF_8)));
    }

    private Path file() {
        return Path.of(bench.workspace + "@tmp/ecs-release/b1-push/credential.json");
    }

    @Test
    public void aPushWhoseLoginEndedSucceedsWithTheOneThatWasPutInItsPlace() throws Exception {
        login("ended-long-ago");
        assertEquals("rw-------", PosixFilePermissions.toString(Files.getPosixFilePermissions(file())));
        String pair = new String(Base64.getDecoder().decode(
                bench.ecr.getAuthorizationToken().authorizationData().get(0).authorizationToken()), StandardCharsets.UTF_8);
        login(pair.substring("AWS:".length()));
        Files.createFile(go);
        Outcome outcome = bench.end("b1");
        assertEquals(bench.said(), Verdict.SUCCEEDED, outcome.verdict());
        assertEquals("Nothing is left on the agent", List.of(), bench.beside());
    }

    @Test
    public void aPushWhoseLoginEndedFailsAndTagsNothing() throws Exception {
        login("ended-long-ago");
        Files.createFile(go);
        Outcome outcome = bench.end("b1");
        assertEquals(bench.said(), Verdict.STOPPED, outcome.verdict());
        assertThat(outcome.message(), containsString("The push of " + bench.host() + "/shop/web:v1 failed with exit code"));
        assertTrue(bench.ecr.describeImages(all -> all.repositoryName("shop/web")).imageDetails().isEmpty());
        assertEquals("Nothing is left on the agent", List.of(), bench.beside());
        login("comes too late");
        assertTrue("A login that comes after the end is not left there", !Files.exists(file()));
    }
}
