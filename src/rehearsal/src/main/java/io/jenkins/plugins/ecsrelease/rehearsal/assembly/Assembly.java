package io.jenkins.plugins.ecsrelease.rehearsal.assembly;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.stream.Stream;
import java.util.zip.GZIPOutputStream;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;

/** One image put together from what a Dockerfile copies, over its base image, and pushed. RUN is left out, and said so. */
public final class Assembly {

    private record Entry(byte[] content, boolean executable) {}

    private static final ObjectMapper JSON = new ObjectMapper();

    private final Path context;
    private final Consumer<String> says;
    private final Map<String, TreeMap<String, Entry>> built = new LinkedHashMap<>();

    private Assembly(Path context, Consumer<String> says) {
        this.context = context;
        this.says = says;
    }

    /**
     * @param registry the registry's address, such as http://127.0.0.1:41234
     * @param authorization for the registry, as the value of the Authorization header
     * @param labels added to those of the Dockerfile
     * @return the digest of the manifest
     */
    public static String push(Path context, String dockerfile, Map<String, String> arguments, Map<String, String> labels,
            URI registry, String authorization, String repository, List<String> tags, Consumer<String> says)
            throws IOException, InterruptedException {
        Dockerfile parsed = Dockerfile.parse(Files.readString(context.resolve(dockerfile)), arguments);
        Assembly assembly = new Assembly(context, says);
        for (Dockerfile.Stage stage : parsed.stages()) {
            assembly.copies(stage);
        }
        return assembly.push(parsed, labels, new OciRegistry(registry, authorization), repository, tags);
    }

    private void copies(Dockerfile.Stage stage) throws IOException {
        TreeMap<String, Entry> files = new TreeMap<>(built.getOrDefault(stage.from(), new TreeMap<>()));
        String directory = "/";
        for (Dockerfile.Instruction each : stage.instructions()) {
            switch (each.word()) {
                case "WORKDIR" -> directory = absolute(directory, each.rest());
                case "COPY", "ADD" -> copy(each, directory, files);
                case "RUN" -> says.accept("left out: RUN " + each.rest().replaceAll("\\s+", " "));
                default -> { }
            }
        }
        built.put(stage.name(), files);
    }

    private void copy(Dockerfile.Instruction copy, String directory, TreeMap<String, Entry> into) throws IOException {
        List<String> words = copy.words();
        String last = words.get(words.size() - 1);
        String target = absolute(directory, last);
        String from = copy.flags().stream().filter(flag -> flag.startsWith("--from=")).findFirst()
                .map(flag -> flag.substring("--from=".length())).orElse("");
        for (String source : words.subList(0, words.size() - 1)) {
            Map<String, Entry> found = from.isEmpty() ? local(source) : staged(from, source);
            if (found.isEmpty()) {
                says.accept("left out: " + source + (from.isEmpty() ? " is not in the context" : " of stage " + from
                        + ", which a RUN would have made"));
            }
            boolean single = found.size() == 1 && found.containsKey("");
            boolean intoDirectory = last.endsWith("/") || last.equals(".") || words.size() > 2;
            found.forEach((path, entry) -> into.put(single
                    ? (intoDirectory ? join(target, source.substring(source.lastIndexOf('/') + 1)) : target)
                    : join(target, path), entry));
        }
    }

    /** Files by their path below the source; a single file has the empty path. */
    private Map<String, Entry> local(String source) throws IOException {
        Path root = context.resolve(source.replaceFirst("^/+", "")).normalize();
        Map<String, Entry> found = new TreeMap<>();
        if (!root.startsWith(context.normalize()) || !Files.exists(root)) {
            return found;
        }
        if (Files.isRegularFile(root)) {
            found.put("", entry(root));
            return found;
        }
        try (Stream<Path> files = Files.walk(root)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                found.put(root.relativize(file).toString(), entry(file));
            }
        }
        return found;
    }

    private Map<String, Entry> staged(String stage, String source) {
        String root = absolute("/", source);
        Map<String, Entry> found = new TreeMap<>();
        built.getOrDefault(stage, new TreeMap<>()).forEach((path, entry) -> {
            if (path.equals(root)) {
                found.put("", entry);
            } else if (path.startsWith(root.endsWith("/") ? root : root + "/")) {
                found.put(path.substring(root.length()).replaceFirst("^/", ""), entry);
            }
        });
        return found;
    }

    private static Entry entry(Path file) throws IOException {
        return new Entry(Files.readAllBytes(file), Files.isExecutable(file));
    }

    private String push(Dockerfile parsed, Map<String, String> labels, OciRegistry registry, String repository, List<String> tags)
            throws IOException, InterruptedException {
        Dockerfile.Stage last = parsed.last();
        String base = base(parsed, last);
        String[] name = reference(base);
        JsonNode baseManifest = registry.manifest(name[0], name[1]);
        ObjectNode config = (ObjectNode) registry.config(name[0], baseManifest);
        ObjectNode manifest = JSON.createObjectNode().put("schemaVersion", 2).put("mediaType", OciRegistry.MANIFEST);
        ArrayNode layers = JSON.createArrayNode();
        for (JsonNode layer : baseManifest.path("layers")) {
            registry.push(repository, registry.blob(name[0], layer.path("digest").asText()));
            layers.add(layer);
        }
        byte[] tar = tar(built.get(last.name()));
        byte[] layer = gzip(tar);
        registry.push(repository, layer);
        layers.addObject().put("mediaType", "application/vnd.oci.image.layer.v1.tar+gzip")
                .put("digest", OciRegistry.digest(layer)).put("size", layer.length);
        configure(config, parsed, last, labels);
        ((ArrayNode) config.path("rootfs").path("diff_ids")).add(OciRegistry.digest(tar));
        byte[] configuration = JSON.writeValueAsBytes(config);
        registry.push(repository, configuration);
        manifest.putObject("config").put("mediaType", "application/vnd.oci.image.config.v1+json")
                .put("digest", OciRegistry.digest(configuration)).put("size", configuration.length);
        manifest.set("layers", layers);
        byte[] bytes = JSON.writeValueAsBytes(manifest);
        String digest = "";
        for (String tag : tags) {
            digest = registry.tag(repository, tag, bytes);
        }
        return digest;
    }

    private static String base(Dockerfile parsed, Dockerfile.Stage stage) {
        Dockerfile.Stage below = parsed.stage(stage.from());
        return below == null || below == stage ? stage.from() : base(parsed, below);
    }

    /** Repository and tag or digest, without the registry's host. */
    private static String[] reference(String base) {
        String path = base.replaceFirst("^[^/]*[.:][^/]*/", "");
        if (path.contains("@")) {
            return path.split("@", 2);
        }
        int colon = path.lastIndexOf(':');
        return colon < 0 ? new String[] {path, "latest"} : new String[] {path.substring(0, colon), path.substring(colon + 1)};
    }

    private static void configure(ObjectNode config, Dockerfile parsed, Dockerfile.Stage stage, Map<String, String> labels)
            throws IOException {
        ObjectNode settings = config.path("config").isObject() ? (ObjectNode) config.path("config") : config.putObject("config");
        ObjectNode named = settings.path("Labels").isObject() ? (ObjectNode) settings.path("Labels") : settings.putObject("Labels");
        List<Dockerfile.Instruction> all = new ArrayList<>();
        Dockerfile.Stage below = parsed.stage(stage.from());
        if (below != null && below != stage) {
            all.addAll(below.instructions());
        }
        all.addAll(stage.instructions());
        String directory = settings.path("WorkingDir").asText("/");
        for (Dockerfile.Instruction each : all) {
            switch (each.word()) {
                case "WORKDIR" -> {
                    directory = absolute(directory.isEmpty() ? "/" : directory, each.rest());
                    settings.put("WorkingDir", directory);
                }
                case "USER" -> settings.put("User", each.rest());
                case "EXPOSE" -> settings.withObject("/ExposedPorts").putObject(each.rest().contains("/") ? each.rest() : each.rest() + "/tcp");
                case "CMD" -> command(settings, "Cmd", each);
                case "ENTRYPOINT" -> command(settings, "Entrypoint", each);
                case "LABEL" -> pairs(each.rest()).forEach(named::put);
                case "ENV" -> pairs(each.rest()).forEach((key, value) -> settings.withArray("/Env").add(key + "=" + value));
                default -> { }
            }
        }
        labels.forEach(named::put);
        config.put("created", Instant.EPOCH.toString());
    }

    private static void command(ObjectNode settings, String key, Dockerfile.Instruction each) throws IOException {
        ArrayNode words = settings.putArray(key);
        (each.rest().startsWith("[") ? each.words() : List.of("/bin/sh", "-c", each.rest())).forEach(words::add);
    }

    private static Map<String, String> pairs(String text) {
        Map<String, String> pairs = new LinkedHashMap<>();
        java.util.regex.Matcher matcher =
                java.util.regex.Pattern.compile("([^\\s=]+)=(\"[^\"]*\"|'[^']*'|\\S*)").matcher(text);
        while (matcher.find()) {
            pairs.put(Dockerfile.unquoted(matcher.group(1)), Dockerfile.unquoted(matcher.group(2)));
        }
        return pairs;
    }

    private static byte[] tar(Map<String, Entry> files) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        Set<String> directories = new LinkedHashSet<>();
        try (TarArchiveOutputStream tar = new TarArchiveOutputStream(bytes)) {
            tar.setLongFileMode(TarArchiveOutputStream.LONGFILE_POSIX);
            for (Map.Entry<String, Entry> file : files.entrySet()) {
                String path = file.getKey().substring(1);
                for (int slash = path.indexOf('/'); slash > 0; slash = path.indexOf('/', slash + 1)) {
                    if (directories.add(path.substring(0, slash + 1))) {
                        put(tar, path.substring(0, slash + 1), 0755, new byte[0]);
                    }
                }
                put(tar, path, file.getValue().executable() ? 0755 : 0644, file.getValue().content());
            }
        }
        return bytes.toByteArray();
    }

    private static void put(TarArchiveOutputStream tar, String name, int mode, byte[] content) throws IOException {
        TarArchiveEntry entry = new TarArchiveEntry(name);
        entry.setMode(mode);
        entry.setModTime(0);
        entry.setSize(content.length);
        tar.putArchiveEntry(entry);
        tar.write(content);
        tar.closeArchiveEntry();
    }

    private static byte[] gzip(byte[] bytes) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (GZIPOutputStream gzip = new GZIPOutputStream(out)) {
            gzip.write(bytes);
        }
        return out.toByteArray();
    }

    private static String absolute(String directory, String path) {
        String joined = path.startsWith("/") ? path : join(directory, path);
        String normal = Path.of(joined).normalize().toString();
        return normal.isEmpty() ? "/" : normal;
    }

    private static String join(String directory, String path) {
        return directory.endsWith("/") ? directory + path : directory + "/" + path;
    }

}
