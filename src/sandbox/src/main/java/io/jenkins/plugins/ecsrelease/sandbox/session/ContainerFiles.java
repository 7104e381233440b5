package io.jenkins.plugins.ecsrelease.sandbox.session;

import io.jenkins.plugins.ecsrelease.sandbox.control.ecs.Sessions.Container;
import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * A container's own files, copied from its image, and the programs that run in them. Where this machine allows it a
 * program sees nothing else (chroot); else the files are its working directory and its place for temporary files.
 */
final class ContainerFiles {

    private static final String PATH = "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin";
    private static final boolean ROOT = new File("/proc/self").exists() && "root".equals(System.getProperty("user.name"));

    private final Container container;
    private final Path directory;
    private final boolean caged;
    /** By which its processes are known: ids of containers are the same in sandboxes that stand side by side. */
    private final String known = "SANDBOX_CONTAINER=" + UUID.randomUUID();

    ContainerFiles(Container container, Path directory) throws IOException, InterruptedException {
        this.container = container;
        this.directory = directory;
        Files.createDirectories(directory.getParent());
        if (container.rootfs() == null || !Files.isDirectory(container.rootfs())) {
            Files.createDirectories(directory);
        } else {
            run("cp", "-a", "--reflink=auto", container.rootfs().toString(), directory.toString());
            run("chmod", "-R", "u+w", directory.toString());
        }
        Files.createDirectories(directory.resolve("tmp"));
        caged = ROOT && Files.isExecutable(directory.resolve("bin/sh")) && device();
    }

    /** A shell needs /dev/null to be what it is. */
    private boolean device() throws IOException, InterruptedException {
        Path dev = Files.createDirectories(directory.resolve("dev"));
        Files.deleteIfExists(dev.resolve("null"));
        return new ProcessBuilder("mknod", "-m", "666", dev.resolve("null").toString(), "c", "1", "3").start().waitFor() == 0;
    }

    /**
     * Starts a program in a session of its own, its output and errors merged.
     *
     * @throws IOException in the runtime's words, when the image has no such program
     */
    Process start(List<String> words) throws IOException {
        if (!has(words.get(0))) {
            throw new IOException("ResourceInitializationError: failed to create new container runtime task: failed to create shim task: "
                    + "OCI runtime create failed: runc create failed: unable to start container process: exec: \"" + words.get(0)
                    + "\": " + (words.get(0).contains("/") ? "stat " + words.get(0) + ": no such file or directory"
                    : "executable file not found in $PATH") + ": unknown");
        }
        List<String> command = new ArrayList<>(List.of("setsid"));
        ProcessBuilder builder = new ProcessBuilder();
        Map<String, String> environment = builder.environment();
        environment.clear();
        environment.put("PATH", PATH);
        environment.putAll(container.environment());
        environment.put("ECS_CONTAINER_METADATA_URI_V4", mark());
        environment.put("SANDBOX_CONTAINER", known.substring(known.indexOf('=') + 1));
        environment.put("TERM", "xterm-256color");
        environment.putIfAbsent("LANG", "C.UTF-8");
        String working = working();
        if (caged) {
            environment.put("HOME", "/root");
            command.addAll(List.of("chroot", directory.toString()));
            if (!working.isEmpty() && Files.isDirectory(directory.resolve(working))) {
                command.addAll(List.of("/bin/sh", "-c", "cd \"/$0\" && exec \"$@\"", working));
            }
        } else {
            environment.put("TMPDIR", directory.resolve("tmp").toString());
            environment.putIfAbsent("HOME", directory.toString());
        }
        Path here = working.isEmpty() ? directory : directory.resolve(working);
        builder.directory((Files.isDirectory(here) ? here : directory).toFile());
        command.addAll(words);
        return builder.command(command).redirectErrorStream(true).start();
    }

    private boolean has(String program) {
        String shell = container.environment().getOrDefault("SANDBOX_SHELL", "");
        if (shell.equals("none") && program.matches("(/bin/)?(sh|bash|ash)")) {
            return false;
        }
        Path root = caged ? directory : Path.of("/");
        if (program.startsWith("/")) {
            return Files.isExecutable(root.resolve(program.substring(1))) || Files.isSymbolicLink(root.resolve(program.substring(1)));
        }
        if (program.contains("/")) {
            return Files.isExecutable(directory.resolve(working()).resolve(program));
        }
        for (String place : container.environment().getOrDefault("PATH", PATH).split(":")) {
            Path there = root.resolve(place.replaceFirst("^/+", "")).resolve(program);
            if (Files.isExecutable(there) || Files.isSymbolicLink(there)) {
                return true;
            }
        }
        return false;
    }

    private String working() {
        return container.workingDirectory() == null ? "" : container.workingDirectory().replaceFirst("^/+", "");
    }

    private String mark() {
        return "http://169.254.170.2/v4/" + container.runtimeId();
    }

    /** Kills whatever of this container still runs, then deletes its files. */
    void destroy() {
        for (int round = 0; round < 3 && killed() > 0; round++) {
            Thread.onSpinWait();
        }
        try (Stream<Path> files = Files.walk(directory)) {
            for (Path file : files.sorted(java.util.Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(file);
            }
        } catch (IOException | RuntimeException e) {
            // What is left goes with the sandbox's directory.
        }
    }

    private int killed() {
        byte[] sought = known.getBytes(StandardCharsets.UTF_8);
        int killed = 0;
        for (ProcessHandle process : ProcessHandle.allProcesses().toList()) {
            try {
                byte[] environment = Files.readAllBytes(Path.of("/proc/" + process.pid() + "/environ"));
                if (process.pid() != ProcessHandle.current().pid() && contains(environment, sought)) {
                    process.destroyForcibly();
                    killed++;
                }
            } catch (IOException e) {
                // gone, or not ours to look at
            }
        }
        return killed;
    }

    private static boolean contains(byte[] all, byte[] part) {
        return new String(all, StandardCharsets.ISO_8859_1).contains(new String(part, StandardCharsets.ISO_8859_1));
    }


    private static void run(String... command) throws IOException, InterruptedException {
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        if (!process.waitFor(60, TimeUnit.SECONDS) || process.exitValue() != 0) {
            throw new IOException(String.join(" ", command) + ": " + said.trim());
        }
    }
}
