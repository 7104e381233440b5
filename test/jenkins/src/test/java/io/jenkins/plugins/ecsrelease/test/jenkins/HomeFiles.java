package io.jenkins.plugins.ecsrelease.test.jenkins;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.function.BiConsumer;

/** Reads what a Jenkins that goes on writing has in its files; what vanishes meanwhile was not kept. */
final class HomeFiles {

    private HomeFiles() {}

    /** Every file below a directory with its bytes as characters; the plugins themselves are left out. */
    static void read(Path directory, BiConsumer<Path, String> reader) throws IOException {
        Files.walkFileTree(directory, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult preVisitDirectory(Path each, BasicFileAttributes attributes) {
                return each.equals(directory.resolve("plugins")) ? FileVisitResult.SKIP_SUBTREE : FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
                if (attributes.isRegularFile()) {
                    try {
                        reader.accept(file, new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1));
                    } catch (NoSuchFileException gone) {
                        return FileVisitResult.CONTINUE;
                    }
                }
                return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult visitFileFailed(Path file, IOException why) throws IOException {
                if (why instanceof NoSuchFileException) {
                    return FileVisitResult.CONTINUE;
                }
                throw why;
            }

            @Override
            public FileVisitResult postVisitDirectory(Path each, IOException why) throws IOException {
                return why == null ? FileVisitResult.CONTINUE : visitFileFailed(each, why);
            }
        });
    }
}
