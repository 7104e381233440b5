package io.jenkins.plugins.ecsrelease.engine.process;

/** One word of a POSIX shell's command line, whatever it holds. */
public final class ShellWord {

    private ShellWord() {}

    /** The text in single quotes; the agent of ECS Exec splits its command by the same rule. */
    public static String quoted(String text) {
        return "'" + text.replace("'", "'\\''") + "'";
    }
}
