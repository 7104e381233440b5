package io.jenkins.plugins.ecsrelease.sandbox.registry;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.zip.GZIPOutputStream;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;
import org.apache.commons.compress.archivers.tar.TarConstants;
import software.amazon.awssdk.services.ecr.EcrClient;

/**
 * A small base image to build from where no public registry can be reached: this machine's static busybox with a shell's
 * tools, an {@code /etc/os-release}, and Debian's package list that names it, so that a scanner knows what it sees. It is
 * pushed through the registry's own doors, by whoever sets up a world.
 */
public final class BaseImage {

    private static final ObjectMapper JSON = new ObjectMapper();

    private final EcrClient ecr;
    private final HttpClient http = HttpClient.newHttpClient();

    public BaseImage(EcrClient ecr) {
        this.ecr = ecr;
    }

    /** This machine's static busybox (Debian: busybox-static); empty when there is none. */
    public static Optional<Path> busybox() {
        for (String place : List.of("/bin/busybox", "/usr/bin/busybox", "/usr/local/bin/busybox")) {
            Path path = Path.of(place);
            if (Files.isExecutable(path) && isStatic(path)) {
                return Optional.of(path);
            }
        }
        return Optional.empty();
    }

    /** A program without an interpreter in its ELF header runs alone in an image. */
    private static boolean isStatic(Path path) {
        try {
            byte[] head = new byte[4096];
            int n;
            try (var in = Files.newInputStream(path)) {
                n = in.readNBytes(head, 0, head.length);
            }
            return !new String(head, 0, n, StandardCharsets.ISO_8859_1).contains("/lib64/ld-linux")
                    && !new String(head, 0, n, StandardCharsets.ISO_8859_1).contains("/ld-linux");
        } catch (IOException e) {
            return false;
        }
    }

    /**
     * What is pushed. The same machine makes the same bytes each time.
     *
     * @param packages Debian's own words about what is in it; empty where it has nothing of Debian's
     */
    public record Made(String digest, String manifest, byte[] configuration, byte[] layer, String packages) {}

    public static Made make() throws IOException, InterruptedException {
        String packages = packages();
        byte[] tar = layer(packages);
        byte[] layer = gzip(tar);
        ObjectNode config = JSON.createObjectNode();
        config.put("architecture", architecture()).put("os", "linux").put("created", "2026-01-01T00:00:00Z");
        config.putObject("config")
                .put("WorkingDir", "/")
                .putArray("Env")
                .add("PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin");
        ((ObjectNode) config.get("config")).putArray("Cmd").add("/bin/sh");
        config.putObject("rootfs").put("type", "layers").putArray("diff_ids").add(Digest.of(tar));
        config.putArray("history").addObject().put("created", "2026-01-01T00:00:00Z").put("created_by", "busybox-static");
        byte[] configuration = JSON.writeValueAsBytes(config);
        ObjectNode manifest = JSON.createObjectNode().put("schemaVersion", 2).put("mediaType", Manifest.OCI);
        manifest.putObject("config")
                .put("mediaType", "application/vnd.oci.image.config.v1+json")
                .put("digest", Digest.of(configuration))
                .put("size", configuration.length);
        manifest.putArray("layers").addObject()
                .put("mediaType", "application/vnd.oci.image.layer.v1.tar+gzip")
                .put("digest", Digest.of(layer))
                .put("size", layer.length);
        String text = JSON.writeValueAsString(manifest);
        return new Made(Digest.of(text.getBytes(StandardCharsets.UTF_8)), text, configuration, layer, packages);
    }

    /**
     * Pushes it into a repository that exists.
     *
     * @return the digest
     */
    public String push(String repository, String tag) throws IOException, InterruptedException {
        Made made = make();
        var authorization = ecr.getAuthorizationToken().authorizationData().get(0);
        upload(authorization.proxyEndpoint(), authorization.authorizationToken(), repository, made.layer());
        upload(authorization.proxyEndpoint(), authorization.authorizationToken(), repository, made.configuration());
        ecr.putImage(put -> put.repositoryName(repository)
                .imageTag(tag)
                .imageManifest(made.manifest())
                .imageManifestMediaType(Manifest.OCI));
        return made.digest();
    }

    private void upload(String endpoint, String token, String repository, byte[] blob)
            throws IOException, InterruptedException {
        HttpResponse<String> answer = http.send(
                HttpRequest.newBuilder(URI.create(
                                endpoint + "/v2/" + repository + "/blobs/uploads/?digest=" + Digest.of(blob)))
                        .header("Authorization", "Basic " + token)
                        .POST(HttpRequest.BodyPublishers.ofByteArray(blob))
                        .build(),
                HttpResponse.BodyHandlers.ofString());
        if (answer.statusCode() != 201) {
            throw new IOException("The base image could not be pushed: " + answer.statusCode() + " " + answer.body());
        }
    }

    private static String packages() throws InterruptedException {
        return busybox().isPresent() ? String.join("\n", run("dpkg-query", "--status", "busybox-static")) + "\n" : "";
    }

    private static byte[] layer(String packages) throws IOException, InterruptedException {
        Map<String, byte[]> files = new TreeMap<>();
        Map<String, String> links = new TreeMap<>();
        Optional<Path> busybox = busybox();
        if (busybox.isPresent()) {
            files.put("bin/busybox", Files.readAllBytes(busybox.get()));
            for (String applet : run(busybox.get().toString(), "--list")) {
                if (!applet.equals("busybox")) {
                    links.put("bin/" + applet, "busybox");
                }
            }
        }
        files.put("etc/os-release", utf8("ID=debian\nVERSION_ID=\"12\"\nPRETTY_NAME=\"Sandbox base image (busybox)\"\n"));
        files.put("etc/passwd", utf8("root:x:0:0:root:/root:/bin/sh\napp:x:1000:1000:app:/app:/bin/sh\n"));
        files.put("etc/group", utf8("root:x:0:\napp:x:1000:\n"));
        files.put("var/lib/dpkg/status", utf8(packages));
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (TarArchiveOutputStream tar = new TarArchiveOutputStream(bytes)) {
            for (String directory :
                    List.of("app/", "bin/", "dev/", "etc/", "proc/", "root/", "sys/", "tmp/", "usr/", "usr/bin/", "var/",
                            "var/lib/", "var/lib/dpkg/")) {
                tar.putArchiveEntry(entry(directory, directory.equals("tmp/") ? 01777 : 0755, 0));
                tar.closeArchiveEntry();
            }
            for (Map.Entry<String, byte[]> file : files.entrySet()) {
                boolean program = file.getKey().startsWith("bin/");
                tar.putArchiveEntry(entry(file.getKey(), program ? 0755 : 0644, file.getValue().length));
                tar.write(file.getValue());
                tar.closeArchiveEntry();
            }
            for (Map.Entry<String, String> link : links.entrySet()) {
                TarArchiveEntry entry = new TarArchiveEntry(link.getKey(), TarConstants.LF_SYMLINK);
                entry.setLinkName(link.getValue());
                entry.setModTime(0);
                tar.putArchiveEntry(entry);
                tar.closeArchiveEntry();
            }
            TarArchiveEntry env = new TarArchiveEntry("usr/bin/env", TarConstants.LF_SYMLINK);
            env.setLinkName("../../bin/busybox");
            env.setModTime(0);
            tar.putArchiveEntry(env);
            tar.closeArchiveEntry();
        }
        return bytes.toByteArray();
    }

    private static TarArchiveEntry entry(String name, int mode, long size) {
        TarArchiveEntry entry = new TarArchiveEntry(name);
        entry.setMode(mode);
        entry.setSize(size);
        entry.setModTime(0);
        return entry;
    }

    private static List<String> run(String... command) throws InterruptedException {
        try {
            Process process = new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.DISCARD).start();
            String text = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            return process.waitFor() == 0 ? new ArrayList<>(text.lines().toList()) : List.of();
        } catch (IOException e) {
            return List.of();
        }
    }

    private static byte[] gzip(byte[] bytes) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (GZIPOutputStream gzip = new GZIPOutputStream(out)) {
            gzip.write(bytes);
        }
        return out.toByteArray();
    }

    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static String architecture() {
        String arch = System.getProperty("os.arch").toLowerCase(Locale.ROOT);
        return arch.equals("aarch64") ? "arm64" : "amd64";
    }
}
