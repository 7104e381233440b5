package io.jenkins.plugins.ecsrelease.sandbox.registry;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.jenkins.plugins.ecsrelease.sandbox.authorization.Authorization;
import io.jenkins.plugins.ecsrelease.sandbox.world.Call;
import io.jenkins.plugins.ecsrelease.sandbox.world.World;
import java.io.IOException;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;
import org.eclipse.jetty.util.Fields;

/**
 * OCI distribution as ECR speaks it: Basic authentication with an authorization token, uploads in one piece or in many,
 * mounts from other repositories of the registry where its BLOB_MOUNTING setting is on, blobs by redirect, referrers.
 */
final class RegistryHandler extends Handler.Abstract {

    private static final Pattern PATH = Pattern.compile(
            "/v2/(?<name>.+?)/(?<what>blobs/uploads|blobs|manifests|tags|referrers)(?:/(?<rest>[^/]*))?/?");
    private static final int MANIFEST_LIMIT = 4 << 20;

    /** What is answered instead of what was asked. */
    private static final class Failed extends Exception {
        final int status;
        final String code;

        Failed(int status, String code, String message) {
            super(message);
            this.status = status;
            this.code = code;
        }
    }

    /** One request, with what authenticates it. */
    private record Asked(Request request, Response response, Callback callback, Tokens.Token token, String name, String rest) {
        String method() {
            return request.getMethod();
        }

        Repository repository(Repositories repositories) throws Failed {
            Optional<Repository> found = repositories.find(token.account(), token.region(), name);
            if (found.isEmpty()) {
                throw new Failed(404, "NAME_UNKNOWN", "The repository with name '" + name
                        + "' does not exist in the registry with id '" + token.account() + "'");
            }
            return found.get();
        }

        String query(String key) {
            Fields fields = Request.extractQueryParameters(request);
            String value = fields.getValue(key);
            return value == null ? "" : value;
        }

        /** The call of ECR's API that this request is to IAM and to the ledger. */
        Call as(String operation) {
            return new Call(
                    "ecr", operation, token.region(), token.account(), token.principal(), UUID.randomUUID().toString());
        }
    }

    private final World world;
    private final Repositories repositories;
    private final Shelf shelf;
    private final Tokens tokens;
    private final Map<String, Blobs.Upload> uploads = new ConcurrentHashMap<>();

    RegistryHandler(World world) {
        this.world = world;
        repositories = world.part(Repositories.class);
        shelf = world.part(Shelf.class);
        tokens = world.part(Tokens.class);
    }

    @Override
    public boolean handle(Request request, Response response, Callback callback) throws Exception {
        response.getHeaders().put("Docker-Distribution-Api-Version", "registry/2.0");
        Optional<Tokens.Token> token = tokens.of(request.getHeaders().get("Authorization"));
        if (token.isEmpty()) {
            Reply.takeIn(request);
            response.getHeaders().put(
                    "WWW-Authenticate",
                    "Basic realm=\"http://" + request.getHeaders().get("Host") + "/\",service=\"ecr.amazonaws.com\"");
            Reply.text(response, callback, 401, "text/plain; charset=utf-8", "Not Authorized\n");
            return true;
        }
        String path = request.getHttpURI().getDecodedPath();
        if (path.equals("/v2/") || path.equals("/v2")) {
            Reply.text(response, callback, 200, "application/json", "{}");
            return true;
        }
        try {
            Matcher matcher = PATH.matcher(path);
            if (!matcher.matches()) {
                throw new Failed(404, "NOT_FOUND", "No such path of a registry: " + path);
            }
            String rest = matcher.group("rest") == null ? "" : matcher.group("rest");
            Asked asked = new Asked(request, response, callback, token.get(), matcher.group("name"), rest);
            authorise(asked, matcher.group("what"));
            switch (matcher.group("what")) {
                case "blobs/uploads" -> upload(asked);
                case "blobs" -> blob(asked);
                case "manifests" -> manifest(asked);
                case "tags" -> tags(asked);
                default -> referrers(asked);
            }
        } catch (Failed e) {
            Reply.takeIn(request);
            ObjectNode body = Manifest.JSON.createObjectNode();
            body.putArray("errors").addObject().put("code", e.code).put("message", e.getMessage());
            Reply.bytes(
                    response, callback, e.status, "application/json; charset=utf-8",
                    Manifest.JSON.writeValueAsBytes(body), !request.getMethod().equals("HEAD"));
        }
        return true;
    }

    /** The token does what the policies of whoever asked for it allow, by the names of ECR's own operations. */
    private void authorise(Asked asked, String what) throws Failed {
        String operation = switch (what + " " + asked.method()) {
            case "blobs/uploads POST" -> "InitiateLayerUpload";
            case "blobs/uploads PUT" -> "CompleteLayerUpload";
            case "blobs/uploads PATCH", "blobs/uploads GET", "blobs/uploads DELETE" -> "UploadLayerPart";
            case "blobs HEAD" -> "BatchCheckLayerAvailability";
            case "blobs GET" -> "GetDownloadUrlForLayer";
            case "manifests PUT" -> "PutImage";
            case "tags GET" -> "ListImages";
            default -> "BatchGetImage";
        };
        String repository = "arn:aws:ecr:" + asked.token().region() + ":" + asked.token().account() + ":repository/" + asked.name();
        Optional<String> denial = exclusively(() -> asked.as(operation).during(() -> world.part(Authorization.class)
                .denial(asked.token().keyId(), "ecr:" + operation, repository)));
        if (denial.isPresent()) {
            throw new Failed(403, "DENIED", denial.get());
        }
    }

    private void upload(Asked asked) throws Failed, IOException {
        Repository repository = exclusively(() -> asked.repository(repositories));
        if (asked.method().equals("POST")) {
            begin(asked, repository);
            return;
        }
        Blobs.Upload upload = uploads.get(asked.rest());
        if (upload == null) {
            throw new Failed(404, "BLOB_UPLOAD_UNKNOWN", "The upload '" + asked.rest() + "' does not exist");
        }
        switch (asked.method()) {
            case "PATCH" -> {
                Matcher range = Pattern.compile("(?:bytes )?(\\d+)-(\\d+)(?:/.*)?")
                        .matcher(String.valueOf(asked.request().getHeaders().get("Content-Range")));
                if (range.matches() && Long.parseLong(range.group(1)) != upload.length()) {
                    throw new Failed(416, "BLOB_UPLOAD_INVALID", "The next byte is " + upload.length());
                }
                upload.append(Request.asInputStream(asked.request()));
                under(asked, upload, 202);
            }
            case "PUT" -> {
                upload.append(Request.asInputStream(asked.request()));
                uploads.remove(upload.id);
                keep(asked, repository, upload);
            }
            case "GET" -> under(asked, upload, 204);
            case "DELETE" -> {
                uploads.remove(upload.id);
                upload.cancel();
                Reply.empty(asked.response(), asked.callback(), 204);
            }
            default -> throw new Failed(405, "UNSUPPORTED", "The operation is unsupported.");
        }
    }

    private void begin(Asked asked, Repository repository) throws Failed, IOException {
        String mount = asked.query("mount");
        if (Digest.is(mount) && mounted(asked, repository, mount, asked.query("from"))) {
            created(asked, "/v2/" + asked.name() + "/blobs/" + mount, mount);
            return;
        }
        Blobs.Upload upload = repositories.blobs.new Upload();
        if (!asked.query("digest").isEmpty()) {
            upload.append(Request.asInputStream(asked.request()));
            keep(asked, repository, upload);
            return;
        }
        uploads.put(upload.id, upload);
        under(asked, upload, 202);
    }

    private boolean mounted(Asked asked, Repository repository, String digest, String from) throws Failed {
        return exclusively(() -> {
            String setting = repositories
                    .registry(asked.token().account(), asked.token().region())
                    .settings
                    .getOrDefault("BLOB_MOUNTING", "DISABLED");
            boolean there = repositories
                    .find(asked.token().account(), asked.token().region(), from)
                    .map(other -> other.blobs.contains(digest))
                    .orElse(false);
            if (there && setting.equals("ENABLED")) {
                repository.blobs.add(digest);
                return true;
            }
            return false;
        });
    }

    private void keep(Asked asked, Repository repository, Blobs.Upload upload) throws Failed, IOException {
        String digest = asked.query("digest");
        long size = upload.length();
        if (!Digest.is(digest) || !upload.complete(digest)) {
            throw new Failed(400, "DIGEST_INVALID", "The bytes of the upload do not have the digest '" + digest + "'");
        }
        exclusively(() -> asked.as("CompleteLayerUpload").during(() -> {
            repository.blobs.add(digest);
            world.ledger().add(
                    repository.arn(), Map.of("repository", repository.name, "digest", digest, "bytes", size));
            return null;
        }));
        created(asked, "/v2/" + asked.name() + "/blobs/" + digest, digest);
    }

    private void under(Asked asked, Blobs.Upload upload, int status) {
        asked.response().getHeaders().put("Location", "/v2/" + asked.name() + "/blobs/uploads/" + upload.id);
        asked.response().getHeaders().put("Docker-Upload-UUID", upload.id);
        asked.response().getHeaders().put("Range", "0-" + Math.max(0, upload.length() - 1));
        Reply.empty(asked.response(), asked.callback(), status);
    }

    private static void created(Asked asked, String location, String digest) {
        asked.response().getHeaders().put("Location", location);
        asked.response().getHeaders().put("Docker-Content-Digest", digest);
        Reply.empty(asked.response(), asked.callback(), 201);
    }

    private void blob(Asked asked) throws Failed, IOException {
        boolean held = exclusively(() -> asked.repository(repositories).blobs.contains(asked.rest()));
        if (!held) {
            throw new Failed(404, "BLOB_UNKNOWN", "The layer '" + asked.rest() + "' does not exist in '" + asked.name() + "'");
        }
        if (asked.method().equals("HEAD")) {
            Reply.blob(asked.request(), asked.response(), asked.callback(), repositories.blobs, asked.rest());
        } else if (asked.method().equals("GET")) {
            asked.response().getHeaders().put("Location", world.part(Downloads.class).url(asked.rest()));
            Reply.empty(asked.response(), asked.callback(), 307);
        } else {
            throw new Failed(405, "UNSUPPORTED", "The operation is unsupported.");
        }
    }

    private void manifest(Asked asked) throws Failed, IOException {
        switch (asked.method()) {
            case "GET", "HEAD" -> {
                StoredImage image = exclusively(() -> {
                    StoredImage found = found(asked.repository(repositories), asked.rest());
                    found.pulledAt = world.time().now();
                    return found;
                });
                asked.response().getHeaders().put("Docker-Content-Digest", image.digest);
                Reply.bytes(
                        asked.response(), asked.callback(), 200, image.manifest.mediaType(), image.bytes,
                        asked.method().equals("GET"));
            }
            case "PUT" -> put(asked);
            default -> throw new Failed(405, "UNSUPPORTED", "The operation is unsupported.");
        }
    }

    private StoredImage found(Repository repository, String reference) throws Failed {
        Optional<StoredImage> image = Digest.is(reference) ? repository.image(reference) : repository.tagged(reference);
        if (image.isEmpty()) {
            throw new Failed(404, "MANIFEST_UNKNOWN", "Requested image not found");
        }
        if (image.get().archived()) {
            throw new Failed(404, "MANIFEST_UNKNOWN", "The image is archived; activate it before it is pulled");
        }
        return image.get();
    }

    private void put(Asked asked) throws Failed, IOException {
        byte[] bytes = Request.asInputStream(asked.request()).readNBytes(MANIFEST_LIMIT);
        boolean byDigest = Digest.is(asked.rest());
        Shelf.Put put = exclusively(() -> {
            Repository repository = asked.repository(repositories);
            try {
                return asked.as("PutImage").during(() -> shelf.put(
                        repository, bytes, asked.request().getHeaders().get("Content-Type"),
                        byDigest ? "" : asked.rest(), byDigest ? asked.rest() : ""));
            } catch (Shelf.NotTaken e) {
                throw switch (e.why) {
                    case LAYERS_MISSING -> new Failed(400, "MANIFEST_BLOB_UNKNOWN", e.getMessage());
                    case TAG_HELD -> new Failed(400, "TAG_INVALID", e.getMessage());
                    case OTHER_DIGEST -> new Failed(400, "DIGEST_INVALID", e.getMessage());
                    default -> new Failed(400, "MANIFEST_INVALID", e.getMessage());
                };
            }
        });
        if (!put.image().manifest.subject().isEmpty()) {
            asked.response().getHeaders().put("OCI-Subject", put.image().manifest.subject());
        }
        created(asked, "/v2/" + asked.name() + "/manifests/" + put.image().digest, put.image().digest);
    }

    private void tags(Asked asked) throws Failed, IOException {
        List<String> tags = exclusively(() -> asked.repository(repositories).images.values().stream()
                .flatMap(image -> image.tags.stream())
                .sorted(Comparator.naturalOrder())
                .toList());
        ObjectNode body = Manifest.JSON.createObjectNode().put("name", asked.name());
        tags.forEach(body.putArray("tags")::add);
        Reply.bytes(asked.response(), asked.callback(), 200, "application/json", Manifest.JSON.writeValueAsBytes(body), true);
    }

    private void referrers(Asked asked) throws Failed, IOException {
        ObjectNode body = Manifest.JSON.createObjectNode();
        body.put("schemaVersion", 2).put("mediaType", Manifest.OCI_INDEX);
        ArrayNode list = body.putArray("manifests");
        String type = asked.query("artifactType");
        exclusively(() -> {
            asked.repository(repositories).images.values().stream()
                    .filter(image -> image.manifest.subject().equals(asked.rest()))
                    .filter(image -> type.isEmpty() || image.manifest.artifactType().equals(type))
                    .forEach(image -> {
                        ObjectNode one = list.addObject()
                                .put("mediaType", image.manifest.mediaType())
                                .put("digest", image.digest)
                                .put("size", image.bytes.length)
                                .put("artifactType", image.manifest.artifactType());
                        if (image.manifest.annotations().isObject()) {
                            one.set("annotations", image.manifest.annotations());
                        }
                    });
            return null;
        });
        if (!type.isEmpty()) {
            asked.response().getHeaders().put("OCI-Filters-Applied", "artifactType");
        }
        Reply.bytes(
                asked.response(), asked.callback(), 200, Manifest.OCI_INDEX, Manifest.JSON.writeValueAsBytes(body), true);
    }

    private interface Step<T> {
        T run() throws Failed;
    }

    private <T> T exclusively(Step<T> step) throws Failed {
        return world.<T, Failed>exclusively(step::run);
    }
}
