package io.jenkins.plugins.ecsrelease.engine.exec;

import static io.jenkins.plugins.ecsrelease.engine.process.ShellWord.quoted;

import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.TreeMap;

/**
 * What runs in the container, for any POSIX shell (dash, BusyBox, bash) with mkdir, mv, rm, cat, dd, sleep and either
 * base64 or od.
 *
 * <p>A program has a directory of its own: {@code run} is its script, {@code pid} the lock and the process that holds it,
 * {@code log} what it wrote, {@code rc} its exit code, moved into place once it ended. The process that takes the lock is
 * the one that runs the program, so a starter that dies on the way leaves either nothing or a running program.
 */
final class Scripts {

    /** Where the directories are made in the container, in its shell's words. */
    static final String BASE = "${TMPDIR:-/tmp}/.ecs-release";

    /**
     * What a task that waits for programs runs, for at most {@code seconds}: it notes its working directory, since a
     * session need not begin there, and ends by itself or when it is asked to.
     */
    static String idle(long seconds) {
        return "B=" + BASE + "; mkdir -p \"$B\" && pwd >\"$B/cwd\"; exec sleep " + seconds;
    }

    /** {@code e word}: our mark. */
    private static final String MARK = "e(){ printf '\\036ECSX:%s:%s\\036' \"$N\" \"$1\"; }\n";

    /**
     * {@code alive}: whether the holder of the lock still runs. A zombie does not, and neither does a process that got the
     * same number later. Without a readable /proc the number alone has to do.
     */
    private static final String ALIVE = """
            alive(){ P= T=; read P T <"$D/pid"; [ -n "$P" ] || return 0
            [ -r /proc/self/stat ] || { kill -0 "$P" 2>/dev/null; return; }
            { S=; read -r S <"/proc/$P/stat"; } 2>/dev/null; [ -n "$S" ] || return 1
            set -- ${S##*) }; case $1 in Z|X) return 1;; esac
            [ -z "$T" ] || [ "$T" = "${20}" ]; }
            """;

    private Scripts() {}

    /** The command of a session that runs {@code script}. */
    static String command(String nonce, String script) {
        return "sh -c " + quoted("N=" + nonce + "\n" + MARK + script);
    }

    /**
     * A script whose output and exit code are marked; line ends stay as they are where stty can be had. It lingers until it
     * is interrupted: an agent resends what was lost only as long as the command runs, and two seconds more.
     */
    static String marked(String script) {
        return "stty -opost -echo 2>/dev/null && e B0 || e B1\n(\n" + script + "\n) 2>&1\ne X$?\nsleep 60\n";
    }

    /** Starts a program unless it was started; says S when it runs, or why it cannot. */
    static String start(String id, String script, Map<String, String> environment) {
        StringBuilder run = new StringBuilder();
        new TreeMap<>(environment)
                .forEach((name, value) -> run.append("export ").append(name).append('=').append(quoted(value)).append('\n'));
        run.append("export ECS_RELEASE_DIR=\"").append(directory(id)).append("\"\n").append(script).append('\n');
        // The holder of the lock takes TERM calmly, so that it is there to write down how the program ended.
        String holder = "D=" + directory(id) + "; trap : TERM INT; T=; [ -r /proc/$$/stat ] && { read -r S </proc/$$/stat; set -- ${S##*) };"
                + " T=${20}; }; set -C; { echo \"$$ $T\" >\"$D/pid\"; } 2>/dev/null || exit 0; set +C;"
                + " W=\"" + BASE + "/cwd\"; [ -r \"$W\" ] && cd \"$(cat \"$W\")\";"
                + " sh \"$D/run\" >\"$D/log\" 2>&1 </dev/null; echo $? >\"$D/rc.t\"; mv \"$D/rc.t\" \"$D/rc\"";
        return "D=" + directory(id) + "\n"
                + "for c in mkdir mv rm cat dd sleep; do command -v $c >/dev/null || { e \"Mno $c\"; exit 3; }; done\n"
                + "command -v base64 >/dev/null || command -v od >/dev/null || { e 'Mno base64 and no od'; exit 3; }\n"
                + "mkdir -p \"$D\" 2>/dev/null || { e 'Rno file can be written below /tmp'; exit 4; }\n"
                + "if [ ! -e \"$D/pid\" ]; then\n"
                + "printf %s " + quoted(run.toString()) + " >\"$D/run.$$\" && mv \"$D/run.$$\" \"$D/run\""
                + " || { e 'Rno file can be written below /tmp'; exit 4; }\n"
                + "trap '' HUP\n"
                + "H=" + quoted(holder) + "\n"
                + "if command -v setsid >/dev/null; then setsid sh -c \"$H\" </dev/null >/dev/null 2>&1 &\n"
                + "else nohup sh -c \"$H\" </dev/null >/dev/null 2>&1 & fi\n"
                + "i=0; while [ ! -s \"$D/pid\" ] && [ $i -lt 100 ]; do i=$((i+1)); sleep .1 2>/dev/null || sleep 1; done\n"
                + "fi\n"
                + "[ -s \"$D/pid\" ] && e S || { e 'Rthe program did not start within ten seconds'; exit 5; }\n";
    }

    /**
     * Follows a program from a byte of its log on: D, d and Z are pieces of the log with their offset and length, S says where it stands (A absent, R running),
     * L that it is gone without an exit code, E its exit code and the length of its log; H in long silences. It lingers
     * after the last of them, until it is interrupted.
     *
     * <p>Of a piece nothing can be used before all of it has come. So none is longer than 2 KiB and what the session has
     * brought before: however short the sessions are that a bad line allows, each brings the log on.
     */
    static String follow(String id, long offset) {
        return "D=" + directory(id) + "; O=" + offset + "\n" + ALIVE + """
                stty -opost -echo 2>/dev/null
                command -v dd >/dev/null || { e 'Mno dd'; exit 3; }
                if command -v base64 >/dev/null; then
                if command -v gzip >/dev/null; then c(){ gzip -1 | base64; }; k=Z; else c(){ base64; }; k=D; fi
                elif command -v od >/dev/null; then c(){ od -An -v -tx1; }; k=d
                else e 'Mno base64 and no od'; exit 3; fi
                z(){ stat -c %s "$D/log" 2>/dev/null || wc -c <"$D/log"; }
                p= f= h=0 M=2048
                while :; do
                s=SR; if [ -f "$D/rc" ]; then s=E; elif [ ! -e "$D/pid" ]; then s=SA; elif ! alive; then s=L; [ -f "$D/rc" ] && s=E; fi
                if [ -z "$f" ] && [ -f "$D/log" ]; then exec 3<"$D/log"; dd bs=1 skip=$O count=0 <&3 >/dev/null 2>&1; f=1; fi
                if [ -n "$f" ]; then L=$(z)
                while [ "$O" -lt "$L" ]; do K=$((L-O)); [ $K -le $M ] || K=$M
                M=$((M+K)); [ $M -le 65536 ] || M=65536
                e "$k$O:$K:$(dd bs=$K count=1 <&3 2>/dev/null | c)"; O=$((O+K)); h=0; done; fi
                case $s in E) e "E$(cat "$D/rc"):$(z)"; sleep 300; exit;; L) e L; sleep 300; exit;; esac
                [ "$s" = "$p" ] || { p=$s; e $s; }
                h=$((h+1)); [ $h -lt 75 ] || { h=0; e H; }
                sleep .2 2>/dev/null || sleep 1
                done
                """;
    }

    /**
     * Asks the program and all it started to end, or kills them: T or K when it was told so, else A, E or L. The holder of
     * the lock is spared, so that it writes down how the program ended.
     */
    static String stop(String id, boolean force) {
        String signal = force ? "KILL" : "TERM";
        return "D=" + directory(id) + "\n" + ALIVE
                + "[ -e \"$D/pid\" ] || { e A; exit; }\n[ -f \"$D/rc\" ] && { e E; exit; }\nalive || { e L; exit; }\n"
                + "H=$P\nif [ -r /proc/self/stat ]; then\n"
                + "for q in /proc/[0-9]*/stat; do S=; { read -r S <\"$q\"; } 2>/dev/null; [ -n \"$S\" ] || continue\n"
                + "G=${S%% *}; set -- ${S##*) }; [ \"$G\" = \"$H\" ] && continue; { [ \"$3\" = \"$H\" ] || [ \"$2\" = \"$H\" ]; } && kill -" + signal
                + " \"$G\"\ndone\n"
                + "else kill -" + signal + " -- -$H || kill -" + signal + " $H\n"
                + (force ? "[ -f \"$D/rc\" ] || { echo 137 >\"$D/rc.t\"; mv \"$D/rc.t\" \"$D/rc\"; }\n" : "")
                + "fi 2>/dev/null\ne " + (force ? "K" : "T") + "\n";
    }

    static String remove(String id) {
        return "rm -rf \"" + directory(id) + "\"\n";
    }

    static String directory(String id) {
        if (!id.matches("[A-Za-z0-9_-]{1,120}")) {
            throw new IllegalArgumentException("The id of a program has 1 to 120 letters, digits, '-' and '_': " + id);
        }
        return BASE + "/" + id;
    }

    static int bytes(String script) {
        return script.getBytes(StandardCharsets.UTF_8).length;
    }
}
