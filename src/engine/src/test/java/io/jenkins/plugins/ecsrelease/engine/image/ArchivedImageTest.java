package io.jenkins.plugins.ecsrelease.engine.image;

import static org.hamcrest.CoreMatchers.containsString;
import static org.hamcrest.MatcherAssert.assertThat;
import static org.junit.Assert.assertEquals;

import io.jenkins.plugins.ecsrelease.engine.run.Trial;
import io.jenkins.plugins.ecsrelease.sandbox.Sandbox;
import io.jenkins.plugins.ecsrelease.sandbox.SandboxOptions;
import io.jenkins.plugins.ecsrelease.sandbox.world.VirtualTime;
import java.time.Instant;
import java.util.Optional;
import org.junit.Test;

/** An image in the archive stops a release, and a rollback, before anything is changed. */
public class ArchivedImageTest {

    @Test
    public void anArchivedImageIsSaidNotToRunAndAnActiveOneIsNot() {
        VirtualTime time = new VirtualTime(Instant.parse("2026-11-23T10:00:00Z"));
        try (Sandbox sandbox = Sandbox.start(SandboxOptions.virtual(time));
                Trial trial = new Trial(time, sandbox.inProcess(), new ImageOperation());
                Registry registry = new Registry(sandbox, trial).repository("web")) {
            String digest = registry.push("web", "v1", "c0ffee", new byte[] {1});
            assertEquals(Optional.empty(), ImageTruthLoader.notRunnable(registry.ecr, null, "web", digest));
            registry.ecr.updateImageStorageClass(
                    put -> put.repositoryName("web").imageId(id -> id.imageDigest(digest)).targetStorageClass("ARCHIVE"));
            assertThat(ImageTruthLoader.notRunnable(registry.ecr, null, "web", digest).orElse(""),
                    containsString("web@" + digest + " is archived, so no task can start from it."));
        }
    }
}
