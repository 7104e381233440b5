package io.jenkins.plugins.ecsrelease.steps.image;

import static org.hamcrest.CoreMatchers.containsString;
import static org.hamcrest.MatcherAssert.assertThat;
import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertTrue;

import io.jenkins.plugins.ecsrelease.engine.aws.Identity;
import io.jenkins.plugins.ecsrelease.engine.image.ImageOperation;
import io.jenkins.plugins.ecsrelease.engine.image.ImageOrder;
import io.jenkins.plugins.ecsrelease.engine.image.PromoteOperation;
import io.jenkins.plugins.ecsrelease.engine.image.PromoteOrder;
import io.jenkins.plugins.ecsrelease.engine.image.Recipe;
import io.jenkins.plugins.ecsrelease.engine.image.ScanPolicy;
import io.jenkins.plugins.ecsrelease.engine.operation.Outcome;
import io.jenkins.plugins.ecsrelease.engine.operation.Verdict;
import io.jenkins.plugins.ecsrelease.sandbox.registry.BaseImage;
import io.jenkins.plugins.ecsrelease.sandbox.world.World;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.List;
import org.junit.Rule;
import org.junit.Test;
import software.amazon.awssdk.services.ecr.EcrClient;
import software.amazon.awssdk.services.ecr.model.Image;
import software.amazon.awssdk.services.ecr.model.ImageReferrer;

/** An image goes from environment to environment as it is. */
public class PromotionTest {

    private static final String OCI = "application/vnd.oci.image.manifest.v1+json";

    @Rule
    public final Workbench bench = new Workbench();

    private Outcome promote(String id, PromoteOrder order) throws Exception {
        return bench.run(id, new PromoteOperation(), order);
    }

    private static String digest(String text) throws Exception {
        return "sha256:" + HexFormat.of().formatHex(
                MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8)));
    }

    private static Image image(EcrClient ecr, String repository, String tag) {
        return ecr.batchGetImage(get -> get.repositoryName(repository).imageIds(id -> id.imageTag(tag))).images().get(0);
    }

    private long bytesSent() {
        return bench.changes("CompleteLayerUpload").stream()
                .mapToLong(entry -> ((Number) entry.details().get("bytes")).longValue())
                .sum();
    }

    @Test
    public void withinARepositoryOnlyATagIsPutAndAgainChangesNothing() throws Exception {
        bench.ecr.createRepository(make -> make.repositoryName("shop/web").imageTagMutability("IMMUTABLE"));
        String digest = new BaseImage(bench.ecr).push("shop/web", "v1");
        long before = bytesSent();
        PromoteOrder order = new PromoteOrder(bench.host() + "/shop/web@" + digest, "", "production-7", null, 30);
        Outcome outcome = promote("p1", order);

        assertEquals(bench.said(), Verdict.SUCCEEDED, outcome.verdict());
        assertEquals(digest, outcome.result().get("digest"));
        assertEquals("production-7", outcome.result().get("tag"));
        assertEquals(digest, image(bench.ecr, "shop/web", "production-7").imageId().imageDigest());
        assertEquals("No layer moved", before, bytesSent());
        int puts = bench.changes("PutImage").size();
        assertEquals(Verdict.SUCCEEDED, promote("p2", order).verdict());
        assertEquals("The second time nothing is put", puts, bench.changes("PutImage").size());
    }

    @Test
    public void aTagThatIsHeldIsRefusedBeforeAnythingIsChanged() throws Exception {
        bench.ecr.createRepository(make -> make.repositoryName("shop/web").imageTagMutability("IMMUTABLE"));
        bench.ecr.createRepository(make -> make.repositoryName("shop/other"));
        String digest = new BaseImage(bench.ecr).push("shop/other", "v1");
        String held = twoPlatforms("shop/web", "production");
        int changes = bench.sandbox.world().ledger().entries().size();
        Outcome outcome = promote(
                "p1", new PromoteOrder(bench.host() + "/shop/other@" + digest, "shop/web", "production", null, 30));
        assertEquals(Verdict.STOPPED, outcome.verdict());
        assertThat(outcome.message(), containsString("it names " + held + " already"));
        assertEquals(changes, bench.sandbox.world().ledger().entries().size());
    }

    @Test
    public void intoANeighbouringRepositoryLayersAreTakenOverWhereTheRegistryAllowsIt() throws Exception {
        bench.ecr.createRepository(make -> make.repositoryName("one"));
        bench.ecr.createRepository(make -> make.repositoryName("two"));
        bench.ecr.putAccountSetting(put -> put.name("BLOB_MOUNTING").value("ENABLED"));
        String digest = new BaseImage(bench.ecr).push("one", "v1");
        long before = bytesSent();
        Outcome outcome = promote("p1", new PromoteOrder("one@" + digest, "two", "production", null, 30));
        assertEquals(bench.said(), Verdict.SUCCEEDED, outcome.verdict());
        assertEquals(digest, image(bench.ecr, "two", "production").imageId().imageDigest());
        assertEquals("No byte of a layer was sent", before, bytesSent());
    }

    @Test
    public void toAnotherAccountAndRegionAnIndexGoesWithItsPlatformsAndWhatRefersToIt() throws Exception {
        bench.ecr.createRepository(make -> make.repositoryName("shop/web"));
        String digest = twoPlatforms("shop/web", "v1");
        String signature = sign("shop/web", digest);
        EcrClient theirs = bench.client("210987654321", "us-east-1");
        theirs.createRepository(make -> make.repositoryName("shop/web-production"));

        // The acting identity is the target's; the image is read as somebody else, elsewhere.
        bench.actAs("210987654321", "us-east-1");
        Identity from = new Identity(Workbench.REGION, World.ACCOUNT, "", "", "test");
        PromoteOrder order = new PromoteOrder("shop/web:v1", "shop/web-production", "production-1", from, 30);
        Outcome outcome = promote("p1", order);

        assertEquals(bench.said(), Verdict.SUCCEEDED, outcome.verdict());
        Image there = image(theirs, "shop/web-production", "production-1");
        assertEquals(digest, there.imageId().imageDigest());
        assertEquals(image(bench.ecr, "shop/web", "v1").imageManifest(), there.imageManifest());
        List<ImageReferrer> referrers = theirs.listImageReferrers(
                        list -> list.repositoryName("shop/web-production").subjectId(id -> id.imageDigest(digest)))
                .referrers();
        assertEquals(List.of(signature), referrers.stream().map(ImageReferrer::digest).toList());
        assertEquals("index, two platforms, signature",
                4, theirs.describeImages(all -> all.repositoryName("shop/web-production")).imageDetails().size());
    }

    @Test
    public void whatIsThereIsNotSentAgain() throws Exception {
        bench.ecr.createRepository(make -> make.repositoryName("one"));
        bench.ecr.createRepository(make -> make.repositoryName("two"));
        String digest = new BaseImage(bench.ecr).push("one", "v1");
        assertEquals(Verdict.SUCCEEDED, promote("p1", new PromoteOrder("one@" + digest, "two", "a", null, 30)).verdict());
        long before = bytesSent();
        assertTrue("The first time all of it was", before > 1_000_000);
        assertEquals(Verdict.SUCCEEDED, promote("p2", new PromoteOrder("one@" + digest, "two", "b", null, 30)).verdict());
        assertEquals(before, bytesSent());
        long image = bench.ecr.describeImages(all -> all.repositoryName("one")).imageDetails().get(0).imageSizeInBytes();
        System.out.println("promotion to another repository: " + (before - image) + " bytes sent of " + image
                + " that were missing; again: 0 bytes sent of 0");
        assertEquals("What was missing was sent, and nothing else", image, before - image);
    }

    @Test
    public void anImageThatIsNotThereAndATargetThatIsNotThereAreSaidSo() throws Exception {
        bench.ecr.createRepository(make -> make.repositoryName("one"));
        String digest = new BaseImage(bench.ecr).push("one", "v1");
        Outcome noImage = promote("p1", new PromoteOrder("one:v2", "", "production", null, 30));
        assertEquals(Verdict.STOPPED, noImage.verdict());
        assertThat(noImage.message(), containsString("v2 is not in the repository one"));
        Outcome noTarget = promote("p2", new PromoteOrder("one@" + digest, "two", "production", null, 30));
        assertEquals(Verdict.STOPPED, noTarget.verdict());
        assertThat(noTarget.message(), containsString("aws ecr create-repository"));
        assertFalse(noTarget.message(), noTarget.message().contains("null"));
    }

    /** A real index, built with buildah. */
    private String twoPlatforms(String repository, String tag) throws Exception {
        Workbench.needs("buildah");
        bench.file("Dockerfile", "FROM scratch\nARG TARGETARCH\nCOPY Dockerfile /app/Dockerfile\nUSER 1000\n");
        Recipe recipe = new Recipe("", ".", "", null, null, null, List.of("linux/amd64", "linux/arm64"), "buildah", null, "", 0);
        Outcome built = bench.run("index", new ImageOperation(), new ImageOrder(
                "index", bench.workspace.toString(), recipe, repository, List.of(tag), "", "", "", true, false,
                ScanPolicy.none("there is nothing in it"), 60));
        assertEquals(bench.said(), Verdict.SUCCEEDED, built.verdict());
        return (String) built.result().get("digest");
    }

    private String sign(String repository, String subject) throws Exception {
        upload(repository, "{}");
        upload(repository, "a signature");
        String manifest = "{\"schemaVersion\":2,\"mediaType\":\"" + OCI + "\",\"artifactType\":\"application/vnd.example.signature\""
                + ",\"config\":{\"mediaType\":\"application/vnd.oci.empty.v1+json\",\"digest\":\"" + digest("{}") + "\",\"size\":2}"
                + ",\"layers\":[{\"mediaType\":\"text/plain\",\"digest\":\"" + digest("a signature") + "\",\"size\":11}]"
                + ",\"subject\":{\"mediaType\":\"application/vnd.oci.image.index.v1+json\",\"digest\":\"" + subject + "\",\"size\":1}}";
        bench.ecr.putImage(put -> put.repositoryName(repository).imageManifest(manifest).imageManifestMediaType(OCI));
        return digest(manifest);
    }

    private void upload(String repository, String text) throws Exception {
        String token = bench.ecr.getAuthorizationToken().authorizationData().get(0).authorizationToken();
        HttpResponse<String> answer = HttpClient.newHttpClient().send(
                HttpRequest.newBuilder(URI.create(bench.sandbox.endpoint() + "/v2/" + repository + "/blobs/uploads/?digest=" + digest(text)))
                        .header("Authorization", "Basic " + token)
                        .POST(HttpRequest.BodyPublishers.ofString(text))
                        .build(),
                HttpResponse.BodyHandlers.ofString());
        assertEquals(201, answer.statusCode());
    }
}
