package hudson;

import hudson.model.TaskListener;
import hudson.remoting.LocalChannel;
import hudson.remoting.VirtualChannel;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.io.NotSerializableException;
import java.io.ObjectOutputStream;
import java.io.OutputStream;
import java.io.Serializable;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermission;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.jenkinsci.remoting.RoleSensitive;
import org.jenkinsci.remoting.SerializableOnlyOverRemoting;

/** A file of an agent; outside Jenkins, of this machine. */
public final class FilePath implements SerializableOnlyOverRemoting {
    private static final long serialVersionUID = 1L;

    public static final LocalChannel localChannel = new LocalChannel(null);

    private final String remote;

    public FilePath(File local) {
        this.remote = local.getPath();
    }

    public FilePath(VirtualChannel channel, String remote) {
        this.remote = remote;
    }

    public FilePath(FilePath base, String relative) {
        Path child = Path.of(relative);
        this.remote = child.isAbsolute() ? relative : base.path().resolve(relative).normalize().toString();
    }

    /** Work that is sent to where the file is. */
    public interface FileCallable<T> extends Serializable, RoleSensitive {
        T invoke(File file, VirtualChannel channel) throws IOException, InterruptedException;
    }

    public <T> T act(FileCallable<T> work) throws IOException, InterruptedException {
        return work.invoke(path().toFile(), localChannel);
    }

    public VirtualChannel getChannel() {
        return localChannel;
    }

    public boolean isRemote() {
        return false;
    }

    public String getRemote() {
        return remote;
    }

    public String getName() {
        return path().getFileName().toString();
    }

    public String getBaseName() {
        String name = getName();
        int dot = name.lastIndexOf('.');
        return dot < 0 ? name : name.substring(0, dot);
    }

    public FilePath child(String relative) {
        return new FilePath(this, relative);
    }

    public FilePath sibling(String relative) {
        return getParent().child(relative);
    }

    public FilePath withSuffix(String suffix) {
        return new FilePath(localChannel, remote + suffix);
    }

    public FilePath getParent() {
        Path parent = path().getParent();
        return parent == null ? null : new FilePath(parent.toFile());
    }

    public FilePath absolutize() throws IOException, InterruptedException {
        return new FilePath(path().toAbsolutePath().normalize().toFile());
    }

    public boolean exists() throws IOException, InterruptedException {
        return Files.exists(path());
    }

    public boolean isDirectory() throws IOException, InterruptedException {
        return Files.isDirectory(path());
    }

    public long length() throws IOException, InterruptedException {
        return path().toFile().length();
    }

    public long lastModified() throws IOException, InterruptedException {
        return path().toFile().lastModified();
    }

    public void mkdirs() throws IOException, InterruptedException {
        Files.createDirectories(path());
    }

    public List<FilePath> list() throws IOException, InterruptedException {
        List<FilePath> children = new ArrayList<>();
        if (Files.isDirectory(path())) {
            try (Stream<Path> all = Files.list(path())) {
                all.forEach(each -> children.add(new FilePath(each.toFile())));
            }
        }
        return children;
    }

    public InputStream read() throws IOException, InterruptedException {
        return Files.newInputStream(path());
    }

    public InputStream readFromOffset(long offset) throws IOException {
        InputStream from = Files.newInputStream(path());
        from.skipNBytes(offset);
        return from;
    }

    public String readToString() throws IOException, InterruptedException {
        return Files.readString(path(), StandardCharsets.UTF_8);
    }

    public OutputStream write() throws IOException, InterruptedException {
        makeParent();
        return Files.newOutputStream(path());
    }

    public void write(String content, String encoding) throws IOException, InterruptedException {
        makeParent();
        Files.write(path(), content.getBytes(encoding == null ? Charset.defaultCharset() : Charset.forName(encoding)));
    }

    public void copyFrom(InputStream from) throws IOException, InterruptedException {
        makeParent();
        Files.copy(from, path(), StandardCopyOption.REPLACE_EXISTING);
    }

    public void copyTo(OutputStream to) throws IOException, InterruptedException {
        Files.copy(path(), to);
    }

    public void copyTo(FilePath to) throws IOException, InterruptedException {
        to.makeParent();
        Files.copy(path(), to.path(), StandardCopyOption.REPLACE_EXISTING);
    }

    public void renameTo(FilePath to) throws IOException, InterruptedException {
        Files.move(path(), to.path(), StandardCopyOption.REPLACE_EXISTING);
    }

    public void chmod(int mode) throws IOException, InterruptedException {
        PosixFilePermission[] byBit = {
            PosixFilePermission.OTHERS_EXECUTE, PosixFilePermission.OTHERS_WRITE, PosixFilePermission.OTHERS_READ,
            PosixFilePermission.GROUP_EXECUTE, PosixFilePermission.GROUP_WRITE, PosixFilePermission.GROUP_READ,
            PosixFilePermission.OWNER_EXECUTE, PosixFilePermission.OWNER_WRITE, PosixFilePermission.OWNER_READ
        };
        Set<PosixFilePermission> permissions = EnumSet.noneOf(PosixFilePermission.class);
        for (int bit = 0; bit < byBit.length; bit++) {
            if ((mode & (1 << bit)) != 0) {
                permissions.add(byBit[bit]);
            }
        }
        Files.setPosixFilePermissions(path(), permissions);
    }

    public boolean delete() throws IOException, InterruptedException {
        return Files.deleteIfExists(path());
    }

    public void deleteRecursive() throws IOException, InterruptedException {
        Util.deleteRecursive(path().toFile());
    }

    public void deleteContents() throws IOException, InterruptedException {
        for (FilePath each : list()) {
            each.deleteRecursive();
        }
    }

    public void touch(long timestamp) throws IOException, InterruptedException {
        if (!exists()) {
            Files.createFile(path());
        }
        path().toFile().setLastModified(timestamp);
    }

    public FilePath createTempDir(String prefix, String suffix) throws IOException, InterruptedException {
        return new FilePath(Files.createTempDirectory(path(), prefix + "." + suffix).toFile());
    }

    public FilePath createTempFile(String prefix, String suffix) throws IOException, InterruptedException {
        return new FilePath(Files.createTempFile(path(), prefix, suffix).toFile());
    }

    public Launcher createLauncher(TaskListener listener) throws IOException, InterruptedException {
        return new Launcher.LocalLauncher(listener, localChannel);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof FilePath path && path.remote.equals(remote);
    }

    @Override
    public int hashCode() {
        return remote.hashCode();
    }

    @Override
    public String toString() {
        return remote;
    }

    /** As in Jenkins, a path goes to an agent but never into a saved file. */
    private void writeObject(ObjectOutputStream out) throws IOException {
        throw new NotSerializableException("A FilePath cannot be saved; keep its getRemote().");
    }

    private Path path() {
        return Path.of(remote);
    }

    private void makeParent() throws IOException {
        if (path().getParent() != null) {
            Files.createDirectories(path().getParent());
        }
    }
}
