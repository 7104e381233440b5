package io.jenkins.plugins.ecsrelease.engine.image;

import io.jenkins.plugins.ecsrelease.engine.run.Trial;
import io.jenkins.plugins.ecsrelease.sandbox.Sandbox;
import io.jenkins.plugins.ecsrelease.sandbox.protocol.Api;
import io.jenkins.plugins.ecsrelease.sandbox.protocol.Port;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.stream.Collectors;
import software.amazon.awssdk.services.ecr.EcrClient;

/** ECR of an in-process sandbox, with a socket for its layers, and small images that need no builder. */
final class Registry implements AutoCloseable {

    static final String OCI = "application/vnd.oci.image.manifest.v1+json";

    private final Port port;
    final EcrClient ecr;

    Registry(Sandbox sandbox, Trial trial) {
        ecr = trial.aws(EcrClient.class);
        try {
            port = new Port(sandbox.world(), new Api(sandbox.world()), 0);
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    Registry repository(String name) {
        ecr.createRepository(make -> make.repositoryName(name).imageScanningConfiguration(scan -> scan.scanOnPush(true)));
        return this;
    }

    /** Pushes an image whose one layer is this text; the scanner finds a package list in it when it is a tar file. */
    String push(String repository, String tag, String revision, byte[] layer) {
        String config = "{\"architecture\":\"amd64\",\"os\":\"linux\",\"config\":{\"User\":\"1000\",\"Labels\":{\""
                + Labels.REVISION + "\":\"" + revision + "\"}},\"rootfs\":{\"type\":\"layers\",\"diff_ids\":[]}}";
        blob(repository, config.getBytes(StandardCharsets.UTF_8));
        blob(repository, layer);
        String manifest = "{\"schemaVersion\":2,\"mediaType\":\"" + OCI + "\",\"config\":"
                + descriptor("application/vnd.oci.image.config.v1+json", config.getBytes(StandardCharsets.UTF_8))
                + ",\"layers\":[" + descriptor("application/vnd.oci.image.layer.v1.tar", layer) + "]}";
        ecr.putImage(put -> put.repositoryName(repository).imageTag(tag).imageManifest(manifest).imageManifestMediaType(OCI));
        return Digests.of(manifest.getBytes(StandardCharsets.UTF_8));
    }

    static String descriptor(String mediaType, byte[] bytes) {
        return "{\"mediaType\":\"" + mediaType + "\",\"digest\":\"" + Digests.of(bytes) + "\",\"size\":" + bytes.length + "}";
    }

    void blob(String repository, byte[] bytes) {
        var token = ecr.getAuthorizationToken().authorizationData().get(0);
        try {
            new Distribution(token.proxyEndpoint(), "Basic " + token.authorizationToken(), repository)
                    .put(Digests.of(bytes), bytes.length, "", () -> new ByteArrayInputStream(bytes));
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    /** What cosign would put: a manifest under this tag, with a layer for each note, all of the same bytes; its digest. */
    String proof(String repository, String tag, String... notes) {
        byte[] payload = "{\"critical\":{}}".getBytes(StandardCharsets.UTF_8);
        blob(repository, "{}".getBytes(StandardCharsets.UTF_8));
        blob(repository, payload);
        String layer = descriptor("application/vnd.dev.cosign.simplesigning.v1+json", payload);
        String manifest = "{\"schemaVersion\":2,\"mediaType\":\"" + OCI + "\",\"config\":"
                + descriptor("application/vnd.oci.image.config.v1+json", "{}".getBytes(StandardCharsets.UTF_8)) + ",\"layers\":["
                + Arrays.stream(notes).map(note -> layer.replaceFirst("}$", ",\"annotations\":{\"dev.cosignproject.cosign/signature\":\"" + note + "\"}}"))
                        .collect(Collectors.joining(",")) + "]}";
        ecr.putImage(put -> put.repositoryName(repository).imageTag(tag).imageManifest(manifest).imageManifestMediaType(OCI));
        return Digests.of(manifest.getBytes(StandardCharsets.UTF_8));
    }

    @Override
    public void close() {
        try {
            port.close();
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }
}
