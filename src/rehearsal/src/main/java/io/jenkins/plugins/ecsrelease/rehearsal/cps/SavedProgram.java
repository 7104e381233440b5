package io.jenkins.plugins.ecsrelease.rehearsal.cps;

import com.cloudbees.groovy.cps.ObjectInputStreamWithLoader;
import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;

/** The file that holds a suspended program: written aside, forced to disk and moved into place. */
record SavedProgram(Path file, ClassLoader loader) {

    void save(ProgramState state) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ObjectOutputStream out = new ObjectOutputStream(bytes)) {
            out.writeObject(state);
        }
        Path aside = file.resolveSibling(file.getFileName() + ".new");
        try (FileChannel channel = FileChannel.open(aside, StandardOpenOption.CREATE, StandardOpenOption.WRITE,
                StandardOpenOption.TRUNCATE_EXISTING)) {
            ByteBuffer buffer = ByteBuffer.wrap(bytes.toByteArray());
            while (buffer.hasRemaining()) {
                channel.write(buffer);
            }
            channel.force(true);
        }
        Files.move(aside, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }

    ProgramState load() throws IOException {
        try (ObjectInputStream in = new ObjectInputStreamWithLoader(
                new BufferedInputStream(Files.newInputStream(file)), loader)) {
            return (ProgramState) in.readObject();
        } catch (ClassNotFoundException e) {
            throw new IOException("A class of the saved program is gone: " + e.getMessage(), e);
        }
    }
}
