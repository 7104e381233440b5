package io.jenkins.plugins.ecsrelease.sandbox.session;

import java.util.ArrayList;
import java.util.List;

/**
 * Splits a command into words as the agent does: quotes and backslashes as in a POSIX shell, a comment where an unquoted
 * word begins with {@code #}, and nothing else of a shell.
 */
final class CommandLine {

    private CommandLine() {}

    /** @throws IllegalArgumentException when a quote is left open */
    static List<String> split(String command) {
        List<String> words = new ArrayList<>();
        StringBuilder word = null;
        int i = 0;
        while (i < command.length()) {
            char c = command.charAt(i);
            if (word == null && c == '#') {
                while (i < command.length() && command.charAt(i) != '\n') {
                    i++;
                }
            } else if (c == ' ' || c == '\t' || c == '\n' || c == '\r') {
                if (word != null) {
                    words.add(word.toString());
                    word = null;
                }
                i++;
            } else {
                word = word == null ? new StringBuilder() : word;
                i = c == '\'' || c == '"' ? quoted(command, i, word) : plain(command, i, word);
            }
        }
        if (word != null) {
            words.add(word.toString());
        }
        return words;
    }

    private static int plain(String command, int at, StringBuilder word) {
        if (command.charAt(at) != '\\') {
            word.append(command.charAt(at));
            return at + 1;
        }
        if (at + 1 == command.length()) {
            throw new IllegalArgumentException("EOF found after escape character");
        }
        word.append(command.charAt(at + 1));
        return at + 2;
    }

    private static int quoted(String command, int at, StringBuilder word) {
        char quote = command.charAt(at);
        int i = at + 1;
        while (i < command.length() && command.charAt(i) != quote) {
            if (quote == '"' && command.charAt(i) == '\\' && i + 1 < command.length()) {
                i++;
            }
            word.append(command.charAt(i++));
        }
        if (i >= command.length()) {
            throw new IllegalArgumentException("EOF found when expecting closing quote");
        }
        return i + 1;
    }
}
