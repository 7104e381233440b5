package io.jenkins.plugins.ecsrelease.steps.link;

import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Set;
import java.util.TreeSet;
import java.util.zip.GZIPInputStream;

/**
 * Writes the signatures that the project carries: those of the types in the slice, and of all that they are derived
 * from, taken from a file with the signatures of a whole Jenkins.
 *
 * <p>Arguments: the whole file, compressed with gzip; the classes of the slice; the file to write.
 */
public final class Excerpt {

    private Excerpt() {}

    public static void main(String[] arguments) throws IOException {
        SignatureFile whole;
        try (InputStream in = new GZIPInputStream(Files.newInputStream(Path.of(arguments[0])))) {
            whole = SignatureFile.read(in);
        }
        Deque<String> next = new ArrayDeque<>(Bytecode.all(Path.of(arguments[1])).keySet());
        Set<String> wanted = new TreeSet<>();
        while (!next.isEmpty()) {
            String name = next.poll();
            whole.type(name).filter(type -> wanted.add(name)).ifPresent(type -> {
                next.add(type.parent());
                next.addAll(type.interfaces());
            });
        }
        try (PrintStream out = new PrintStream(arguments[2], StandardCharsets.UTF_8)) {
            out.println("# Public and protected signatures of Jenkins 2.528.3 and the plugins that this one depends on,");
            out.println("# as far as the slice in src/jenkins-api reaches. Written by " + Excerpt.class.getName() + ".");
            wanted.forEach(each -> whole.lines(each).forEach(out::println));
        }
    }
}
