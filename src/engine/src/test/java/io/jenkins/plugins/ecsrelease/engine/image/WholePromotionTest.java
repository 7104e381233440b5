package io.jenkins.plugins.ecsrelease.engine.image;

import static org.hamcrest.CoreMatchers.containsString;
import static org.hamcrest.MatcherAssert.assertThat;
import static org.junit.Assert.assertArrayEquals;
import static org.junit.Assert.assertEquals;
import static org.junit.Assume.assumeTrue;

import io.jenkins.plugins.ecsrelease.engine.Layer;
import io.jenkins.plugins.ecsrelease.engine.aws.Identity;
import io.jenkins.plugins.ecsrelease.engine.operation.Outcome;
import io.jenkins.plugins.ecsrelease.engine.operation.Verdict;
import io.jenkins.plugins.ecsrelease.engine.run.Trial;
import io.jenkins.plugins.ecsrelease.sandbox.Sandbox;
import io.jenkins.plugins.ecsrelease.sandbox.SandboxOptions;
import io.jenkins.plugins.ecsrelease.sandbox.world.AccessKeys;
import io.jenkins.plugins.ecsrelease.sandbox.world.VirtualTime;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.After;
import org.junit.Before;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.TemporaryFolder;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.ecr.EcrClient;

/** An index of two platforms, signed, goes to another account and region, and from there to a real registry: byte for byte. */
public class WholePromotionTest {

    private static final String THEIRS = "210987654321";
    private static final String MEDIA = "application/vnd.oci.image.manifest.v1+json";

    @Rule
    public final TemporaryFolder folder = new TemporaryFolder();

    private final VirtualTime time = new VirtualTime(Instant.parse("2026-11-23T10:00:00Z"));
    private final HttpClient http = HttpClient.newHttpClient();
    private Sandbox sandbox;
    private Trial trial;
    private Registry registry;
    private EcrClient theirs;
    private String index;
    private String signature;

    @Before
    public void aSignedIndex() {
        sandbox = Sandbox.start(SandboxOptions.virtual(time));
        trial = new Trial(time, sandbox.inProcess(), new PromoteOperation());
        var key = StaticCredentialsProvider.create(AwsBasicCredentials.create(AccessKeys.administrator(THEIRS), AccessKeys.SECRET));
        trial.credentials("production", key);
        theirs = EcrClient.builder().region(Region.US_EAST_1).endpointOverride(URI.create("http://127.0.0.1:1"))
                .httpClient(sandbox.inProcess()).credentialsProvider(key).build();
        theirs.createRepository(make -> make.repositoryName("shop/production"));
        registry = new Registry(sandbox, trial).repository("shop/web");
        String amd64 = registry.push("shop/web", null, "amd64", Layer.with("app/web", "for amd64\n"));
        String arm64 = registry.push("shop/web", null, "arm64", Layer.with("app/web", "for arm64\n"));
        index = put("v1", Manifest.OCI_INDEX, "{\n \"schemaVersion\": 2,\n \"mediaType\": \"" + Manifest.OCI_INDEX + "\", \"manifests\": ["
                + child(amd64, "amd64") + ", " + child(arm64, "arm64") + "]\n}\n");
        registry.blob("shop/web", "{}".getBytes(StandardCharsets.UTF_8));
        registry.blob("shop/web", "a signature".getBytes(StandardCharsets.UTF_8));
        signature = put(null, MEDIA, "{\"schemaVersion\":2,\"mediaType\":\"" + MEDIA + "\",\"artifactType\":\"application/vnd.example.signature\",\"config\":"
                + Registry.descriptor("application/vnd.oci.empty.v1+json", "{}".getBytes(StandardCharsets.UTF_8)) + ",\"layers\":["
                + Registry.descriptor("text/plain", "a signature".getBytes(StandardCharsets.UTF_8)) + "],\"subject\":{\"mediaType\":\""
                + Manifest.OCI_INDEX + "\",\"digest\":\"" + index + "\",\"size\":1}}");
    }

    @After
    public void close() {
        registry.close();
        trial.close();
        sandbox.close();
    }

    private String put(String tag, String mediaType, String manifest) {
        registry.ecr.putImage(put -> put.repositoryName("shop/web").imageTag(tag).imageManifest(manifest).imageManifestMediaType(mediaType));
        return Digests.of(manifest.getBytes(StandardCharsets.UTF_8));
    }

    private String child(String digest, String architecture) {
        int size = registry.ecr.batchGetImage(get -> get.repositoryName("shop/web").imageIds(id -> id.imageDigest(digest)))
                .images().get(0).imageManifest().length();
        return "{\"mediaType\":\"" + MEDIA + "\",\"digest\":\"" + digest + "\",\"size\":" + size + ",\"platform\":{\"os\":\"linux\",\"architecture\":\"" + architecture + "\"}}";
    }

    private Outcome promote(String id, String tag) {
        trial.begin(id, new PromoteOperation(), new PromoteOrder("shop/web:v1", "shop/production", tag,
                new Identity("eu-central-1", "trial", "", "", "trial-1"), 30), new Identity("us-east-1", "production", "", "", "trial-1"));
        Outcome outcome = trial.untilEnded(id);
        assertEquals(outcome.message(), Verdict.SUCCEEDED, outcome.verdict());
        return outcome;
    }

    private String named(EcrClient ecr, String repository, String tag) {
        return ecr.batchGetImage(get -> get.repositoryName(repository).imageIds(id -> id.imageTag(tag))).images().stream()
                .map(image -> image.imageId().imageDigest()).findFirst().orElse("");
    }

    private List<Object> puts(int from) {
        return sandbox.world().ledger().entries().stream().skip(from).filter(each -> each.operation().equals("PutImage"))
                .map(each -> each.details().get("tag")).toList();
    }

    private String said(String id) {
        return trial.facts(id).toString();
    }

    @Test
    public void whatCosignKeepsUnderTagsGoesWithTheIndexAndWithEachPlatformByteForByte() throws Exception {
        List<String> about = new ArrayList<>(List.of(index));
        Manifest.read(new String(whole(registry.ecr, "shop/web", index).get(index), StandardCharsets.UTF_8), null).children()
                .forEach(part -> about.add(part.digest()));
        assertEquals("the index and two platforms", 3, about.size());
        Map<String, String> proofs = new LinkedHashMap<>();
        for (String digest : about) {
            for (String tag : ProofTags.of(digest)) {
                proofs.put(tag, registry.proof("shop/web", tag, tag));
            }
        }
        String ofBill = ProofTags.signature(proofs.get(ProofTags.bill(index)));
        proofs.put(ofBill, registry.proof("shop/web", ofBill, "the list of software is signed too"));
        assertEquals(10, proofs.size());
        promote("p", "production-7");
        proofs.forEach((tag, digest) -> assertEquals(tag, digest, named(theirs, "shop/production", tag)));
        String[] digests = proofs.values().toArray(new String[0]);
        same(whole(registry.ecr, "shop/web", digests), whole(theirs, "shop/production", digests));
        int before = sandbox.world().ledger().entries().size();
        promote("again", "production-8");
        assertEquals("Again, only the tag is put", List.of("production-8"), puts(before));
    }

    @Test
    public void aSignatureOfTheTargetsOwnIsNeverLostAndAGrownOneTakesThePlaceOfItsOlderSelf() {
        String tag = ProofTags.signature(index);
        registry.proof("shop/web", tag, "by the build");
        promote("p", "production-7");
        String both = registry.proof("shop/web", tag, "by the build", "by the tester");
        promote("grown", "production-8");
        assertEquals("Nothing is lost by it", both, named(theirs, "shop/production", tag));
        String manifest = theirs.batchGetImage(get -> get.repositoryName("shop/production").imageIds(id -> id.imageTag(tag))).images().get(0).imageManifest();
        String own = manifest.replace("by the tester", "by production");
        theirs.putImage(put -> put.repositoryName("shop/production").imageTag(tag).imageManifest(own).imageManifestMediaType(MEDIA));
        int before = sandbox.world().ledger().entries().size();
        promote("kept", "production-9");
        assertEquals(List.of("production-9"), puts(before));
        assertEquals(Digests.of(own.getBytes(StandardCharsets.UTF_8)), named(theirs, "shop/production", tag));
        assertThat(said("kept"), containsString("has what " + both + " has not. It stays as it is."));
    }

    @Test
    public void aSignatureThatMayNotMoveInTheTargetIsLeftAndToldAndTheImageIsPromoted() {
        String tag = ProofTags.signature(index);
        String first = registry.proof("shop/web", tag, "by the build");
        theirs.putImageTagMutability(put -> put.repositoryName("shop/production").imageTagMutability("IMMUTABLE"));
        promote("p", "production-7");
        registry.proof("shop/web", tag, "by the build", "by the tester");
        promote("grown", "production-8");
        assertEquals(first, named(theirs, "shop/production", tag));
        assertThat(said("grown"), containsString("cannot be moved there"));
    }

    @Test
    public void whatIsRequiredIsLookedForWhereTheImageComesFromAndThereAfterwards() {
        Identity source = new Identity("eu-central-1", "trial", "", "", "trial-1");
        Identity target = new Identity("us-east-1", "production", "", "", "trial-1");
        PromoteOrder order = new PromoteOrder("shop/web:v1", "shop/production", "production-7", source, 30, List.of("sbom", "signature"));
        int before = sandbox.world().ledger().entries().size();
        trial.begin("refused", new PromoteOperation(), order, target);
        Outcome refused = trial.untilEnded("refused");
        assertEquals(Verdict.STOPPED, refused.verdict());
        assertThat(refused.message(), containsString("has no SBOM, which 'require' asks for"));
        assertThat(refused.message(), containsString("has no signature, which 'require' asks for"));
        assertEquals("Nothing was changed", before, sandbox.world().ledger().entries().size());
        registry.proof("shop/web", ProofTags.bill(index), "a list of software");
        registry.proof("shop/web", ProofTags.signature(index), "by the build");
        trial.begin("p", new PromoteOperation(), order, target);
        Outcome outcome = trial.untilEnded("p");
        assertEquals(outcome.message(), Verdict.SUCCEEDED, outcome.verdict());
        trial.begin("on", new PromoteOperation(), new PromoteOrder("shop/production:production-7", "", "live", null, 30, List.of("sbom", "signature")), target);
        assertEquals("What was copied counts there", Verdict.SUCCEEDED, trial.untilEnded("on").verdict());
    }

    private void promote() {
        Identity target = new Identity("us-east-1", "production", "", "", "trial-1");
        Identity source = new Identity("eu-central-1", "trial", "", "", "trial-1");
        trial.begin("p", new PromoteOperation(), new PromoteOrder("shop/web:v1", "shop/production", "production-7", source, 30), target);
        Outcome outcome = trial.untilEnded("p");
        assertEquals(outcome.message(), Verdict.SUCCEEDED, outcome.verdict());
        assertEquals(index, outcome.result().get("digest"));
    }

    /** Every manifest and every blob that hangs on a digest, read by ECR's API. */
    private Map<String, byte[]> whole(EcrClient ecr, String repository, String... digests) throws Exception {
        Map<String, byte[]> all = new LinkedHashMap<>();
        for (String digest : digests) {
            String text = ecr.batchGetImage(get -> get.repositoryName(repository).imageIds(id -> id.imageDigest(digest))
                    .acceptedMediaTypes(Manifest.ACCEPTED)).images().get(0).imageManifest();
            all.put(digest, text.getBytes(StandardCharsets.UTF_8));
            Manifest manifest = Manifest.read(text, null);
            for (Manifest.Part blob : manifest.blobs()) {
                String url = ecr.getDownloadUrlForLayer(get -> get.repositoryName(repository).layerDigest(blob.digest())).downloadUrl();
                all.put(blob.digest(), http.send(HttpRequest.newBuilder(URI.create(url)).build(), HttpResponse.BodyHandlers.ofByteArray()).body());
            }
            for (Manifest.Part part : manifest.children()) {
                all.putAll(whole(ecr, repository, part.digest()));
            }
        }
        return all;
    }

    private static void same(Map<String, byte[]> expected, Map<String, byte[]> actual) {
        assertEquals(expected.keySet(), actual.keySet());
        expected.forEach((digest, bytes) -> {
            assertArrayEquals(digest, bytes, actual.get(digest));
            assertEquals(digest, Digests.of(actual.get(digest)));
        });
    }

    @Test
    public void toAnotherAccountAndRegionEveryByteArrivesAndTheSignatureToo() throws Exception {
        promote();
        Map<String, byte[]> here = whole(registry.ecr, "shop/web", index, signature);
        assertEquals("index, two images with a layer and a configuration each, the signature with both", 10, here.size());
        same(here, whole(theirs, "shop/production", index, signature));
        assertEquals(List.of(signature), theirs.listImageReferrers(list -> list.repositoryName("shop/production")
                .subjectId(id -> id.imageDigest(index))).referrers().stream().map(one -> one.digest()).toList());
        int changes = sandbox.world().ledger().entries().size();
        trial.begin("again", new PromoteOperation(), new PromoteOrder("shop/web:v1", "shop/production", "production-8",
                new Identity("eu-central-1", "trial", "", "", "trial-1"), 30), new Identity("us-east-1", "production", "", "", "trial-1"));
        assertEquals(Verdict.SUCCEEDED, trial.untilEnded("again").verdict());
        assertEquals("Again, only the tag is put", changes + 1, sandbox.world().ledger().entries().size());
    }

    @Test
    public void fromThereToARealRegistryEveryByteArrives() throws Exception {
        promote();
        Map<String, byte[]> all = whole(theirs, "shop/production", index, signature);
        try (RealRegistry real = new RealRegistry(folder.newFolder("registry").toPath())) {
            // Layers go through the very door that a promotion uses.
            List<String> manifests = new ArrayList<>();
            for (Map.Entry<String, byte[]> each : all.entrySet()) {
                if (isManifest(each.getValue())) {
                    manifests.add(0, each.getKey());
                } else {
                    real.put("shop/production", each.getValue());
                }
            }
            // Parts before what names them.
            manifests.sort((one, other) -> Boolean.compare(one.equals(index) || one.equals(signature), other.equals(index) || other.equals(signature)));
            manifests.remove(signature);
            manifests.add(signature);
            for (String digest : manifests) {
                String type = digest.equals(index) ? Manifest.OCI_INDEX : MEDIA;
                HttpResponse<byte[]> put = real.send("PUT", "/v2/shop/production/manifests/" + digest, all.get(digest), type);
                assertEquals(new String(put.body(), StandardCharsets.UTF_8), 201, put.statusCode());
            }
            for (Map.Entry<String, byte[]> each : all.entrySet()) {
                assertArrayEquals(each.getValue(), isManifest(each.getValue())
                        ? real.manifest("shop/production", each.getKey())
                        : real.blob("shop/production", each.getKey()));
            }
        }
    }

    @Test
    public void skopeoReadsWhatWasPromotedAndCopiesItToARealRegistryUnchanged() throws Exception {
        assumeTrue("skopeo is not installed here, so nobody else reads what was promoted", RealRegistry.onPath("skopeo"));
        promote();
        String token = new String(Base64.getDecoder().decode(theirs.getAuthorizationToken().authorizationData().get(0).authorizationToken()),
                StandardCharsets.UTF_8);
        String host = theirs.describeRepositories().repositories().get(0).repositoryUri().split("/")[0];
        try (RealRegistry real = new RealRegistry(folder.newFolder("registry").toPath())) {
            Process skopeo = new ProcessBuilder("skopeo", "copy", "--all", "--preserve-digests", "--src-tls-verify=false",
                    "--dest-tls-verify=false", "--src-creds", token, "--dest-creds", "AWS:" + RealRegistry.PASSWORD,
                    "docker://" + host + "/shop/production@" + index, "docker://" + real.host() + "/shop/copied:1")
                    .redirectErrorStream(true).start();
            String said = new String(skopeo.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            assertEquals(said, 0, skopeo.waitFor());
            assertEquals(index, Digests.of(real.manifest("shop/copied", "1")));
            for (Map.Entry<String, byte[]> each : whole(registry.ecr, "shop/web", index).entrySet()) {
                assertArrayEquals(each.getValue(), isManifest(each.getValue())
                        ? real.manifest("shop/copied", each.getKey())
                        : real.blob("shop/copied", each.getKey()));
            }
        }
    }

    private static boolean isManifest(byte[] bytes) {
        return new String(bytes, StandardCharsets.UTF_8).contains("\"schemaVersion\"");
    }

    @Test
    public void aRegistryThatSendsTheUploadElsewhereDoesNotGetTheLoginThere() throws Exception {
        List<String> seen = new ArrayList<>();
        var elsewhere = com.sun.net.httpserver.HttpServer.create(new java.net.InetSocketAddress("127.0.0.1", 0), 0);
        var first = com.sun.net.httpserver.HttpServer.create(new java.net.InetSocketAddress("127.0.0.1", 0), 0);
        elsewhere.createContext("/", exchange -> {
            seen.add(String.valueOf(exchange.getRequestHeaders().getFirst("Authorization")));
            exchange.getRequestBody().readAllBytes();
            boolean last = exchange.getRequestMethod().equals("PUT");
            exchange.getResponseHeaders().add("Location", "http://127.0.0.1:" + elsewhere.getAddress().getPort() + "/upload?at=1");
            exchange.sendResponseHeaders(last ? 201 : 202, -1);
        });
        first.createContext("/", exchange -> {
            seen.add(exchange.getRequestHeaders().getFirst("Authorization"));
            exchange.getResponseHeaders().add("Location", "http://127.0.0.1:" + elsewhere.getAddress().getPort() + "/upload");
            exchange.sendResponseHeaders(202, -1);
        });
        elsewhere.start();
        first.start();
        try {
            long sent = new Distribution("http://127.0.0.1:" + first.getAddress().getPort(), "Basic c2VjcmV0", "shop/web")
                    .put("sha256:" + "a".repeat(64), 3, "", () -> new java.io.ByteArrayInputStream(new byte[3]));
            assertEquals(3, sent);
            assertEquals(List.of("Basic c2VjcmV0", "null", "null"), seen);
        } finally {
            first.stop(0);
            elsewhere.stop(0);
        }
    }
}
