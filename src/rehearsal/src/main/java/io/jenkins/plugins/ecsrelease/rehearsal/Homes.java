package io.jenkins.plugins.ecsrelease.rehearsal;

import io.jenkins.plugins.ecsrelease.rehearsal.example.SandboxProcess;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Comparator;
import java.util.stream.Stream;

/** The directory of a rehearsal. */
final class Homes {

    private Homes() {}

    /** Takes away what an earlier rehearsal left, its sandbox included. */
    static void clear(Path home) throws IOException, InterruptedException {
        if (Files.exists(home.resolve("rehearsal.json"))) {
            SandboxProcess.at(URI.create(SavedRehearsal.read(home).endpoint())).stop();
        } else if (Files.isDirectory(home) && !isOurs(home)) {
            throw new IOException(home + " is not the directory of a rehearsal, and is left alone. Give --home another one.");
        }
        if (Files.isDirectory(home)) {
            try (Stream<Path> files = Files.walk(home)) {
                for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                    Files.deleteIfExists(file);
                }
            }
        }
        Files.createDirectories(home);
        Files.writeString(home.resolve(".gitignore"), "*\n");
    }

    private static boolean isOurs(Path home) throws IOException {
        try (Stream<Path> files = Files.list(home)) {
            return Files.exists(home.resolve("sandbox")) || Files.exists(home.resolve("application")) || files.findAny().isEmpty();
        }
    }

    static Path copy(Path from, Path to) throws IOException {
        try (Stream<Path> files = Files.walk(from)) {
            for (Path file : files.toList()) {
                Path target = to.resolve(from.relativize(file).toString());
                if (Files.isDirectory(file)) {
                    Files.createDirectories(target);
                } else {
                    Files.copy(file, target, StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.COPY_ATTRIBUTES);
                }
            }
        }
        return to;
    }
}
