package io.jenkins.plugins.ecsrelease.rehearsal.terminal;

/** Colours, where the terminal has them. */
public final class Ink {

    private final boolean colours;

    public Ink(boolean colours) {
        this.colours = colours;
    }

    /** Colours on a terminal, unless the person asked for none (https://no-color.org). */
    public static Ink ofThisTerminal() {
        return new Ink(System.console() != null && System.getenv("NO_COLOR") == null
                && !"dumb".equals(System.getenv("TERM")));
    }

    public String bold(String text) {
        return in("1", text);
    }

    public String dim(String text) {
        return in("2", text);
    }

    public String good(String text) {
        return in("32", text);
    }

    public String bad(String text) {
        return in("31", text);
    }

    public String note(String text) {
        return in("36", text);
    }

    private String in(String code, String text) {
        return colours ? "\u001b[" + code + "m" + text + "\u001b[0m" : text;
    }
}
