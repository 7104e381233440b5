package io.jenkins.plugins.ecsrelease.engine.process;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.regex.Pattern;

/**
 * Keeps secrets out of what a program writes, where it is written: the program's output runs through a filter that knows
 * the values from its own environment, so that neither the file that is followed nor anything after it ever holds one.
 * Nothing of a value is in an argument, in the script, or known to Jenkins.
 *
 * <p>A value is masked as it is, URL-encoded, in base64 at any alignment, and escaped for a shell or for JSON; of an
 * address also the password alone, of JSON each value, of several lines each line. Values of fewer than four characters
 * are left. Needs {@code awk}; an image without one gets its values masked as they are only, and the output says so.
 * Masked output is passed on line by line, and an exit code as it was.
 */
public final class Masking {

    private static final Pattern VARIABLE = Pattern.compile("[A-Za-z_][A-Za-z0-9_]*");
    private static final String AWK = resource();

    private Masking() {}

    /** @return the script as it was where there is nothing to hide */
    public static String of(String script, Detached.Hidden hidden) {
        if (hidden.isEmpty()) {
            return script;
        }
        List<String> names = new ArrayList<>();
        StringBuilder head = new StringBuilder();
        for (String variable : hidden.variables()) {
            if (VARIABLE.matcher(variable).matches()) {
                names.add(variable);
            }
        }
        int number = 0;
        for (String file : hidden.files()) {
            String name = "HIDDEN_" + number++;
            head.append(name).append("=$(cat ").append(file).append(" 2>/dev/null)\n");
            names.add(name);
        }
        String stop = "\036ENDED:" + UUID.randomUUID() + ":";
        // An end by signal goes to the program, not to what passes its last words on.
        return head + "trap : TERM INT HUP\n"
                + "{ trap : TERM INT HUP\n(\ntrap - TERM INT HUP\n" + script + "\n)\nprintf '" + stop.replace("\036", "\\036") + "%s\\n' $?\n} 2>&1 | {\n"
                + "trap '' TERM INT HUP\nHIDE=" + ShellWord.quoted(String.join(" ", names)) + " STOP=$(printf '" + stop.replace("\036", "\\036") + "')\n"
                + "export HIDE STOP" + files(number) + "\n"
                + "if command -v awk >/dev/null; then I=; case $(awk -W version 2>&1 </dev/null) in mawk*) I='-W interactive';; esac\n"
                + "LC_ALL=C exec awk $I " + ShellWord.quoted(AWK) + "\n"
                + "fi\n" + WITHOUT_AWK + "}\nexit $?\n";
    }

    private static String files(int count) {
        StringBuilder names = new StringBuilder();
        for (int i = 0; i < count; i++) {
            names.append(" HIDDEN_").append(i);
        }
        return names.toString();
    }

    /** With nothing but a shell: each value as it is. */
    private static final String WITHOUT_AWK = """
            echo '[ecs-release] There is no awk here: secrets are masked as they are, and not in other forms.'
            while IFS= read -r l || [ -n "$l" ]; do
            k=; case $l in *"$STOP"*) k=${l##*"$STOP"}; l=${l%%"$STOP"*};; esac
            for v in $HIDE; do eval "v=\\$$v"; [ ${#v} -gt 3 ] || continue; r=
            while :; do case $l in *"$v"*) r=$r${l%%"$v"*}****; l=${l#*"$v"};; *) break;; esac; done; l=$r$l; done
            if [ -n "$k" ]; then printf %s "$l"; exit $k; fi
            printf '%s\\n' "$l"; done; exit 137
            """;

    /** Comments and indentation are for readers. */
    private static String resource() {
        try (InputStream in = Masking.class.getResourceAsStream("mask.awk")) {
            StringBuilder program = new StringBuilder();
            new String(in.readAllBytes(), StandardCharsets.UTF_8).lines().map(String::strip)
                    .filter(line -> !line.startsWith("#")).forEach(line -> program.append(line).append('\n'));
            return program.toString();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
