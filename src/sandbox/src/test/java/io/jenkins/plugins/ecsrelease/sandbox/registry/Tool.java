package io.jenkins.plugins.ecsrelease.sandbox.registry;

import static org.junit.Assert.assertEquals;
import static org.junit.Assume.assumeTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** A container tool of this machine, run as its users run it; a test is skipped where it is missing. */
final class Tool {

    private final String name;
    private final List<String> options = new ArrayList<>();

    private Tool(String name) {
        this.name = name;
    }

    static Tool installed(String name) {
        boolean there = List.of(System.getenv("PATH").split(":")).stream()
                .anyMatch(directory -> Files.isExecutable(Path.of(directory, name)));
        assumeTrue(name + " is not installed here, so that it works against the registry is not seen", there);
        return new Tool(name);
    }

    /** buildah with storage of its own under this directory. */
    static Tool buildah(Path storage) {
        Tool buildah = installed("buildah");
        buildah.options.addAll(List.of(
                "--storage-driver", "vfs", "--root", storage.resolve("root").toString(), "--runroot",
                storage.resolve("run").toString()));
        return buildah;
    }

    String run(String... arguments) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of(name));
        command.addAll(options);
        command.addAll(List.of(arguments));
        Path out = Files.createTempFile("tool", ".log");
        ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(out.toFile());
        builder.environment().put("BUILDAH_ISOLATION", "chroot");
        builder.environment().put("HTTPS_PROXY", "http://127.0.0.1:9");
        Process process = builder.start();
        boolean ended = process.waitFor(120, TimeUnit.SECONDS);
        if (!ended) {
            process.destroyForcibly();
        }
        String text = Files.readString(out, StandardCharsets.UTF_8);
        Files.delete(out);
        assertEquals(name + " " + String.join(" ", arguments) + "\n" + text, 0, ended ? process.exitValue() : -1);
        return text;
    }
}
