package io.jenkins.plugins.ecsrelease.engine.image;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/**
 * An image manifest or index, read just enough to be judged and copied.
 *
 * @param config digest and size of the configuration; null for an index
 */
record Manifest(String mediaType, Part config, List<Part> layers, List<Part> children, JsonNode annotations) {

    static final String OCI_INDEX = "application/vnd.oci.image.index.v1+json";
    static final String DOCKER_LIST = "application/vnd.docker.distribution.manifest.list.v2+json";

    /** What may be asked of ECR in {@code acceptedMediaTypes}, so that nothing is converted on the way. */
    static final List<String> ACCEPTED = List.of(
            OCI_INDEX, DOCKER_LIST, "application/vnd.oci.image.manifest.v1+json",
            "application/vnd.docker.distribution.manifest.v2+json");

    private static final ObjectMapper JSON = new ObjectMapper();

    /**
     * @param platform "linux/amd64"; empty where the descriptor has none
     * @param attestation whether it describes another manifest of its index instead of running
     */
    record Part(String mediaType, String digest, long size, String platform, boolean attestation) {}

    static Manifest read(String text, String mediaType) throws IOException {
        JsonNode node = JSON.readTree(text);
        List<Part> children = parts(node.path("manifests"));
        String type = mediaType == null || mediaType.isEmpty() ? node.path("mediaType").asText() : mediaType;
        boolean index = node.path("manifests").isArray();
        return new Manifest(
                type.isEmpty() && index ? OCI_INDEX : type, index ? null : part(node.path("config")),
                parts(node.path("layers")), children, node.path("annotations"));
    }

    boolean isIndex() {
        return config == null;
    }

    List<Part> blobs() {
        List<Part> blobs = new ArrayList<>(layers);
        if (config != null) {
            blobs.add(config);
        }
        return blobs;
    }

    private static List<Part> parts(JsonNode list) {
        List<Part> parts = new ArrayList<>();
        list.forEach(one -> parts.add(part(one)));
        return List.copyOf(parts);
    }

    private static Part part(JsonNode node) {
        JsonNode platform = node.path("platform");
        String os = platform.path("os").asText("");
        String architecture = platform.path("architecture").asText("");
        boolean attestation = os.equals("unknown")
                || node.path("annotations").path("vnd.docker.reference.type").asText("").equals("attestation-manifest");
        return new Part(
                node.path("mediaType").asText(), node.path("digest").asText(), node.path("size").asLong(),
                os.isEmpty() ? "" : os + "/" + architecture, attestation);
    }
}
