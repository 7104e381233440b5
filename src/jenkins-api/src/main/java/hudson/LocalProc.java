package hudson;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** A program of this machine with its streams pumped by threads. */
final class LocalProc extends Proc {

    private final Process process;
    private final List<Thread> pumps = new ArrayList<>();

    LocalProc(Process process, InputStream stdin, OutputStream stdout, OutputStream stderr) {
        this.process = process;
        if (stdin == null) {
            close(process.getOutputStream());
        } else {
            pump(stdin, process.getOutputStream(), true, false);
        }
        pump(process.getInputStream(), stdout == null ? OutputStream.nullOutputStream() : stdout, false, true);
        if (stderr != null) {
            pump(process.getErrorStream(), stderr, false, true);
        }
    }

    @Override
    public boolean isAlive() {
        return process.isAlive();
    }

    @Override
    public void kill() {
        process.descendants().forEach(ProcessHandle::destroy);
        process.destroy();
    }

    @Override
    public int join() throws InterruptedException {
        int exit = process.waitFor();
        for (Thread pump : pumps) {
            pump.join(10_000);
        }
        return exit;
    }

    @Override
    public InputStream getStdout() {
        return null;
    }

    @Override
    public InputStream getStderr() {
        return null;
    }

    @Override
    public OutputStream getStdin() {
        return null;
    }

    /**
     * Ends every process of this user whose environment carries the marker, and all that it started, as they are before the
     * first of them ends: a child whose parent is gone could not be found any more.
     */
    static void killMarked(String marker) throws IOException {
        List<Path> found = new ArrayList<>();
        try (var processes = Files.newDirectoryStream(Path.of("/proc"), "[0-9]*")) {
            for (Path each : processes) {
                try {
                    String environment = new String(Files.readAllBytes(each.resolve("environ")), StandardCharsets.UTF_8);
                    if (List.of(environment.split("\0")).contains(marker)) {
                        found.add(each);
                    }
                } catch (IOException gone) {
                    continue;
                }
            }
        }
        Set<ProcessHandle> trees = new LinkedHashSet<>();
        for (Path each : found) {
            ProcessHandle.of(Long.parseLong(each.getFileName().toString())).ifPresent(process -> {
                process.descendants().forEach(trees::add);
                trees.add(process);
            });
        }
        trees.forEach(ProcessHandle::destroy);
    }

    private void pump(InputStream from, OutputStream to, boolean close, boolean wait) {
        Thread pump = new Thread(() -> {
            try {
                from.transferTo(to);
                to.flush();
            } catch (IOException ended) {
                // The other side is gone: nothing left to carry.
            } finally {
                if (close) {
                    close(to);
                }
            }
        }, "stream of a local process");
        pump.setDaemon(true);
        pump.start();
        if (wait) {
            pumps.add(pump);
        }
    }

    private static void close(OutputStream stream) {
        try {
            stream.close();
        } catch (IOException gone) {
            // The process ended before it read its input.
        }
    }
}
