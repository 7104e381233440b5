package io.jenkins.plugins.ecsrelease.steps.image;

import static org.junit.Assert.assertEquals;

import io.jenkins.plugins.ecsrelease.engine.image.ImageOperation;
import io.jenkins.plugins.ecsrelease.engine.image.ImageOrder;
import io.jenkins.plugins.ecsrelease.engine.image.PromoteOperation;
import io.jenkins.plugins.ecsrelease.engine.image.PromoteOrder;
import io.jenkins.plugins.ecsrelease.engine.image.Recipe;
import io.jenkins.plugins.ecsrelease.engine.image.ScanPolicy;
import io.jenkins.plugins.ecsrelease.engine.operation.Outcome;
import io.jenkins.plugins.ecsrelease.engine.operation.Verdict;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import org.junit.Rule;
import org.junit.Test;

/** Bytes sent against bytes changed, and a promotion's time beside skopeo's. Prints; asserts no clock. */
public class ImageBench {

    private static final int RUNS = 5;

    @Rule
    public final Workbench bench = new Workbench();

    private long sent() {
        return bench.changes("CompleteLayerUpload").stream().mapToLong(entry -> ((Number) entry.details().get("bytes")).longValue()).sum();
    }

    private static void print(String format, Object... values) {
        System.out.println("bench " + String.format(Locale.ROOT, format, values));
    }

    private String build(String tag) throws Exception {
        Outcome outcome = bench.run("build-" + tag, new ImageOperation(), new ImageOrder("build-" + tag, bench.workspace.toString(),
                Recipe.of(".").builtBy("buildah"), "shop/web", List.of(tag), "", "", "", true, false, ScanPolicy.none("not measured"), 600));
        assertEquals(bench.said(), Verdict.SUCCEEDED, outcome.verdict());
        return (String) outcome.result().get("digest");
    }

    private long size(String digest) {
        return bench.ecr.describeImages(all -> all.repositoryName("shop/web").imageIds(id -> id.imageDigest(digest)))
                .imageDetails().get(0).imageSizeInBytes();
    }

    private static double median(List<Double> values) {
        return values.stream().sorted().toList().get(values.size() / 2);
    }

    @Test
    public void bytesAndTime() throws Exception {
        Workbench.needs("buildah");
        Workbench.needs("skopeo");
        bench.repositories("base/busybox", "shop/web");
        bench.shell("head -c 33554432 /dev/urandom > " + bench.workspace + "/libraries");
        bench.file("Dockerfile", "FROM " + bench.host() + "/base/busybox:1\nCOPY libraries /libraries\nCOPY app /app\n");
        bench.file("app", "version 1\n");
        long before = sent();
        String first = build("v1");
        print("first push: %d bytes sent, an image of %d bytes", sent() - before, size(first));
        bench.file("app", "version 2\n");
        before = sent();
        String second = build("v2");
        print("push after one file of 10 bytes changed: %d bytes sent, an image of %d bytes", sent() - before, size(second));

        before = sent();
        assertEquals(Verdict.SUCCEEDED, bench.run("within", new PromoteOperation(), new PromoteOrder("shop/web@" + second, "", "production-1", null, 60)).verdict());
        print("promotion within the repository: %d bytes sent", sent() - before);

        String login = new String(Base64.getDecoder().decode(
                bench.ecr.getAuthorizationToken().authorizationData().get(0).authorizationToken()), StandardCharsets.UTF_8);
        List<Double> ours = new ArrayList<>();
        List<Double> skopeo = new ArrayList<>();
        long bytes = 0;
        for (int i = 0; i < RUNS; i++) {
            String mine = "to/ours-" + i;
            String theirs = "to/skopeo-" + i;
            bench.ecr.createRepository(make -> make.repositoryName(mine));
            bench.ecr.createRepository(make -> make.repositoryName(theirs));
            before = sent();
            long start = System.nanoTime();
            assertEquals(Verdict.SUCCEEDED, bench.run("copy-" + i, new PromoteOperation(), new PromoteOrder("shop/web@" + second, mine, "production-1", null, 60)).verdict());
            ours.add((System.nanoTime() - start) / 1e9);
            bytes = sent() - before;
            start = System.nanoTime();
            bench.shell("skopeo copy --preserve-digests --src-tls-verify=false --dest-tls-verify=false --src-creds " + login + " --dest-creds " + login
                    + " docker://" + bench.host() + "/shop/web@" + second + " docker://" + bench.host() + "/" + theirs + ":production-1");
            skopeo.add((System.nanoTime() - start) / 1e9);
            assertEquals("skopeo copied it", second, bench.ecr.describeImages(all -> all.repositoryName(theirs)).imageDetails().get(0).imageDigest());
        }
        print("promotion to another repository: %d bytes sent of %d that were missing", bytes, size(second));
        print("its time: %.2f s (median of %d), skopeo copy %.2f s, ratio %.2f", median(ours), RUNS, median(skopeo), median(ours) / median(skopeo));
        before = sent();
        assertEquals(Verdict.SUCCEEDED, bench.run("v1", new PromoteOperation(), new PromoteOrder("shop/web@" + first, "to/ours-0", "production-0", null, 60)).verdict());
        print("promotion of the version before, to where the newer one is: %d bytes sent of %d", sent() - before, size(first));
    }
}
