package io.jenkins.plugins.ecsrelease.engine.process;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Keeps secrets out of what a program writes, where it is written: the program's output runs through a filter that knows
 * the values from its own environment, so that neither the file that is followed nor anything after it ever holds one.
 * Nothing of a value is in an argument, in the script, or known to Jenkins.
 *
 * <p>A value is masked as it is, URL-encoded, in base64 at any alignment, and escaped for a shell or for JSON; of an
 * address also the password alone, of JSON each value, of several lines each line. Values of fewer than four characters
 * are left. A file is looked at again with each line: what it gets while the program runs, such as another login, is masked
 * from then on, and what it held before still is. Needs {@code awk}; an image without one gets its values masked as they
 * are only, and the output says so. Masked output is passed on line by line, and an exit code as it was.
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
        StringBuilder head = new StringBuilder();
        int files = 0;
        for (String file : hidden.files()) {
            head.append("FROM_").append(files).append('=').append(file).append('\n');
            head.append("HIDDEN_").append(files).append("=$(cat \"$FROM_").append(files).append("\" 2>/dev/null)\n");
            files++;
        }
        String stop = stop();
        // An end by signal goes to the program, not to what passes its last words on.
        return head + "trap : TERM INT HUP\n"
                + "{ trap : TERM INT HUP\n(\ntrap - TERM INT HUP\n" + script + "\n)\n" + ended(stop) + "} 2>&1 | {\n"
                + "trap '' TERM INT HUP\n" + filter(hidden.variables(), files, stop) + "}\nexit $?\n";
    }

    /**
     * The same for a program that is a container's own: what the container is to run instead of {@code words}. Needs
     * {@code /bin/sh}, and neither a file system that can be written to nor anything of it.
     *
     * <p>The container's end is the program's, with its exit code. A signal that the container gets goes to the program
     * alone: TERM, HUP, USR1 and USR2 as they are, INT and QUIT as TERM, since a shell has a program beside itself ignore
     * those. The shell of the filter learns from the first line which process the program is.
     *
     * @param words the program and its arguments
     * @param variables as in {@link Detached.Hidden#variables()}
     * @return {@code words} where there is nothing to hide
     */
    public static List<String> command(List<String> words, Set<String> variables) {
        if (variables.isEmpty()) {
            return words;
        }
        String stop = stop();
        String script = """
                t() { trap 'f TERM' TERM INT QUIT; for s in HUP USR1 USR2; do trap "f $s" $s; done; }
                f() { g=1; kill -"$1" "$b" 2>/dev/null; }
                w() { while g=; do wait "$b"; k=$?; [ -n "$g" ] && kill -0 "$b" 2>/dev/null || exit $k; done; }
                t
                { (
                /bin/sh -c 'echo $PPID'
                """
                + "exec " + words.stream().map(ShellWord::quoted).collect(Collectors.joining(" ")) + "\n)\n" + ended(stop) + """
                } 2>&1 | { read p
                f() { g=1; kill -"$1" "$p" 2>/dev/null; }
                t
                exec 3<&0
                {
                """
                + filter(variables, 0, stop) + """
                } <&3 3<&- &
                b=$!
                w
                } &
                b=$!
                [ -z "$g" ] || f TERM
                w
                """;
        return List.of("/bin/sh", "-c", script);
    }

    private static String stop() {
        return "\\036ENDED:" + UUID.randomUUID() + ":";
    }

    private static String ended(String stop) {
        return "printf '" + stop + "%s\\n' $?\n";
    }

    /** Passes its input on, masked, and ends with the code that comes with the last line. */
    private static String filter(Set<String> variables, int files, String stop) {
        List<String> names = new ArrayList<>();
        variables.stream().filter(variable -> VARIABLE.matcher(variable).matches()).forEach(names::add);
        StringBuilder numbers = new StringBuilder();
        StringBuilder exported = new StringBuilder();
        for (int i = 0; i < files; i++) {
            names.add("HIDDEN_" + i);
            numbers.append(i).append(' ');
            exported.append(" HIDDEN_").append(i).append(" FROM_").append(i);
        }
        return "HIDE=" + ShellWord.quoted(String.join(" ", names)) + " FILES=" + ShellWord.quoted(numbers.toString()) + " STOP=$(printf '" + stop + "')\n"
                + "export HIDE FILES STOP" + exported + "\n"
                + "if command -v awk >/dev/null; then I=; case $(awk -W version 2>&1 </dev/null) in mawk*) I='-W interactive';; esac\n"
                + "LC_ALL=C exec awk $I " + ShellWord.quoted(AWK) + "\n"
                + "fi\n" + WITHOUT_AWK;
    }

    /** With nothing but a shell: each value as it is, and the password of a login. */
    private static final String WITHOUT_AWK = """
            echo '[ecs-release] There is no awk here: secrets are masked as they are, and not in other forms.'
            m() { [ ${#1} -gt 3 ] || return 0; r=
            while :; do case $l in *"$1"*) r=$r${l%%"$1"*}****; l=${l#*"$1"};; *) break;; esac; done; l=$r$l; }
            c=0
            while IFS= read -r l || [ -n "$l" ]; do
            k=; case $l in *"$STOP"*) k=${l##*"$STOP"}; l=${l%%"$STOP"*};; esac
            for n in $FILES; do v=; eval "f=\\$FROM_$n o=\\$HIDDEN_$n"; { IFS= read -r v <"$f"; } 2>/dev/null
            if [ -n "$v" ] && [ "$v" != "$o" ]; then c=$((c+1)); eval "HIDDEN_$n=\\$v HIDDEN_${n}_$c=\\$o"; HIDE="$HIDE HIDDEN_${n}_$c"; fi; done
            for v in $HIDE; do eval "v=\\$$v"; m "$v"
            case $v in '{'*'"Secret":"'*) v=${v#*'"Secret":"'}; m "${v%%'"'*}";; esac; done
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
