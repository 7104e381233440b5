package io.jenkins.plugins.ecsrelease.rehearsal.builtin;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** A script of the shell that runs in a session of its own, seen through the files of its control directory. */
record ShellScript(Path directory) {

    /**
     * @param environment the script's whole environment is this machine's with these on top
     * @param capture whether standard output is kept apart from the log
     */
    static ShellScript start(Path workspace, String script, Map<String, String> environment, boolean capture)
            throws IOException {
        Path beside = Files.createDirectories(workspace.resolveSibling(workspace.getFileName() + "@tmp"));
        Path directory = Files.createTempDirectory(beside, "durable-");
        String head = script.startsWith("#!") ? "" : "#!/bin/sh -xe\n";
        Files.writeString(directory.resolve("script.sh"), head + script);
        directory.resolve("script.sh").toFile().setExecutable(true);
        String out = capture ? "> output 2> log" : "> log 2>&1";
        Files.writeString(directory.resolve("wrapper.sh"), "echo $$ > pid\n(cd \"$1\" && exec \"$2/script.sh\") " + out
                + "\necho $? > result.new\nmv result.new result\n");
        List<String> command = new ArrayList<>(List.of("setsid", "sh", "wrapper.sh", workspace.toString(), directory.toString()));
        ProcessBuilder builder = new ProcessBuilder(command)
                .directory(directory.toFile())
                .redirectInput(new java.io.File("/dev/null"))
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .redirectError(ProcessBuilder.Redirect.DISCARD);
        builder.environment().putAll(environment);
        Files.writeString(directory.resolve("pid"), Long.toString(builder.start().pid()));
        return new ShellScript(directory);
    }

    /** Null while it runs. */
    Integer exitCode() throws IOException {
        Path result = directory.resolve("result");
        return Files.exists(result) ? Integer.valueOf(Files.readString(result).trim()) : null;
    }

    boolean alive() throws IOException {
        return process().map(ProcessHandle::isAlive).orElse(false);
    }

    byte[] log(long from) throws IOException {
        Path log = directory.resolve("log");
        if (!Files.exists(log)) {
            return new byte[0];
        }
        try (RandomAccessFile file = new RandomAccessFile(log.toFile(), "r")) {
            byte[] more = new byte[(int) Math.max(0, Math.min(file.length() - from, 1 << 20))];
            file.seek(from);
            file.readFully(more);
            return more;
        }
    }

    String output() throws IOException {
        return Files.readString(directory.resolve("output"));
    }

    void kill() throws IOException {
        process().ifPresent(process -> {
            process.descendants().forEach(ProcessHandle::destroy);
        });
    }

    void remove() throws IOException {
        try (Stream<Path> files = Files.walk(directory)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
    }

    private Optional<ProcessHandle> process() throws IOException {
        String pid = Files.readString(directory.resolve("pid")).trim();
        return pid.isEmpty() ? Optional.empty() : ProcessHandle.of(Long.parseLong(pid));
    }
}
