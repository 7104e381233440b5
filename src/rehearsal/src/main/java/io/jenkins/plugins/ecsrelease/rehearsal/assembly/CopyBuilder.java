package io.jenkins.plugins.ecsrelease.rehearsal.assembly;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A program called {@code buildah} for agents that have no container builder at all: it understands what a release asks of
 * one, and assembles instead of building. {@code bud} remembers what is asked; {@code push} assembles and pushes.
 */
public final class CopyBuilder {

    private static final ObjectMapper JSON = new ObjectMapper();

    private CopyBuilder() {}

    /**
     * Writes the program where a pipeline's PATH finds it, unless this machine has a builder that works.
     *
     * @return the directory to put first in PATH; empty where there is a builder
     */
    public static Optional<Path> install(Path directory) throws IOException, InterruptedException {
        for (List<String> probe : List.of(List.of("docker", "version"), List.of("buildah", "--version"), List.of("podman", "--version"))) {
            if (works(probe)) {
                return Optional.empty();
            }
        }
        Files.createDirectories(directory);
        Path program = directory.resolve("buildah");
        Files.writeString(program, "#!/bin/sh\nECS_RELEASE_BUILDS='" + directory + "' exec '"
                + Path.of(System.getProperty("java.home"), "bin", "java") + "' -XX:+UseSerialGC -XX:TieredStopAtLevel=1 -cp '"
                + System.getProperty("java.class.path") + "' " + CopyBuilder.class.getName() + " \"$@\"\n");
        Files.setPosixFilePermissions(program, PosixFilePermissions.fromString("rwxr-xr-x"));
        return Optional.of(directory);
    }

    private static boolean works(List<String> command) throws InterruptedException {
        try {
            return new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .start().waitFor() == 0;
        } catch (IOException e) {
            return false;
        }
    }

    public static void main(String[] arguments) throws IOException, InterruptedException {
        List<String> words = new ArrayList<>(List.of(arguments));
        String command = words.isEmpty() ? "" : words.remove(0);
        Path builds = Path.of(System.getenv("ECS_RELEASE_BUILDS"));
        switch (command) {
            case "--version" -> System.out.println("no builder: only what the Dockerfile copies");
            case "bud" -> remember(words, builds);
            case "push" -> push(words, builds);
            default -> {
                System.err.println("This stand-in for a container builder knows bud and push, not " + command + ".");
                System.exit(125);
            }
        }
    }

    private static void remember(List<String> words, Path builds) throws IOException {
        Map<String, String> arguments = new LinkedHashMap<>();
        Map<String, String> labels = new LinkedHashMap<>();
        Map<String, Object> build = new LinkedHashMap<>();
        String tag = "";
        for (int i = 0; i < words.size(); i++) {
            switch (words.get(i)) {
                case "--build-arg" -> pair(words.get(++i), arguments);
                case "--label" -> pair(words.get(++i), labels);
                case "--file" -> build.put("file", Path.of(words.get(++i)).toAbsolutePath().toString());
                case "--tag" -> tag = words.get(++i);
                case "--target", "--platform", "--secret", "--timestamp" -> {
                    System.err.println("Only a container builder can do " + words.get(i) + ".");
                    System.exit(125);
                }
                case "--authfile", "--cache-from", "--cache-to" -> i++;
                default -> {
                    if (!words.get(i).startsWith("--")) {
                        build.put("context", Path.of(words.get(i)).toAbsolutePath().normalize().toString());
                    }
                }
            }
        }
        build.put("arguments", arguments);
        build.put("labels", labels);
        Files.write(file(builds, tag), JSON.writeValueAsBytes(build));
        System.out.println("There is no container builder on this machine: the image will hold what the Dockerfile's COPY lines"
                + " name, over its base image, and nothing that its RUN lines would make.");
    }

    private static void push(List<String> words, Path builds) throws IOException, InterruptedException {
        Path digestFile = Path.of(words.get(words.indexOf("--digestfile") + 1));
        String image = words.get(words.size() - 2);
        JsonNode build = JSON.readTree(Files.readAllBytes(file(builds, image)));
        String registry = image.substring(0, image.indexOf('/'));
        String name = image.substring(image.indexOf('/') + 1);
        Path context = Path.of(build.path("context").asText());
        String digest = Assembly.push(context, context.relativize(Path.of(build.path("file").asText())).toString(),
                map(build.path("arguments")), map(build.path("labels")), URI.create("http://" + registry), login(registry),
                name.substring(0, name.lastIndexOf(':')), List.of(name.substring(name.lastIndexOf(':') + 1)), System.out::println);
        Files.writeString(digestFile, digest);
    }

    /** Asks the credential helper that the step put into PATH. */
    private static String login(String registry) throws IOException, InterruptedException {
        Process helper = new ProcessBuilder("docker-credential-ecs-release", "get").start();
        try (var in = helper.getOutputStream()) {
            in.write(registry.getBytes(StandardCharsets.UTF_8));
        }
        JsonNode answer = JSON.readTree(helper.getInputStream().readAllBytes());
        helper.waitFor();
        String pair = answer.path("Username").asText() + ":" + answer.path("Secret").asText();
        return "Basic " + Base64.getEncoder().encodeToString(pair.getBytes(StandardCharsets.UTF_8));
    }

    private static Path file(Path builds, String image) {
        return builds.resolve(image.replaceAll("[^A-Za-z0-9.-]", "_") + ".json");
    }

    private static void pair(String text, Map<String, String> into) {
        int equals = text.indexOf('=');
        into.put(text.substring(0, equals), text.substring(equals + 1));
    }

    private static Map<String, String> map(JsonNode node) {
        Map<String, String> map = new LinkedHashMap<>();
        node.properties().forEach(each -> map.put(each.getKey(), each.getValue().asText()));
        return map;
    }
}
