package io.jenkins.plugins.ecsrelease.rehearsal.assembly;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.jenkins.plugins.ecsrelease.sandbox.registry.BaseImage;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * A bill of materials (CycloneDX) of what this project builds on beside Java libraries: every image that a Dockerfile of it
 * names; the base image that a rehearsal and the tests build from instead, with its digest and Debian's packages in it; and
 * the chart library that the report carries. What is known against a package stands beside it.
 *
 * @see <a href="https://cyclonedx.org/docs/1.6/json/">CycloneDX 1.6</a>
 */
public final class ImagesBill {

    private static final ObjectMapper JSON = new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT);
    private static final String UPLOT = "/io/jenkins/plugins/ecsrelease/rehearsal/report/uplot-1.6.32/uPlot.iife.min.js";
    private static final Pattern BUILT_USING = Pattern.compile("([a-z0-9.+-]+) \\(= ([^)]+)\\)");
    /** By Debian's source package; what /usr/share/doc says of those that can be in the base image. */
    private static final Map<String, String> LICENSES = Map.of("busybox-static", "GPL-2.0-only", "glibc", "LGPL-2.1-or-later");

    private ImagesBill() {}

    /** @param arguments the project's directory, and the file to write */
    public static void main(String[] arguments) throws Exception {
        Files.createDirectories(Path.of(arguments[1]).toAbsolutePath().getParent());
        Files.writeString(Path.of(arguments[1]), JSON.writeValueAsString(of(Path.of(arguments[0]))));
    }

    /** The bill of a project that lies in this directory. */
    public static ObjectNode of(Path project) throws Exception {
        ObjectNode bill = JSON.createObjectNode().put("bomFormat", "CycloneDX").put("specVersion", "1.6").put("version", 1);
        bill.putObject("metadata").putObject("component")
                .put("type", "application").put("group", "io.jenkins.plugins").put("name", "ecs-release-images").put("version", "1.0.0-SNAPSHOT");
        ArrayNode components = bill.putArray("components");
        ArrayNode vulnerabilities = JSON.createArrayNode();
        images(project).forEach((image, where) -> named(components.addObject(), image, where));
        base(components, vulnerabilities);
        String chart = resource(UPLOT);
        component(components.addObject(), "library", "uplot", version(chart), "pkg:npm/uplot@" + version(chart), "MIT")
                .putArray("hashes").addObject().put("alg", "SHA-256").put("content", hash(chart.getBytes(StandardCharsets.UTF_8)));
        bill.set("vulnerabilities", vulnerabilities);
        return bill;
    }

    /** Which image is named by which Dockerfiles; stages of their own are not images. */
    private static Map<String, List<String>> images(Path project) throws IOException {
        Map<String, List<String>> images = new TreeMap<>();
        for (Path file : dockerfiles(project)) {
            Dockerfile dockerfile = Dockerfile.parse(Files.readString(file), Map.of());
            for (String from : new TreeSet<>(dockerfile.stages().stream().map(Dockerfile.Stage::from).toList())) {
                if (dockerfile.stage(from) == null && !from.equals("scratch")) {
                    images.computeIfAbsent(from, name -> new ArrayList<>()).add(project.relativize(file).toString());
                }
            }
        }
        return images;
    }

    /** By their names, as builders find them; nothing that a build made. */
    static List<Path> dockerfiles(Path project) throws IOException {
        try (Stream<Path> all = Files.walk(project)) {
            return all.filter(Files::isRegularFile)
                    .filter(file -> file.getFileName().toString().matches("(Dockerfile|Containerfile)(\\.(?!java$)[a-z]+)?"))
                    .filter(file -> Stream.of("target", ".git", "node_modules").noneMatch(name -> project.relativize(file).startsWith(name)
                            || ("/" + project.relativize(file)).contains("/" + name + "/")))
                    .sorted().toList();
        }
    }

    private static void named(ObjectNode component, String image, List<String> where) {
        int at = image.indexOf('@');
        String reference = at < 0 ? image : image.substring(0, at);
        int colon = reference.lastIndexOf(':');
        String name = colon > reference.lastIndexOf('/') ? reference.substring(0, colon) : reference;
        String tag = name.length() < reference.length() ? reference.substring(colon + 1) : "latest";
        component(component, "container", name, at < 0 ? tag : image.substring(at + 1), null, null);
        ArrayNode said = component.putArray("properties");
        where.forEach(file -> property(said, "dockerfile", file));
        property(said, "pinned", at < 0 ? "no: an example that follows its tag; ecrBuildPush puts the digest that it had on record with the build" : "by digest");
    }

    private static void base(ArrayNode components, ArrayNode vulnerabilities) throws Exception {
        BaseImage.Made made = BaseImage.make();
        ObjectNode image = component(components.addObject(), "container", "sandbox-base", made.digest(), null, null);
        ArrayNode said = image.putArray("properties");
        property(said, "made", "on this machine, of its static busybox; never pushed anywhere but into the sandbox");
        if (made.packages().isEmpty()) {
            property(said, "packages", "none of Debian's: there is no busybox-static here");
            return;
        }
        Map<String, String> fields = fields(made.packages());
        ArrayNode parts = image.putArray("components");
        debian(parts, vulnerabilities, fields.get("Package"), fields.get("Version"), fields.get("Architecture"), "in the image")
                .putArray("hashes").addObject().put("alg", "SHA-256").put("content", hash(Files.readAllBytes(BaseImage.busybox().orElseThrow())));
        Matcher linked = BUILT_USING.matcher(fields.getOrDefault("Built-Using", ""));
        while (linked.find()) {
            debian(parts, vulnerabilities, linked.group(1), linked.group(2), "source", "linked into busybox-static");
        }
    }

    private static ObjectNode debian(ArrayNode parts, ArrayNode vulnerabilities, String name, String version, String architecture, String how)
            throws IOException {
        String purl = "pkg:deb/debian/" + name + "@" + version.replace("+", "%2B") + "?arch=" + architecture;
        ObjectNode component = component(parts.addObject(), "library", name, version, purl, LICENSES.get(name));
        ArrayNode said = component.putArray("properties");
        property(said, "how", how);
        boolean reviewed = false;
        for (String line : resource("known-of-base-image.txt").lines().filter(each -> !each.startsWith("#")).toList()) {
            String[] words = line.split(" ", 5);
            if (words[0].equals(name) && words[1].equals(version)) {
                reviewed = true;
                if (!words[2].equals("-")) {
                    ObjectNode known = vulnerabilities.addObject().put("id", words[2]);
                    known.putArray("affects").addObject().put("ref", purl);
                    known.putObject("analysis").put("state", words[3]).put("detail", words[4]);
                }
            }
        }
        property(said, "reviewed", Boolean.toString(reviewed));
        return component;
    }

    /** Fields of a package's entry that are one line long. */
    private static Map<String, String> fields(String entry) {
        Map<String, String> fields = new TreeMap<>();
        entry.lines().filter(line -> line.matches("[A-Za-z-]+: .*")).forEach(line -> fields.putIfAbsent(
                line.substring(0, line.indexOf(':')), line.substring(line.indexOf(':') + 2).trim()));
        return fields;
    }

    private static ObjectNode component(ObjectNode component, String type, String name, String version, String purl, String license) {
        component.put("type", type).put("bom-ref", purl == null ? name + "@" + version : purl).put("name", name).put("version", version);
        if (purl != null) {
            component.put("purl", purl);
        }
        if (license != null) {
            component.putArray("licenses").addObject().putObject("license").put("id", license);
        }
        return component;
    }

    private static void property(ArrayNode properties, String name, String value) {
        properties.addObject().put("name", "ecs-release:" + name).put("value", value);
    }

    private static String version(String chart) {
        Matcher said = Pattern.compile("\\(v([0-9.]+)\\)").matcher(chart);
        return said.find() ? said.group(1) : "";
    }

    private static String hash(byte[] bytes) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    private static String resource(String name) throws IOException {
        try (InputStream in = ImagesBill.class.getResourceAsStream(name)) {
            if (in == null) {
                throw new IOException(name + " is not in this program.");
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
    }
}
