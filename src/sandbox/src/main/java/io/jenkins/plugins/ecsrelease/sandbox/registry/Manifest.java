package io.jenkins.plugins.ecsrelease.sandbox.registry;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * What a manifest says, whatever its family.
 *
 * @param config digest of the configuration; empty for an index
 * @param layers in order; empty for an index
 * @param children of an index
 * @param subject digest of the image that this one is about; empty for none
 * @param artifactType of an artifact; empty for an image
 */
record Manifest(
        String mediaType,
        Part config,
        List<Part> layers,
        List<Part> children,
        String subject,
        String artifactType,
        JsonNode annotations) {

    static final String DOCKER = "application/vnd.docker.distribution.manifest.v2+json";
    static final String DOCKER_LIST = "application/vnd.docker.distribution.manifest.list.v2+json";
    static final String OCI = "application/vnd.oci.image.manifest.v1+json";
    static final String OCI_INDEX = "application/vnd.oci.image.index.v1+json";
    static final Set<String> KNOWN = Set.of(DOCKER, DOCKER_LIST, OCI, OCI_INDEX);

    static final ObjectMapper JSON = new ObjectMapper();

    /** @param platform "linux/amd64"; empty where the descriptor has none */
    record Part(String mediaType, String digest, long size, String platform) {}

    /**
     * @param mediaType as the sender says; where it says nothing, what the manifest says of itself
     * @throws IOException when this is no manifest
     */
    static Manifest read(byte[] bytes, String mediaType) throws IOException {
        JsonNode node = JSON.readTree(bytes);
        if (node == null || !node.isObject() || node.path("schemaVersion").asInt() != 2) {
            throw new IOException("no manifest of schema 2");
        }
        String own = node.path("mediaType").asText("");
        boolean index = node.path("manifests").isArray();
        String type = mediaType != null && KNOWN.contains(mediaType) ? mediaType : own;
        if (type.isEmpty()) {
            type = index ? OCI_INDEX : OCI;
        }
        if (!KNOWN.contains(type) || (!own.isEmpty() && !own.equals(type)) || index != isIndex(type)) {
            throw new IOException("media type " + mediaType + " does not fit what the manifest says of itself");
        }
        if (!index && !Digest.is(node.path("config").path("digest").asText())) {
            throw new IOException("a manifest without a configuration");
        }
        JsonNode config = node.path("config");
        String artifact = node.path("artifactType").asText("");
        if (artifact.isEmpty() && !index && !node.path("subject").isMissingNode()) {
            artifact = config.path("mediaType").asText("");
        }
        return new Manifest(
                type, index ? null : part(config), parts(node.path("layers")), parts(node.path("manifests")),
                node.path("subject").path("digest").asText(""), artifact, node.path("annotations"));
    }

    static boolean isIndex(String mediaType) {
        return mediaType.equals(OCI_INDEX) || mediaType.equals(DOCKER_LIST);
    }

    boolean isIndex() {
        return isIndex(mediaType);
    }

    /** Everything that must be in the repository before the manifest is. */
    List<Part> blobs() {
        List<Part> all = new ArrayList<>(layers);
        if (config != null) {
            all.add(config);
        }
        return all;
    }

    private static List<Part> parts(JsonNode list) {
        List<Part> parts = new ArrayList<>();
        list.forEach(one -> parts.add(part(one)));
        return List.copyOf(parts);
    }

    private static Part part(JsonNode node) {
        JsonNode platform = node.path("platform");
        String name = platform.isMissingNode()
                ? ""
                : platform.path("os").asText() + "/" + platform.path("architecture").asText();
        return new Part(
                node.path("mediaType").asText(), node.path("digest").asText(), node.path("size").asLong(), name);
    }
}
