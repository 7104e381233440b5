package io.jenkins.plugins.ecsrelease.test.jenkins;

import io.jenkins.plugins.ecsrelease.test.jenkins.Cell.Loses;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.function.Supplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What one job's releases say to AWS and to their agent. It can be stopped in a given phase of an operation: from then on
 * everything waits, until it is joined again or Jenkins goes down. The phase is the one that the engine's journal names at
 * that very moment, so that no test depends on how fast anything is.
 */
final class Wire {

    private static final Pattern KIND = Pattern.compile("\"kind\"\\s*:\\s*\"([^\"]+)\"");
    private static final Pattern PHASE = Pattern.compile("\"phase\"\\s*:\\s*\\{\\s*\"name\"\\s*:\\s*\"([^\"]+)\"");
    private static final Pattern CHANGES = Pattern.compile("(?:X-Amz-Target:\\s*\\S+\\.|Action=)(?!Describe|List|Get|BatchGet|BatchCheck|Filter|Simulate|Assume)\\w+");

    private final Pattern job;
    private final Supplier<Path> journals;
    private Predicate<Cell> wanted = cell -> false;
    private Cell stopped;
    private Cell seen;
    private boolean down;
    private int cuts;
    private int held;
    private Object losing;

    /** @param journals where the engine of this Jenkins keeps its open journals; null while there is none */
    Wire(String job, Supplier<Path> journals) {
        this.job = Pattern.compile("\"job\"\\s*:\\s*\"" + Pattern.quote(job) + "\"");
        this.journals = journals;
    }

    /** Joined again, to be stopped at the first of these. */
    synchronized void join(Predicate<Cell> at) {
        wanted = at;
        stopped = null;
        seen = null;
        down = false;
        notifyAll();
    }

    /** Where it is stopped; empty while it is not. */
    synchronized Optional<Cell> stopped() {
        return Optional.ofNullable(stopped);
    }

    /** Whether anything waits, without which what stands still does not stay so for long. */
    synchronized boolean holdsSomething() {
        return held > 0;
    }

    /** Jenkins goes down, say: whatever waits is lost, and so is what comes until it is joined. */
    synchronized void cut() {
        if (stopped != null && !down) {
            down = true;
            cuts++;
            notifyAll();
        }
    }

    /**
     * Asked before a request, or a part of it, is passed on; waits while the wire is stopped, and is held against what it is
     * to be stopped in each time it is joined. False: it is lost.
     *
     * @param exchange what the reply will come to
     */
    synchronized boolean passes(String request, Object exchange) {
        boolean waited;
        do {
            if (stopped == null) {
                standing().ifPresent(here -> {
                    Cell reply = new Cell(here.kind(), here.phase(), Loses.THE_REPLY);
                    if (wanted.test(here)) {
                        stop(here);
                    } else if (CHANGES.matcher(request).find() && reply.change() && wanted.test(reply)) {
                        stop(reply);
                        losing = exchange;
                        notifyAll();
                    }
                });
                if (stopped != null && stopped.loses() == Loses.THE_REPLY) {
                    return true;
                }
            }
            waited = stopped != null;
            if (!goesOn(exchange)) {
                return false;
            }
        } while (waited);
        return true;
    }

    /** Asked before a reply is passed on. The one that is to be lost is, also where it comes after the wire was joined again. */
    synchronized boolean goesOn(Object exchange) {
        int before = cuts;
        while (stopped != null && !down && before == cuts) {
            held++;
            try {
                wait();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return false;
            } finally {
                held--;
            }
        }
        boolean passes = !down && before == cuts && exchange != losing;
        if (exchange == losing) {
            losing = null;
        }
        return passes;
    }

    /** Stops it also in a phase that asks nothing over this wire, once that was seen twice. */
    synchronized void look() {
        if (stopped == null) {
            Cell here = standing().filter(wanted).orElse(null);
            if (here != null && here.equals(seen)) {
                stop(here);
            }
            seen = here;
        }
    }

    private void stop(Cell at) {
        stopped = at;
    }

    /** Whether the operation still stands where the wire was stopped. */
    boolean holds() {
        Cell at = stopped().orElseThrow();
        return standing().map(here -> here.phase().equals(at.phase())).orElse(false);
    }

    /** Where this job's open operation stands, by its journal. */
    private Optional<Cell> standing() {
        Path directory = journals.get();
        if (directory == null || !Files.isDirectory(directory)) {
            return Optional.empty();
        }
        try (DirectoryStream<Path> files = Files.newDirectoryStream(directory, "*.json")) {
            for (Path file : files) {
                String journal = read(file);
                Matcher kind = KIND.matcher(journal);
                Matcher phase = PHASE.matcher(journal);
                if (job.matcher(journal).find() && kind.find() && phase.find() && Cell.known(kind.group(1), phase.group(1))) {
                    return Optional.of(new Cell(kind.group(1), phase.group(1), Loses.THE_REQUEST));
                }
            }
            return Optional.empty();
        } catch (IOException | DirectoryIteratorException gone) {
            return Optional.empty(); // Jenkins begins or ends.
        }
    }

    /** Whether a stop is on record with this job's open operation, or there is none any more. */
    boolean knowsOfItsStop() {
        Path directory = journals.get();
        try (DirectoryStream<Path> files = Files.newDirectoryStream(directory, "*.json")) {
            for (Path file : files) {
                String journal = read(file);
                if (job.matcher(journal).find()) {
                    return journal.contains("\"STOP\"");
                }
            }
            return true;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String read(Path file) throws IOException {
        try {
            return Files.readString(file);
        } catch (NoSuchFileException gone) {
            return ""; // It has just gone to the build's directory.
        }
    }
}
