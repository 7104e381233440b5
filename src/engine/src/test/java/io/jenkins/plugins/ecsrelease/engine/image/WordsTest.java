package io.jenkins.plugins.ecsrelease.engine.image;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertTrue;

import org.junit.Test;

/** What builders write, as they were seen to write it. */
public class WordsTest {

    @Test
    public void howFarABuildHasComeIsReadFromEveryBuilder() {
        assertEquals("buildah and podman", "step 3 of 7 of stage 2", Words.step("[1/2] STEP 1/4: FROM base\n[2/2] STEP 3/7: RUN make\n"));
        assertEquals("step 3 of 7", Words.step("STEP 3/7: RUN make\n+ make\nSTEP 9: not counted"));
        assertEquals("docker's classic builder", "step 2 of 5", Words.step("Step 1/5 : FROM base\n ---> 12ab\nStep 2/5 : RUN make\n"));
        assertEquals("BuildKit", "step 2 of 3 of build", Words.step("#1 [internal] load .dockerignore\n#5 [build 1/3] FROM base\n#6 [build 2/3] RUN make\n#6 1.20 making\n"));
        assertEquals("step 2 of 3", Words.step("#6 [2/3] RUN make\n"));
        assertEquals("step 2 of 3 of linux/arm64 build", Words.step("#6 [linux/arm64 build 2/3] RUN make\n"));
        assertEquals("", Words.step("Copying blob sha256:1\n#4 [auth] sharing credentials\n"));
    }

    @Test
    public void stagesAndBasesAreReadFromWhatTheScriptTells() {
        String lean = "sha256:" + "a".repeat(64);
        String said = "[ecs-release] stages: golang:1.22 AS build | build AS test | gcr.io/distroless/static AS lean\n"
                + "[ecs-release] base: docker.io/library/golang:1.22@sha256:" + "b".repeat(64) + "\n"
                + "[ecs-release] base: gcr.io/distroless/static:latest@" + lean + "\n";
        assertEquals(new Stages(3, "gcr.io/distroless/static", lean), Stages.read(said, ""));
        assertTrue("Without a tag it is the latest", Stages.read(said, "").moving());
        assertEquals("A stage that begins with another has its base", "golang:1.22", Stages.read(said, "test").base());
        assertEquals("By number", "golang:1.22", Stages.read(said, "0").base());
        assertEquals("What a variable gives is not known", "", Stages.read("[ecs-release] stages: debian:$TAG\n", "").base());
        assertEquals("By digest", lean, Stages.read("[ecs-release] stages: debian@" + lean + "\n", "").digest());
        assertEquals(0, Stages.read("nothing said\n", "").count());
        assertEquals(2, Stages.read("[ecs-release] stages: debian:latest\n", "").facts().stream().filter(fact -> fact.kind().equals("warning")).count());
        assertEquals("One stage from nothing has nothing to build with", 0,
                Stages.read("[ecs-release] stages: scratch\n", "").facts().stream().filter(fact -> fact.kind().equals("warning")).count());
    }
}
