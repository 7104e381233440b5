package io.jenkins.plugins.ecsrelease.rehearsal.terminal;

import io.jenkins.plugins.ecsrelease.rehearsal.run.Console;
import java.io.PrintStream;
import java.util.Locale;

/** Stages as headings with their time, and the log below them. */
public final class Terminal implements Console {

    private final PrintStream out;
    private final Ink ink;
    private final long start;
    private String current = "";

    /** @param start when the rehearsal began, in milliseconds since 1970 */
    public Terminal(PrintStream out, Ink ink, long start) {
        this.out = out;
        this.ink = ink;
        this.start = start;
    }

    @Override
    public synchronized void line(String stage, String text) {
        String shown = stage.equals(current) || stage.isEmpty() ? text : ink.dim("[" + stage + "] ") + text;
        if (text.startsWith("ERROR") || text.startsWith("[ERROR]")) {
            shown = ink.bad(shown);
        }
        out.println("         " + shown);
    }

    @Override
    public synchronized void stageBegan(String stage) {
        current = stage;
        out.println(ink.dim(time()) + "  " + ink.bold("▸ " + stage));
    }

    @Override
    public synchronized void stageEnded(String stage, long millis, String failure) {
        String took = String.format(Locale.ROOT, "%.1f s", millis / 1000.0);
        out.println(ink.dim(time()) + "  " + (failure.isEmpty() ? ink.good("✔ " + stage) : ink.bad("✘ " + stage))
                + ink.dim("  " + took));
    }

    /** A line of the rehearsal itself, not of the pipeline. */
    public synchronized void say(String text) {
        out.println(ink.dim(time()) + "  " + text);
    }

    public Ink ink() {
        return ink;
    }

    public PrintStream out() {
        return out;
    }

    private String time() {
        return String.format(Locale.ROOT, "%6.1f", (System.currentTimeMillis() - start) / 1000.0);
    }
}
