package io.jenkins.plugins.ecsrelease.engine.run;

import io.jenkins.plugins.ecsrelease.engine.operation.Operation;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * The open operations on disk: for each a journal, beside it a timeline and the output that was followed.
 *
 * <p>A save first appends to the timeline and the output, forced to disk, and then puts a new journal, which names their
 * lengths, in the place of the old one. So the journal is the only truth: whatever stands behind the lengths it names is
 * from a save that never finished, and is overwritten.
 */
class Journals {

    private final Path directory;
    private final Map<String, Operation<?>> operations = new TreeMap<>();
    private volatile boolean closed;

    /** What a journal turned out to be when it was loaded. */
    sealed interface Loaded {
        record Usable(Saved saved) implements Loaded {}

        record Unusable(Journal journal) implements Loaded {}
    }

    Journals(Path directory, List<Operation<?>> operations) throws IOException {
        this.directory = directory;
        for (Operation<?> operation : operations) {
            if (this.operations.put(operation.kind(), operation) != null) {
                throw new IllegalArgumentException("Two operations call themselves '" + operation.kind() + "'.");
            }
        }
        Files.createDirectories(directory);
    }

    Path directory() {
        return directory;
    }

    boolean knows(Operation<?> operation) {
        Operation<?> known = operations.get(operation.kind());
        return known != null && known.getClass() == operation.getClass();
    }

    /** What is saved, as hosts see it. */
    Journal view(Saved saved) {
        try {
            return JournalFiles.view(directory, saved.id(), PlainJson.MAPPER.writeValueAsBytes(JournalFiles.write(saved)));
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Every journal there is. One that cannot be used is left exactly as it is. */
    List<Loaded> load() throws IOException {
        List<Loaded> loaded = new ArrayList<>();
        try (DirectoryStream<Path> files = Files.newDirectoryStream(directory, "*" + JournalFiles.JOURNAL)) {
            for (Path file : files) {
                loaded.add(load(JournalFiles.idOf(file), Files.readAllBytes(file)));
            }
        }
        return loaded;
    }

    private Loaded load(String id, byte[] bytes) throws IOException {
        Saved saved;
        try {
            saved = JournalFiles.read(id, bytes, operations);
        } catch (JournalFiles.Unusable e) {
            return new Loaded.Unusable(JournalFiles.unreadable(directory, id, bytes, e.getMessage()));
        }
        long timeline = cut(JournalFiles.timeline(directory, id), saved.timelineLength());
        long output = cut(JournalFiles.output(directory, id), saved.outputLength());
        return new Loaded.Usable(saved.withLengths(timeline, output));
    }

    /** Cuts off what no journal names; gives the length that is really there. */
    private static long cut(Path file, long length) throws IOException {
        if (!Files.exists(file)) {
            return 0;
        }
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
            if (channel.size() > length) {
                channel.truncate(length);
            }
            return channel.size();
        }
    }

    /**
     * Saves, with what is new for the timeline and the output. On disk when it returns; when it throws, the earlier
     * journal still stands.
     *
     * @return what was saved, with its new lengths
     */
    Saved save(Saved saved, List<Note> notes, byte[] output) throws IOException {
        if (closed) {
            throw new IOException("The engine is closed.");
        }
        long timelineLength = append(JournalFiles.timeline(directory, saved.id()), saved.timelineLength(), Timeline.lines(notes));
        long outputLength = append(JournalFiles.output(directory, saved.id()), saved.outputLength(), output);
        Saved named = saved.withLengths(timelineLength, outputLength);
        replace(directory, saved.id(), PlainJson.MAPPER.writeValueAsBytes(JournalFiles.write(named)));
        return named;
    }

    private long append(Path file, long at, byte[] bytes) throws IOException {
        if (bytes.length == 0) {
            return at;
        }
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE)) {
            channel.truncate(at);
            channel.position(at);
            ByteBuffer buffer = ByteBuffer.wrap(bytes);
            while (buffer.hasRemaining()) {
                channel.write(buffer);
            }
            force(channel);
            return channel.position();
        }
    }

    private void replace(Path directory, String id, byte[] journal) throws IOException {
        Path fresh = directory.resolve(id + ".new");
        try (FileChannel channel = FileChannel.open(fresh, StandardOpenOption.CREATE, StandardOpenOption.WRITE,
                StandardOpenOption.TRUNCATE_EXISTING)) {
            ByteBuffer buffer = ByteBuffer.wrap(journal);
            while (buffer.hasRemaining()) {
                channel.write(buffer);
            }
            force(channel);
        }
        Files.move(fresh, JournalFiles.journal(directory, id), StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        force(directory);
    }

    /** The move itself must outlive a power cut too. Not every system can; then the file system's own order has to do. */
    private void force(Path directory) {
        try (FileChannel channel = FileChannel.open(directory, StandardOpenOption.READ)) {
            force(channel);
        } catch (IOException e) {
            // Windows has no such thing as an open directory.
        }
    }

    /**
     * Moves an ended operation's files to the directory of its build, the journal last: whatever interrupts this, the
     * journal is complete in one place or the other.
     */
    void archive(Saved saved, Path archive) throws IOException {
        String id = saved.id();
        Files.createDirectories(archive);
        copy(JournalFiles.timeline(directory, id), JournalFiles.timeline(archive, id));
        copy(JournalFiles.output(directory, id), JournalFiles.output(archive, id));
        replace(archive, id, Files.readAllBytes(JournalFiles.journal(directory, id)));
        Files.deleteIfExists(JournalFiles.journal(directory, id));
        Files.deleteIfExists(JournalFiles.timeline(directory, id));
        Files.deleteIfExists(JournalFiles.output(directory, id));
        Files.deleteIfExists(directory.resolve(id + ".new"));
        force(directory);
    }

    private void copy(Path from, Path to) throws IOException {
        if (Files.exists(from)) {
            Files.copy(from, to, StandardCopyOption.REPLACE_EXISTING);
            try (FileChannel channel = FileChannel.open(to, StandardOpenOption.WRITE)) {
                force(channel);
            }
        }
    }

    /** What outlives a power cut; a test that only kills processes can do without. */
    void force(FileChannel channel) throws IOException {
        channel.force(true);
    }

    /** Whether nothing is saved any more: the engine is. */
    boolean closed() {
        return closed;
    }

    /** Nothing is written any more: another engine may have taken over the directory. */
    void close() {
        closed = true;
    }
}
