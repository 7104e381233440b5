package io.jenkins.plugins.ecsrelease.sandbox.registry;

import static org.junit.Assert.assertArrayEquals;
import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertThrows;
import static org.junit.Assert.assertTrue;

import io.jenkins.plugins.ecsrelease.sandbox.Sandbox;
import io.jenkins.plugins.ecsrelease.sandbox.SandboxOptions;
import io.jenkins.plugins.ecsrelease.sandbox.control.ecs.Images;
import io.jenkins.plugins.ecsrelease.sandbox.world.AccessKeys;
import io.jenkins.plugins.ecsrelease.sandbox.world.VirtualTime;
import io.jenkins.plugins.ecsrelease.sandbox.world.World;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import org.junit.After;
import org.junit.Before;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.TemporaryFolder;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.ecr.EcrClient;
import software.amazon.awssdk.services.ecr.model.*;

/** The registry as builders and ECR's clients see it. */
public class RegistryTest {

    @Rule
    public final TemporaryFolder folder = new TemporaryFolder();

    private final VirtualTime time = new VirtualTime(Instant.parse("2026-11-23T08:00:00Z"));
    private final HttpClient http = HttpClient.newHttpClient();
    private Sandbox sandbox;
    private EcrClient ecr;

    @Before
    public void start() throws Exception {
        sandbox = Sandbox.start(new SandboxOptions(time, 0, folder.newFolder().toPath(), false, Duration.ZERO));
        ecr = client(World.ACCOUNT, "eu-central-1");
    }

    private EcrClient client(String account, String region) {
        return EcrClient.builder()
                .region(Region.of(region))
                .endpointOverride(URI.create("http://127.0.0.1:1"))
                .httpClient(sandbox.inProcess())
                .credentialsProvider(StaticCredentialsProvider.create(
                        AwsBasicCredentials.create(AccessKeys.administrator(account), AccessKeys.SECRET)))
                .build();
    }

    @After
    public void stop() {
        sandbox.close();
    }

    private String host() {
        return sandbox.endpoint().getAuthority();
    }

    private String[] login() {
        String pair = new String(Base64.getDecoder().decode(token()), StandardCharsets.UTF_8);
        return pair.split(":", 2);
    }

    private String token() {
        return ecr.getAuthorizationToken().authorizationData().get(0).authorizationToken();
    }

    private HttpResponse<byte[]> send(String method, String path, byte[] body, String... headers) throws Exception {
        HttpRequest.Builder request = HttpRequest.newBuilder(sandbox.endpoint().resolve(path))
                .method(method, HttpRequest.BodyPublishers.ofByteArray(body))
                .header("Authorization", "Basic " + token());
        if (headers.length > 0) {
            request.headers(headers);
        }
        return http.send(request.build(), HttpResponse.BodyHandlers.ofByteArray());
    }

    private String scratch(String repository, String tag, String text) throws Exception {
        byte[] config = ("{\"architecture\":\"amd64\",\"os\":\"linux\",\"config\":{\"Labels\":{\"note\":\"" + text
                        + "\"}},\"rootfs\":{\"type\":\"layers\",\"diff_ids\":[]}}")
                .getBytes(StandardCharsets.UTF_8);
        assertEquals(201, send("POST", "/v2/" + repository + "/blobs/uploads/?digest=" + Digest.of(config), config).statusCode());
        String manifest = "{\"schemaVersion\":2,\"mediaType\":\"" + Manifest.OCI
                + "\",\"config\":{\"mediaType\":\"application/vnd.oci.image.config.v1+json\",\"digest\":\""
                + Digest.of(config) + "\",\"size\":" + config.length + "},\"layers\":[]}";
        HttpResponse<byte[]> put = send(
                "PUT", "/v2/" + repository + "/manifests/" + tag, manifest.getBytes(StandardCharsets.UTF_8), "Content-Type",
                Manifest.OCI);
        assertEquals(new String(put.body(), StandardCharsets.UTF_8), 201, put.statusCode());
        return put.headers().firstValue("Docker-Content-Digest").orElseThrow();
    }

    @Test
    public void buildahBuildsFromTheBaseImagePushesAndPullsBackByDigest() throws Exception {
        ecr.createRepository(make -> make.repositoryName("base/busybox"));
        ecr.createRepository(make -> make.repositoryName("shop/web").imageScanningConfiguration(scan -> scan.scanOnPush(true)));
        new BaseImage(ecr).push("base/busybox", "1");
        Path context = folder.newFolder("context").toPath();
        Files.writeString(context.resolve("Dockerfile"), "FROM " + host() + "/base/busybox:1 AS build\n"
                + "RUN echo hello > /made\nFROM " + host() + "/base/busybox:1\nCOPY --from=build /made /app/made\n"
                + "LABEL version=7\nENTRYPOINT [\"/bin/cat\", \"/app/made\"]\n");
        Path storage = folder.newFolder("storage").toPath();
        Tool buildah = Tool.buildah(storage);
        String[] login = login();
        String creds = login[0] + ":" + login[1];
        Path digestFile = context.resolve("../digest");
        buildah.run("bud", "--network", "host", "--tls-verify=false", "--creds", creds, "-t", host() + "/shop/web:v1", context.toString());
        buildah.run("push", "--tls-verify=false", "--creds", creds, "--digestfile", digestFile.toString(), host() + "/shop/web:v1");
        String digest = Files.readString(digestFile).trim();

        ImageDetail detail = ecr.describeImages(
                        all -> all.repositoryName("shop/web").imageIds(id -> id.imageTag("v1")))
                .imageDetails()
                .get(0);
        assertEquals(digest, detail.imageDigest());
        buildah.run("rmi", "--all", "--force");
        buildah.run("pull", "--tls-verify=false", "--creds", creds, host() + "/shop/web@" + digest);

        Images.Image image = new Pulls.Offer().in(sandbox.world()).pull(host() + "/shop/web@" + digest, "linux/amd64").orElseThrow();
        assertEquals("hello\n", Files.readString(image.rootfs().resolve("app/made")));
        assertEquals(List.of("/bin/cat", "/app/made"), image.entryPoint());
        assertEquals("7", image.labels().get("version"));

        int uploads = sandbox.world().ledger().of("CompleteLayerUpload").size();
        buildah.run("push", "--tls-verify=false", "--creds", creds, host() + "/shop/web@" + digest, "docker://" + host() + "/shop/web:v2");
        assertEquals("Layers that are there are not sent again", uploads, sandbox.world().ledger().of("CompleteLayerUpload").size());
    }

    @Test
    public void skopeoCopiesByDigestAndKeepsIt() throws Exception {
        Tool skopeo = Tool.installed("skopeo");
        ecr.createRepository(make -> make.repositoryName("a/one"));
        ecr.createRepository(make -> make.repositoryName("b/two"));
        String digest = new BaseImage(ecr).push("a/one", "x");
        String creds = String.join(":", login());
        skopeo.run("copy", "--preserve-digests", "--src-tls-verify=false", "--dest-tls-verify=false", "--src-creds", creds, "--dest-creds", creds,
                "docker://" + host() + "/a/one@" + digest, "docker://" + host() + "/b/two:y");
        assertEquals(digest, ecr.describeImages(all -> all.repositoryName("b/two").imageIds(id -> id.imageTag("y"))).imageDetails().get(0).imageDigest());
        assertTrue(skopeo.run("list-tags", "--tls-verify=false", "--creds", creds, "docker://" + host() + "/b/two").contains("\"y\""));
    }

    @Test
    public void anImageGoesToARealRegistryAndBackByteForByte() throws Exception {
        Tool skopeo = Tool.installed("skopeo");
        Tool.installed("docker-registry");
        ecr.createRepository(make -> make.repositoryName("a/one"));
        ecr.createRepository(make -> make.repositoryName("a/back"));
        String digest = new BaseImage(ecr).push("a/one", "x");
        int port;
        try (java.net.ServerSocket free = new java.net.ServerSocket(0)) {
            port = free.getLocalPort();
        }
        Path config = folder.newFile("registry.yml").toPath();
        Files.writeString(config, "version: 0.1\nstorage:\n  filesystem:\n    rootdirectory: " + folder.newFolder("real")
                + "\nhttp:\n  addr: 127.0.0.1:" + port + "\n");
        Process real = new ProcessBuilder("docker-registry", "serve", config.toString())
                .redirectErrorStream(true).redirectOutput(folder.newFile("registry.log")).start();
        try {
            org.awaitility.Awaitility.await().ignoreExceptions().until(() -> http.send(
                    HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + "/v2/")).build(),
                    HttpResponse.BodyHandlers.ofString()).statusCode() == 200);
            String creds = String.join(":", login());
            skopeo.run("copy", "--preserve-digests", "--src-tls-verify=false", "--dest-tls-verify=false", "--src-creds", creds,
                    "docker://" + host() + "/a/one@" + digest, "docker://127.0.0.1:" + port + "/one:x");
            skopeo.run("copy", "--preserve-digests", "--src-tls-verify=false", "--dest-tls-verify=false", "--dest-creds", creds,
                    "docker://127.0.0.1:" + port + "/one@" + digest, "docker://" + host() + "/a/back:x");
            String there = skopeo.run("inspect", "--raw", "--tls-verify=false", "docker://127.0.0.1:" + port + "/one@" + digest);
            String back = skopeo.run("inspect", "--raw", "--tls-verify=false", "--creds", creds, "docker://" + host() + "/a/back@" + digest);
            assertEquals(there, back);
            assertEquals(digest, Digest.of(back.getBytes(StandardCharsets.UTF_8)));
        } finally {
            real.destroy();
            real.waitFor();
        }
    }

    @Test
    public void aStrangerIsAskedToLogInAndAnExpiredTokenIsAStranger() throws Exception {
        HttpResponse<String> none = http.send(
                HttpRequest.newBuilder(sandbox.endpoint().resolve("/v2/")).build(), HttpResponse.BodyHandlers.ofString());
        assertEquals(401, none.statusCode());
        assertTrue(none.headers().firstValue("WWW-Authenticate").orElse("").startsWith("Basic realm="));
        String token = token();
        HttpRequest with = HttpRequest.newBuilder(sandbox.endpoint().resolve("/v2/")).header("Authorization", "Basic " + token).build();
        assertEquals(200, http.send(with, HttpResponse.BodyHandlers.ofString()).statusCode());
        time.advance(Duration.ofHours(12));
        assertEquals(401, http.send(with, HttpResponse.BodyHandlers.ofString()).statusCode());
    }

    @Test
    public void aTokenOpensTheRegistryOfItsOwnAccountAndRegionOnly() throws Exception {
        client("210987654321", "eu-west-1").createRepository(make -> make.repositoryName("theirs"));
        HttpResponse<byte[]> asked = send("GET", "/v2/theirs/tags/list", new byte[0]);
        assertEquals(404, asked.statusCode());
        assertTrue(new String(asked.body(), StandardCharsets.UTF_8).contains("NAME_UNKNOWN"));
    }

    @Test
    public void anImmutableTagStaysWhereItIsAndExclusionsMove() throws Exception {
        ecr.createRepository(make -> make.repositoryName("held")
                .imageTagMutability(ImageTagMutability.IMMUTABLE_WITH_EXCLUSION)
                .imageTagMutabilityExclusionFilters(filter -> filter.filterType("WILDCARD").filter("env-*")));
        String first = scratch("held", "v1", "one");
        scratch("held", "env-staging", "one");
        scratch("held", "env-staging", "two");
        byte[] other = ecr.batchGetImage(get -> get.repositoryName("held").imageIds(id -> id.imageTag("env-staging")))
                .images().get(0).imageManifest().getBytes(StandardCharsets.UTF_8);
        HttpResponse<byte[]> put = send("PUT", "/v2/held/manifests/v1", other, "Content-Type", Manifest.OCI);
        assertEquals(400, put.statusCode());
        assertTrue(new String(put.body(), StandardCharsets.UTF_8).contains("TAG_INVALID"));
        assertEquals(first, ecr.describeImages(all -> all.repositoryName("held").imageIds(id -> id.imageTag("v1"))).imageDetails().get(0).imageDigest());
    }

    @Test
    public void aTagIsAddedByManifestOnceAndAnIndexNeedsItsChildren() throws Exception {
        ecr.createRepository(make -> make.repositoryName("web").imageTagMutability("IMMUTABLE"));
        ecr.createRepository(make -> make.repositoryName("other"));
        String digest = scratch("web", "v1", "one");
        String another = scratch("web", "v2", "two");
        String manifest = ecr.batchGetImage(get -> get.repositoryName("web").imageIds(id -> id.imageDigest(digest))).images().get(0).imageManifest();
        ecr.putImage(put -> put.repositoryName("web").imageTag("staging-7").imageDigest(digest).imageManifest(manifest));
        assertThrows(ImageAlreadyExistsException.class, () -> ecr.putImage(put -> put.repositoryName("web").imageTag("staging-7").imageManifest(manifest)));
        assertThrows(ImageTagAlreadyExistsException.class, () -> ecr.putImage(put -> put.repositoryName("web").imageTag("v2").imageManifest(manifest)));
        assertThrows(ImageDigestDoesNotMatchException.class, () -> ecr.putImage(put -> put.repositoryName("web").imageTag("v3").imageDigest(another).imageManifest(manifest)));
        assertThrows(LayersNotFoundException.class, () -> ecr.putImage(put -> put.repositoryName("other").imageTag("v1").imageManifest(manifest)));
        String index = "{\"schemaVersion\":2,\"mediaType\":\"" + Manifest.OCI_INDEX + "\",\"manifests\":[{\"mediaType\":\"" + Manifest.OCI
                + "\",\"digest\":\"" + digest + "\",\"size\":" + manifest.length() + ",\"platform\":{\"os\":\"linux\",\"architecture\":\"amd64\"}}]}";
        assertThrows(ReferencedImagesNotFoundException.class, () -> ecr.putImage(put -> put.repositoryName("other").imageTag("all").imageManifest(index)));
        ecr.putImage(put -> put.repositoryName("web").imageTag("all").imageManifest(index));
    }

    @Test
    public void uploadsComeInPiecesAndLayersLeaveInRanges() throws Exception {
        ecr.createRepository(make -> make.repositoryName("web"));
        byte[] blob = "0123456789abcdef".getBytes(StandardCharsets.UTF_8);
        String at = send("POST", "/v2/web/blobs/uploads/", new byte[0]).headers().firstValue("Location").orElseThrow();
        HttpResponse<byte[]> first = send("PATCH", at, java.util.Arrays.copyOf(blob, 10), "Content-Range", "0-9");
        assertEquals(202, first.statusCode());
        assertEquals("0-9", first.headers().firstValue("Range").orElseThrow());
        assertEquals("A gap is refused", 416, send("PATCH", at, new byte[] {1}, "Content-Range", "12-12").statusCode());
        assertEquals(202, send("PATCH", at, java.util.Arrays.copyOfRange(blob, 10, 16), "Content-Range", "10-15").statusCode());
        assertEquals(201, send("PUT", at + "?digest=" + Digest.of(blob), new byte[0]).statusCode());
        String url = ecr.getDownloadUrlForLayer(get -> get.repositoryName("web").layerDigest(Digest.of(blob))).downloadUrl();
        HttpResponse<byte[]> part = http.send(HttpRequest.newBuilder(URI.create(url)).header("Range", "bytes=4-7").build(), HttpResponse.BodyHandlers.ofByteArray());
        assertEquals(206, part.statusCode());
        assertArrayEquals("4567".getBytes(StandardCharsets.UTF_8), part.body());
        assertEquals("Bytes with another digest are refused", 400,
                send("POST", "/v2/web/blobs/uploads/?digest=" + Digest.of(new byte[] {9}), blob).statusCode());
    }

    @Test
    public void layersAreMountedFromANeighbourOnceTheRegistryAllowsIt() throws Exception {
        ecr.createRepository(make -> make.repositoryName("one"));
        ecr.createRepository(make -> make.repositoryName("two"));
        byte[] blob = {1, 2, 3};
        send("POST", "/v2/one/blobs/uploads/?digest=" + Digest.of(blob), blob);
        String mount = "/v2/two/blobs/uploads/?mount=" + Digest.of(blob) + "&from=one";
        assertEquals("AWS has it off until it is asked for", 202, send("POST", mount, new byte[0]).statusCode());
        ecr.putAccountSetting(put -> put.name("BLOB_MOUNTING").value("ENABLED"));
        assertEquals(201, send("POST", mount, new byte[0]).statusCode());
        assertEquals(200, send("HEAD", "/v2/two/blobs/" + Digest.of(blob), new byte[0]).statusCode());
    }

    @Test
    public void referrersAreFoundByTheirSubject() throws Exception {
        ecr.createRepository(make -> make.repositoryName("web"));
        String digest = scratch("web", "v1", "one");
        byte[] empty = "{}".getBytes(StandardCharsets.UTF_8);
        send("POST", "/v2/web/blobs/uploads/?digest=" + Digest.of(empty), empty);
        String signature = "{\"schemaVersion\":2,\"mediaType\":\"" + Manifest.OCI + "\",\"artifactType\":\"application/vnd.example.signature\",\"config\":{\"mediaType\":\"application/vnd.oci.empty.v1+json\",\"digest\":\""
                + Digest.of(empty) + "\",\"size\":2},\"layers\":[],\"subject\":{\"mediaType\":\"" + Manifest.OCI + "\",\"digest\":\"" + digest + "\",\"size\":1}}";
        HttpResponse<byte[]> put = send("PUT", "/v2/web/manifests/" + Digest.of(signature.getBytes()), signature.getBytes(StandardCharsets.UTF_8), "Content-Type", Manifest.OCI);
        assertEquals(digest, put.headers().firstValue("OCI-Subject").orElse(""));
        String list = new String(send("GET", "/v2/web/referrers/" + digest, new byte[0]).body(), StandardCharsets.UTF_8);
        assertTrue(list, list.contains("application/vnd.example.signature"));
        assertEquals(1, ecr.listImageReferrers(ask -> ask.repositoryName("web").subjectId(id -> id.imageDigest(digest))).referrers().size());
    }

    @Test
    public void aBasicScanReportsWhatIsInstalledAndFirstNothing() throws Exception {
        Tool.installed("buildah");
        ecr.createRepository(make -> make.repositoryName("base").imageScanningConfiguration(scan -> scan.scanOnPush(true)));
        ecr.createRepository(make -> make.repositoryName("bad").imageScanningConfiguration(scan -> scan.scanOnPush(true)));
        String clean = new BaseImage(ecr).push("base", "1");
        Path context = folder.newFolder("context").toPath();
        Files.writeString(context.resolve("zlib"), "Package: zlib1g\nVersion: 1:1.2.11.dfsg-2\n");
        Files.writeString(context.resolve("Dockerfile"), "FROM " + host() + "/base:1\nCOPY zlib /var/lib/dpkg/status.d/zlib\n");
        Tool buildah = Tool.buildah(folder.newFolder("storage").toPath());
        String creds = String.join(":", login());
        buildah.run("bud", "--tls-verify=false", "--creds", creds, "-t", host() + "/bad:1", context.toString());
        buildah.run("push", "--tls-verify=false", "--creds", creds, host() + "/bad:1");

        assertEquals("IN_PROGRESS", findings("bad", "1").imageScanStatus().statusAsString());
        time.advance(Duration.ofSeconds(6));
        assertEquals("COMPLETE", findings("bad", "1").imageScanStatus().statusAsString());
        assertTrue(findings("bad", "1").imageScanFindings().findings().isEmpty());
        time.advance(Duration.ofSeconds(5));
        assertEquals(List.of("CVE-2022-37434", "CVE-2023-45853"), findings("bad", "1").imageScanFindings().findings().stream().map(ImageScanFinding::name).toList());
        DescribeImageScanFindingsResponse page = ecr.describeImageScanFindings(ask -> ask.repositoryName("bad").imageId(id -> id.imageTag("1")).maxResults(1));
        assertEquals(1, page.imageScanFindings().findings().size());
        assertTrue(page.nextToken() != null);
        assertTrue(ecr.describeImageScanFindings(ask -> ask.repositoryName("base").imageId(id -> id.imageDigest(clean))).imageScanFindings().findings().isEmpty());
    }

    private DescribeImageScanFindingsResponse findings(String repository, String tag) {
        return ecr.describeImageScanFindings(ask -> ask.repositoryName(repository).imageId(id -> id.imageTag(tag)));
    }

    @Test
    public void anImageWithoutAPackageListIsNotSupportedAndOneWithoutAScanSaysSo() throws Exception {
        ecr.createRepository(make -> make.repositoryName("web"));
        scratch("web", "v1", "one");
        assertThrows(ScanNotFoundException.class, () -> findings("web", "v1"));
        ecr.startImageScan(start -> start.repositoryName("web").imageId(id -> id.imageTag("v1")));
        time.advance(Duration.ofSeconds(6));
        assertEquals("UNSUPPORTED_IMAGE", findings("web", "v1").imageScanStatus().statusAsString());
        assertThrows(LimitExceededException.class, () -> ecr.startImageScan(start -> start.repositoryName("web").imageId(id -> id.imageTag("v1"))));
    }

    @Test
    public void anArchivedImageIsNeitherPulledNorScanned() throws Exception {
        ecr.createRepository(make -> make.repositoryName("web"));
        String digest = scratch("web", "v1", "one");
        ecr.updateImageStorageClass(put -> put.repositoryName("web").imageId(id -> id.imageDigest(digest)).targetStorageClass("ARCHIVE"));
        assertEquals("ARCHIVED", ecr.describeImages(all -> all.repositoryName("web")).imageDetails().get(0).imageStatusAsString());
        assertEquals("IMAGE_ARCHIVED", findings("web", "v1").imageScanStatus().statusAsString());
        assertEquals(404, send("GET", "/v2/web/manifests/v1", new byte[0]).statusCode());
    }

    @Test
    public void aLifecyclePolicyIsPreviewedAndCarriedOutADayLater() throws Exception {
        ecr.createRepository(make -> make.repositoryName("web"));
        String old = scratch("web", "v1", "one");
        time.advance(Duration.ofDays(2));
        String young = scratch("web", "v2", "two");
        String policy = "{\"rules\":[{\"rulePriority\":1,\"selection\":{\"tagStatus\":\"any\",\"countType\":\"imageCountMoreThan\",\"countNumber\":1},\"action\":{\"type\":\"expire\"}}]}";
        ecr.putLifecyclePolicy(put -> put.repositoryName("web").lifecyclePolicyText(policy));
        ecr.startLifecyclePolicyPreview(start -> start.repositoryName("web"));
        time.advance(Duration.ofSeconds(5));
        GetLifecyclePolicyPreviewResponse preview = ecr.getLifecyclePolicyPreview(get -> get.repositoryName("web"));
        assertEquals("COMPLETE", preview.statusAsString());
        assertEquals(List.of(old), preview.previewResults().stream().map(LifecyclePolicyPreviewResult::imageDigest).toList());
        time.advance(Duration.ofDays(1));
        assertEquals(List.of(young), ecr.describeImages(all -> all.repositoryName("web")).imageDetails().stream().map(ImageDetail::imageDigest).toList());
        assertFalse(old.equals(young));
    }
}
