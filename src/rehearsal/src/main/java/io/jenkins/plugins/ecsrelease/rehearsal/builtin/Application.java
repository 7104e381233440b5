package io.jenkins.plugins.ecsrelease.rehearsal.builtin;

import java.io.IOException;
import java.io.Serializable;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * The application under rehearsal: a directory that stands for its repository. Its commit is computed from the files, so
 * that the same files are the same commit and any change is a new one.
 *
 * @param directory as text, because it is saved with the pipeline
 */
public record Application(String directory, String branch, String repository) implements Serializable {

    /** What {@code checkout scm} gives back. */
    Map<String, String> copyTo(Path workspace) throws IOException {
        Path from = Path.of(directory);
        for (Path file : files(from)) {
            Path target = workspace.resolve(from.relativize(file).toString());
            Files.createDirectories(target.getParent());
            Files.copy(file, target, StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.COPY_ATTRIBUTES);
        }
        Map<String, String> made = new LinkedHashMap<>();
        made.put("GIT_COMMIT", commit());
        made.put("GIT_BRANCH", branch);
        made.put("GIT_LOCAL_BRANCH", branch);
        made.put("GIT_URL", repository);
        return made;
    }

    /** Forty hexadecimal digits. */
    public String commit() throws IOException {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-1");
            Path from = Path.of(directory);
            for (Path file : files(from)) {
                digest.update(from.relativize(file).toString().getBytes(StandardCharsets.UTF_8));
                digest.update((byte) 0);
                digest.update(Files.readAllBytes(file));
            }
            return HexFormat.of().formatHex(digest.digest());
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    private static List<Path> files(Path directory) throws IOException {
        try (Stream<Path> files = Files.walk(directory)) {
            return files.filter(Files::isRegularFile).sorted().toList();
        }
    }
}
