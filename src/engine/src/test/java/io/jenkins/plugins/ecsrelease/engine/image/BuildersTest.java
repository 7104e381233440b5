package io.jenkins.plugins.ecsrelease.engine.image;

import static org.hamcrest.CoreMatchers.containsString;
import static org.hamcrest.CoreMatchers.not;
import static org.hamcrest.MatcherAssert.assertThat;
import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertTrue;
import static org.junit.Assume.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.jenkins.plugins.ecsrelease.sandbox.registry.BaseImage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.zip.GZIPInputStream;
import org.junit.After;
import org.junit.Before;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.TemporaryFolder;

/**
 * The scripts of a build and a push, run by a shell with each builder there is, against a real registry that asks for a
 * password. docker's buildx plugin and buildctl are not to be had from Debian: a pretended client stands for each, which
 * takes only the options that the real one documents, and builds with buildah.
 */
public class BuildersTest {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String SECRET = "s3cr3t-of-the-build";

    @Rule
    public final TemporaryFolder folder = new TemporaryFolder();

    private final Map<String, String> environment = new LinkedHashMap<>();
    private final List<String> tags = List.of("v1");
    private RealRegistry registry;
    private DockerEngine docker;
    private Path workspace;
    private Path home;
    private String base;
    private Path control;

    @Before
    public void aWorkspaceAndARegistry() throws Exception {
        assumeTrue("busybox-static is not installed here, so there is no base image to build from", BaseImage.busybox().isPresent());
        registry = new RealRegistry(folder.newFolder("registry").toPath());
        workspace = folder.newFolder("workspace").toPath();
        home = folder.newFolder("home").toPath();
        Path storage = folder.newFile("storage.conf").toPath();
        Files.writeString(storage, "[storage]\ndriver = \"vfs\"\ngraphroot = \"" + folder.newFolder("graph") + "\"\nrunroot = \""
                + folder.newFolder("graphrun") + "\"\n");
        environment.put("BUILDAH_ISOLATION", "chroot");
        environment.put("CONTAINERS_STORAGE_CONF", storage.toString());
        environment.put("HOME", home.toString());
        environment.put("XDG_RUNTIME_DIR", folder.newFolder("run").toString());
        environment.put("NPM_TOKEN", SECRET);
        Files.createDirectories(home.resolve(".docker"));
        Files.writeString(home.resolve(".docker/config.json"), "{\"auths\": {\"registry.example.org\": {\"auth\": \"b3duOm93bg==\"}}}\n");
        Path root = folder.newFolder("root").toPath();
        Files.createDirectories(root.resolve("bin"));
        Files.copy(BaseImage.busybox().orElseThrow(), root.resolve("bin/busybox"));
        shell("cd " + root + "/bin && chmod 755 busybox && for t in sh cat wc echo; do ln -s busybox $t; done; cd .. && mkdir run proc sys dev etc tmp && tar -cf ../base.tar bin run proc sys dev etc tmp");
        base = registry.base("base", "1", Files.readAllBytes(folder.getRoot().toPath().resolve("base.tar")));
        file("Dockerfile", "ARG REGISTRY\nFROM " + registry.host() + "/base:1 AS build\nARG GREETING\n"
                + "RUN --mount=type=secret,id=npm wc -c < /run/secrets/npm > /length\nRUN echo $GREETING > /made\n"
                + "FROM scratch AS lean\nCOPY --from=build /made /length /app/\nUSER 1000\nEXPOSE 8080\n"
                + "FROM lean AS never\nCOPY missing /\n");
    }

    @After
    public void close() throws Exception {
        if (docker != null) {
            docker.close();
        }
        if (registry != null) {
            registry.close();
        }
    }

    private void file(String path, String text) throws IOException {
        Files.writeString(workspace.resolve(path), text);
    }

    private String shell(String command) throws IOException {
        Process process = new ProcessBuilder("sh", "-c", command).redirectErrorStream(true).start();
        return new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    }

    private void needs(String program) {
        assumeTrue(program + " is not installed here, so nothing is built with it", RealRegistry.onPath(program));
    }

    private Recipe recipe(String builder) {
        return new Recipe("", ".", "lean", Map.of("GREETING", "it's $HOME"), List.of(new BuildSecret("npm", "NPM_TOKEN", "")),
                Map.of("team", "shop"), List.of(), builder, List.of(), "", -1);
    }

    private Commission commission(Recipe recipe) {
        ImageOrder order = new ImageOrder("b1", workspace.toString(), recipe, "shop/web", tags, "c0ffee",
                "https://example.org/shop.git", "2026-11-23T08:00:00Z", true, false, ScanPolicy.none("no scanner here"), 60);
        return new Commission(order, new Site(registry.host() + "/shop/web", "arn", "MANUAL"), Instant.MAX);
    }

    /** What an agent does with a script: a directory of its own, a private file, and nothing else. */
    private record Ran(int code, String output) {}

    private Ran run(String script) throws IOException, InterruptedException {
        control = folder.newFolder().toPath();
        Files.writeString(control.resolve("credential.json"), "{\"ServerURL\":\"" + registry.host()
                + "\",\"Username\":\"AWS\",\"Secret\":\"" + RealRegistry.PASSWORD + "\"}");
        Files.writeString(control.resolve("script.sh"), script);
        ProcessBuilder shell = new ProcessBuilder("sh", control.resolve("script.sh").toString());
        shell.environment().putAll(environment);
        shell.environment().put("ECS_RELEASE_DIR", control.toString());
        Path output = control.resolve("log");
        Process process = shell.redirectErrorStream(true).redirectOutput(output.toFile()).start();
        assertTrue("It ends", process.waitFor(180, TimeUnit.SECONDS));
        String said = Files.readString(output);
        assertThat("The login is not in the log", said, not(containsString(RealRegistry.PASSWORD)));
        assertThat("Nor is the secret", said, not(containsString(SECRET)));
        assertFalse("The login is gone: " + said, Files.exists(control.resolve("credential.json")) || Files.exists(control.resolve("auth")));
        return new Ran(process.exitValue(), said);
    }

    private String built(Recipe recipe) throws Exception {
        Ran build = run(new Scripts(commission(recipe)).build());
        assertEquals(build.output(), 0, build.code());
        return build.output();
    }

    private String pushed(Recipe recipe) throws Exception {
        Ran push = run(new Scripts(commission(recipe)).push());
        assertEquals(push.output(), 0, push.code());
        String digest = Words.digest(push.output());
        assertTrue(push.output(), Names.isDigest(digest));
        return digest;
    }

    /** Reads it back by its digest, every byte of it held against its digest. Gives the configuration. */
    private JsonNode readBack(String digest) throws Exception {
        byte[] manifest = registry.manifest("shop/web", digest);
        assertEquals(digest, Digests.of(manifest));
        Manifest read = Manifest.read(new String(manifest, StandardCharsets.UTF_8), null);
        for (Manifest.Part blob : read.blobs()) {
            byte[] bytes = registry.blob("shop/web", blob.digest());
            assertEquals(blob.digest(), Digests.of(bytes));
            assertThat("The secret is in no layer and no history", text(bytes), not(containsString(SECRET)));
        }
        return JSON.readTree(registry.blob("shop/web", read.config().digest()));
    }

    private void wholeWay(String builder, String says) throws Exception {
        String said = built(recipe(builder));
        assertThat(said, containsString(says));
        Stages stages = Stages.read(said, "lean");
        assertEquals(3, stages.count());
        assertEquals("scratch", stages.base());
        String digest = pushed(recipe(builder));
        JsonNode config = readBack(digest);
        assertEquals("1000", config.path("config").path("User").asText());
        assertEquals("shop", config.path("config").path("Labels").path("team").asText());
        assertEquals("c0ffee", config.path("config").path("Labels").path(Labels.REVISION).asText());
        assertEquals(digest, Digests.of(registry.manifest("shop/web", "v1")));
        assertThat(layers(digest), containsString("it's $HOME"));
        assertThat("What the secret was mounted for", layers(digest), containsString(String.valueOf(SECRET.length())));
        assertEquals("The agent's own configuration stays as it is",
                "{\"auths\": {\"registry.example.org\": {\"auth\": \"b3duOm93bg==\"}}}\n", Files.readString(home.resolve(".docker/config.json")));
    }

    private String layers(String digest) throws Exception {
        StringBuilder text = new StringBuilder();
        for (Manifest.Part layer : Manifest.read(new String(registry.manifest("shop/web", digest), StandardCharsets.UTF_8), null).layers()) {
            text.append(text(registry.blob("shop/web", layer.digest())));
        }
        return text.toString();
    }

    private static String text(byte[] bytes) throws IOException {
        InputStream in = new ByteArrayInputStream(bytes);
        return new String((bytes[0] == 0x1f ? new GZIPInputStream(in) : in).readAllBytes(), StandardCharsets.ISO_8859_1);
    }

    @Test
    public void buildahBuildsPushesAndIsReadBackByteForByte() throws Exception {
        needs("buildah");
        wholeWay("buildah", "building with buildah version");
    }

    @Test
    public void podmanBuildsPushesAndIsReadBackByteForByte() throws Exception {
        needs("podman");
        wholeWay("podman", "building with podman version");
    }

    @Test
    public void dockersBuildKitBuildsPushesAndIsReadBackByteForByte() throws Exception {
        needs("docker");
        debiansDocker();
        wholeWay("docker", "(buildkit)");
    }

    @Test
    public void dockersClassicBuilderBuildsPushesAndIsReadBackByteForByte() throws Exception {
        assumeTrue("No docker client that is newer than the engine is installed here, so the classic builder is not tried",
                Files.isExecutable(Path.of("/usr/local/bin/docker")) && !shell("/usr/local/bin/docker buildx version").contains("github.com/docker/buildx"));
        debiansDocker();
        environment.put("PATH", "/usr/local/bin:/usr/bin:/bin:/usr/sbin:/sbin");
        Ran refused = run(new Scripts(commission(recipe("docker"))).build());
        assertEquals(97, refused.code());
        assertThat(refused.output(), containsString("Build secrets need BuildKit: install docker's buildx plugin on this agent."));

        file("Dockerfile", "FROM " + registry.host() + "/base:1 AS build\nARG GREETING\nRUN echo $GREETING > /made\n"
                + "FROM " + registry.host() + "/base:1 AS lean\nCOPY --from=build /made /app/\nUSER 1000\n");
        Recipe plain = new Recipe("", ".", "lean", Map.of("GREETING", "hello"), null, null, null, "docker",
                List.of(registry.host() + "/shop/web:v0"), "", -1);
        String said = built(plain);
        assertThat(said, containsString("(classic)"));
        Stages stages = Stages.read(said, "lean");
        assertEquals(2, stages.count());
        assertEquals(registry.host() + "/base:1", stages.base());
        assertEquals("The engine's store tells the digest of the base", base, stages.digest());
        assertThat(Words.step(said), containsString("of"));
        String digest = pushed(plain);
        readBack(digest);
        assertThat(layers(digest), containsString("hello"));
    }

    @Test
    public void anEnginesOwnBuildKitTakesLayersFromAnImageAndSaysTheBasesDigest() throws Exception {
        needs("docker");
        debiansDocker();
        file("Dockerfile", "FROM " + registry.host() + "/base:1\nRUN echo long > /made\n");
        Recipe cached = new Recipe("", ".", "", null, null, null, null, "docker", List.of(registry.host() + "/shop/web:v1"), "", -1);
        String said = built(cached);
        assertEquals(new Stages(1, registry.host() + "/base:1", base), Stages.read(said, ""));
        assertThat("A single stage is worth a warning", Stages.read(said, "").facts().get(1).text(), containsString("single stage"));
        pushed(cached);
        shell("DOCKER_HOST=" + docker.host() + " /usr/bin/docker image rm -f " + registry.host() + "/shop/web:v1; DOCKER_HOST=" + docker.host()
                + " /usr/bin/docker builder prune -af");
        assertThat(built(cached), containsString("CACHED"));
        Ran exports = run(new Scripts(commission(new Recipe(
                "", ".", "", null, null, null, null, "docker", null, registry.host() + "/cache:main", 7))).build());
        assertEquals(97, exports.code());
        assertThat(exports.output(), containsString("cacheTo needs docker's buildx plugin, which this agent does not have."));
        assertThat(exports.output(), not(containsString("sourceDateEpoch is passed over: this docker can set")));
    }

    @Test
    public void layersAreLeftInARegistryAndTakenFromItByBuildahAndByPodman() throws Exception {
        needs("buildah");
        file("Dockerfile", "FROM " + registry.host() + "/base:1 AS build\nRUN echo long > /made\nFROM scratch\nCOPY --from=build /made /\n");
        for (String builder : RealRegistry.onPath("podman") ? List.of("buildah", "podman") : List.of("buildah")) {
            Recipe cached = new Recipe("", ".", "", null, null, null, null, builder,
                    List.of(registry.host() + "/cache-of-" + builder + ":main"), registry.host() + "/cache-of-" + builder + ":main", -1);
            assertThat(built(cached), containsString("Pushing cache"));
            forget();
            assertThat(built(cached), containsString("Cache pulled from remote"));
        }
    }

    private void forget() throws IOException {
        shell("export CONTAINERS_STORAGE_CONF=" + environment.get("CONTAINERS_STORAGE_CONF") + "; buildah rmi --all --force");
    }

    @Test
    public void aBuildWithASetTimeGivesTheSameImageAgain() throws Exception {
        needs("buildah");
        file("Dockerfile", "FROM " + registry.host() + "/base:1\nRUN echo made > /made\nCOPY Dockerfile /\n");
        List<String> digests = new ArrayList<>();
        for (String builder : RealRegistry.onPath("podman") ? List.of("buildah", "buildah", "podman") : List.of("buildah", "buildah")) {
            Recipe set = new Recipe("", ".", "", null, null, null, null, builder, null, "", 1_700_000_000L);
            assertThat(built(set), containsString("building with"));
            digests.add(pushed(set));
            forget();
        }
        assertEquals(digests.toString(), 1, digests.stream().distinct().count());
    }

    @Test
    public void aDockerClientWithBuildxIsToldOnlyWhatItKnows() throws Exception {
        pretend("docker");
        wholeWay("docker", "building with docker 24.0.7 (buildx)");
        String index = index("docker");
        assertThat(calls(), containsString("buildx build --progress plain --file Dockerfile --label"));
        assertThat(calls(), containsString("--cache-to type=registry,mode=max,image-manifest=true,oci-mediatypes=true,ref=" + registry.host()
                + "/cache:main,registry.insecure=true"));
        assertTrue(Names.isDigest(index));
    }

    @Test
    public void buildctlIsToldOnlyWhatItKnows() throws Exception {
        pretend("buildctl");
        wholeWay("buildctl", "building with buildctl github.com/moby/buildkit");
        index("buildctl");
        assertThat(calls(), containsString("--local context=. --local dockerfile=. --opt filename=Dockerfile"));
        assertThat(calls(), containsString("--export-cache type=registry,mode=max,image-manifest=true,oci-mediatypes=true,ref=" + registry.host()
                + "/cache:main,registry.insecure=true"));
        assertThat("The secret is named by its variable", calls(), containsString("--secret id=npm,env=NPM_TOKEN"));
    }

    /** For two platforms, with a cache: an index whose two images are there. */
    private String index(String builder) throws Exception {
        file("Dockerfile", "FROM scratch\nCOPY Dockerfile /\n");
        Recipe two = new Recipe("", ".", "", null, null, null, List.of("linux/amd64", "linux/arm64"), builder,
                List.of(registry.host() + "/cache:main"), registry.host() + "/cache:main", -1);
        built(two);
        String digest = pushed(two);
        Manifest read = Manifest.read(new String(registry.manifest("shop/web", digest), StandardCharsets.UTF_8), null);
        assertEquals(List.of("linux/amd64", "linux/arm64"), read.children().stream().map(Manifest.Part::platform).sorted().toList());
        for (Manifest.Part child : read.children()) {
            readBack(child.digest());
        }
        return digest;
    }

    @Test
    public void buildahAndPodmanMakeAnIndexOfTwoPlatforms() throws Exception {
        needs("buildah");
        index("buildah");
        if (RealRegistry.onPath("podman")) {
            forget();
            index("podman");
        }
    }

    @Test
    public void theStagesOfADockerfileAreToldWhateverElseStandsInIt() throws Exception {
        Path bin = folder.newFolder("nothing").toPath();
        Files.writeString(bin.resolve("buildah"), "#!/bin/sh\nexit 0\n");
        assertTrue(bin.resolve("buildah").toFile().setExecutable(true));
        environment.put("PATH", bin + ":" + System.getenv("PATH"));
        file("Dockerfile", "# syntax=docker/dockerfile:1\nARG V=12\nFROM --platform=$BUILDPLATFORM golang:1.22 AS build\nRUN <<EOF\n"
                + "from nothing import this\nFROM inside-a-document\nEOF\nRUN echo $((1<<2)) \\\n  && echo \\\n# FROM a-comment\n"
                + "  FROM somewhere\nfrom build as test\r\nFROM debian:$V\n\tFROM   gcr.io/distroless/static\n");
        String said = built(new Recipe("", ".", "", null, null, null, null, "buildah", null, "", -1));
        assertThat(said, containsString("[ecs-release] stages: golang:1.22 AS build | build as test | debian:$V | gcr.io/distroless/static\n"));
        assertEquals("golang:1.22", Stages.read(said, "test").base());
        assertEquals("gcr.io/distroless/static", Stages.read(said, "").base());
    }

    private void pretend(String program) throws Exception {
        needs("buildah");
        Path bin = folder.newFolder("pretended").toPath();
        try (InputStream in = BuildersTest.class.getResourceAsStream("pretended-" + program)) {
            Files.copy(in, bin.resolve(program));
        }
        assertTrue(bin.resolve(program).toFile().setExecutable(true));
        environment.put("PATH", bin + ":" + System.getenv("PATH"));
        environment.put("PRETENDED_CALLS", folder.newFile("calls").toString());
    }

    private String calls() throws IOException {
        return Files.readString(Path.of(environment.get("PRETENDED_CALLS")));
    }

    private void debiansDocker() throws Exception {
        docker = new DockerEngine(folder.newFolder("docker").toPath());
        environment.put("DOCKER_HOST", docker.host());
        environment.put("PATH", "/usr/bin:/bin:/usr/sbin:/sbin");
    }
}
