package io.jenkins.plugins.ecsrelease.engine.image;

import static org.hamcrest.CoreMatchers.containsString;
import static org.hamcrest.MatcherAssert.assertThat;
import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertTrue;

import io.jenkins.plugins.ecsrelease.engine.Layer;
import io.jenkins.plugins.ecsrelease.engine.operation.Outcome;
import io.jenkins.plugins.ecsrelease.engine.operation.Verdict;
import io.jenkins.plugins.ecsrelease.engine.service.Shop;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import org.junit.After;
import org.junit.Before;
import org.junit.Rule;
import org.junit.Test;

/** Before a release, what is required of an image is looked for: that it is signed, that its parts are listed. */
public class ImageProofsTrialTest {

    private static final String PROFILE = "arn:aws:signer:eu-central-1:123456789012:/signing-profiles/shop";
    private static final byte[] EMPTY = "{}".getBytes(StandardCharsets.UTF_8);

    @Rule
    public final Shop shop = new Shop();

    private Registry registry;
    private int plans;

    @Before
    public void aService() {
        registry = new Registry(shop.sandbox, shop.trial).repository("shop/web");
        registry.blob("shop/web", EMPTY);
        shop.serve(how -> how.strategy("BLUE_GREEN"));
    }

    @After
    public void close() {
        registry.close();
    }

    private String push(String tag) {
        return registry.push("shop/web", tag, tag, Layer.with("var/lib/dpkg/status", "Package: " + tag + "\n"));
    }

    private static String image(String digest) {
        return "123456789012.dkr.ecr.eu-central-1.amazonaws.com/shop/web@" + digest;
    }

    private void put(String manifest, String tag, String mediaType) {
        registry.ecr.putImage(put -> put.repositoryName("shop/web").imageTag(tag).imageManifest(manifest).imageManifestMediaType(mediaType));
    }

    /** An artifact of a type about an image. */
    private void attach(String digest, String artifactType, String annotations) {
        put("{\"schemaVersion\":2,\"mediaType\":\"" + Registry.OCI + "\",\"artifactType\":\"" + artifactType + "\",\"config\":"
                + Registry.descriptor("application/vnd.oci.empty.v1+json", EMPTY) + ",\"layers\":[],\"subject\":{\"mediaType\":\"" + Registry.OCI
                + "\",\"digest\":\"" + digest + "\",\"size\":1},\"annotations\":{" + annotations + "}}", null, Registry.OCI);
    }

    /** An artifact whose layer has an annotation; its digest. */
    private String artifact(String tag, String annotation) {
        String layer = Registry.descriptor("application/vnd.in-toto+json", EMPTY).replaceFirst("}$", ",\"annotations\":{" + annotation + "}}");
        String manifest = "{\"schemaVersion\":2,\"mediaType\":\"" + Registry.OCI + "\",\"config\":"
                + Registry.descriptor("application/vnd.oci.image.config.v1+json", EMPTY) + ",\"layers\":[" + layer + "]}";
        put(manifest, tag, Registry.OCI);
        return Digests.of(manifest.getBytes(StandardCharsets.UTF_8));
    }

    private Outcome plan(String digest, String... require) {
        String id = "plan-" + ++plans;
        shop.trial.begin(id, shop.blueGreen, shop.order(image(digest)).requiring(require).planOnly());
        return shop.trial.untilEnded(id);
    }

    private void ready(String digest, String... require) {
        Map<String, Object> result = plan(digest, require).result();
        assertEquals(String.valueOf(result.get("plan")), true, result.get("ready"));
    }

    private void refused(String why, String digest, String... require) {
        Map<String, Object> result = plan(digest, require).result();
        assertEquals(false, result.get("ready"));
        assertThat(String.valueOf(result.get("plan")), containsString(why));
    }

    @Test
    public void anImageWithoutWhatIsRequiredIsNotReleasedAndOneOfWhichNothingIsRequiredIs() {
        String digest = push("v1");
        shop.trial.begin("release", shop.blueGreen, shop.order(image(digest)).requiring("signature", "sbom"));
        Outcome outcome = shop.trial.untilEnded("release");
        assertEquals(outcome.message(), Verdict.STOPPED, outcome.verdict());
        assertThat(outcome.message(), containsString("has no signature, which 'require' asks for. Sign it"));
        assertThat(outcome.message(), containsString("has no SBOM"));
        assertEquals(0, shop.changes("RegisterTaskDefinition") + shop.changes("UpdateService"));
        long asked = asked();
        assertTrue(asked > 0);
        ready(digest);
        assertEquals("where nothing is required, nothing is asked", asked, asked());
    }

    private long asked() {
        return shop.trial.calls().stream().filter(call -> call.operation().equals("DescribeImageSigningStatus")).count();
    }

    @Test
    public void whatEcrSignsItselfIsWaitedFor() {
        registry.ecr.putSigningConfiguration(put -> put.signingConfiguration(signing -> signing.rules(rule -> rule.signingProfileArn(PROFILE))));
        String digest = push("v1");
        assertEquals("IN_PROGRESS", registry.ecr.describeImageSigningStatus(ask -> ask.repositoryName("shop/web")
                .imageId(id -> id.imageDigest(digest))).signingStatuses().get(0).statusAsString());
        ready(digest, "signature");
        refused("has no SBOM", digest, "signature", "sbom");
        shop.advance(Duration.ofMinutes(1));
        ready(digest, "signature");
    }

    @Test
    public void signaturesThatReferToTheImageCountAndOtherArtifactsDoNot() {
        String other = push("other");
        attach(other, "application/vnd.example.report", "");
        attach(other, "application/vnd.dev.sigstore.bundle.v0.3+json", "\"dev.sigstore.bundle.predicateType\":\"https://slsa.dev/provenance/v1\"");
        artifact(other.replace(':', '-') + ".att", "\"predicateType\":\"https://slsa.dev/provenance/v1\"");
        refused("has no signature", other, "signature");
        refused("has no SBOM", other, "sbom");
        String notation = push("notation");
        attach(notation, "application/vnd.cncf.notary.signature", "");
        ready(notation, "signature");
        String bundle = push("bundle");
        attach(bundle, "application/vnd.dev.sigstore.bundle.v0.3+json", "\"dev.sigstore.bundle.predicateType\":\"https://sigstore.dev/cosign/sign/v1\"");
        ready(bundle, "signature");
        String tagged = push("tagged");
        artifact(tagged.replace(':', '-') + ".sig", "");
        ready(tagged, "signature");
    }

    @Test
    public void billsOfMaterialsCountHoweverTheyAreAttached() {
        String attached = push("attached");
        attach(attached, "application/vnd.cyclonedx+json", "");
        ready(attached, "sbom");
        refused("has no signature", attached, "signature", "sbom");
        String bundle = push("bundle");
        attach(bundle, "application/vnd.dev.sigstore.bundle.v0.3+json", "\"dev.sigstore.bundle.predicateType\":\"https://spdx.dev/Document/v2.3\"");
        ready(bundle, "sbom");
        String attested = push("attested");
        artifact(attested.replace(':', '-') + ".att", "\"predicateType\":\"https://cyclonedx.org/bom\"");
        ready(attested, "sbom");
    }

    @Test
    public void anIndexNeedsABillForEachPlatformOrOneForAll() {
        String one = push("amd64");
        String two = push("amd64-2");
        String billOfOne = artifact("bill-1", "\"in-toto.io/predicate-type\":\"https://spdx.dev/Document\"");
        String half = index(one, two, described(billOfOne, one));
        refused("has no SBOM", half, "sbom");
        String whole = index(one, two, described(billOfOne, one) + "," + described(billOfOne, two));
        ready(whole, "sbom");
        attach(half, "application/spdx+json", "");
        ready(half, "sbom");
    }

    private static String described(String attestation, String subject) {
        return part(attestation, "unknown", ",\"annotations\":{\"vnd.docker.reference.type\":\"attestation-manifest\","
                + "\"vnd.docker.reference.digest\":\"" + subject + "\"}");
    }

    private static String part(String digest, String os, String more) {
        return "{\"mediaType\":\"" + Registry.OCI + "\",\"digest\":\"" + digest + "\",\"size\":1,\"platform\":{\"os\":\"" + os
                + "\",\"architecture\":\"amd64\"}" + more + "}";
    }

    private String index(String one, String two, String attestations) {
        String index = "{\"schemaVersion\":2,\"mediaType\":\"" + Manifest.OCI_INDEX + "\",\"manifests\":[" + part(one, "linux", "") + ","
                + part(two, "linux", "") + "," + attestations + "]}";
        put(index, "index-" + index.length(), Manifest.OCI_INDEX);
        return Digests.of(index.getBytes(StandardCharsets.UTF_8));
    }

    @Test
    public void anImageOutsideOfEcrCannotHaveBeenLookedAt() {
        shop.trial.begin("release", shop.blueGreen, shop.order(Shop.image("web", '2')).requiring("signature"));
        Outcome outcome = shop.trial.untilEnded("release");
        assertEquals(Verdict.STOPPED, outcome.verdict());
        assertThat(outcome.message(), containsString("is not in Amazon ECR, so whether it has what 'require' asks for (signature) cannot be known"));
    }
}
