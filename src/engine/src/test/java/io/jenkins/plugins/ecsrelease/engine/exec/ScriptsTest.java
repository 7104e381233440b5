package io.jenkins.plugins.ecsrelease.engine.exec;

import static org.junit.Assert.assertArrayEquals;
import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertTrue;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.junit.Assume;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.TemporaryFolder;
import org.junit.runner.RunWith;
import org.junit.runners.Parameterized;

/** The scripts in the shells that images have. */
@RunWith(Parameterized.class)
public class ScriptsTest {

    @Parameterized.Parameters(name = "{0}")
    public static List<String> shells() {
        return List.of("dash", "bash --posix", "bash", "busybox ash");
    }

    @Rule
    public final TemporaryFolder folder = new TemporaryFolder();

    private final List<String> shell;

    public ScriptsTest(String shell) {
        this.shell = List.of(shell.split(" "));
        Path program = Path.of("/bin").resolve(this.shell.get(0));
        Assume.assumeTrue(program + " is not on this machine", Files.isExecutable(program));
    }

    /** What the marks of a script say, in order. */
    private List<String> run(String script) throws Exception {
        List<String> command = new ArrayList<>(shell);
        command.add("-c");
        String text = Scripts.command("n0nce", script);
        // Nobody interrupts it here, so it does not linger.
        command.add(text.substring("sh -c '".length(), text.length() - 1).replace("'\\''", "'").replace("sleep 300;", ""));
        ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
        builder.environment().put("TMPDIR", folder.getRoot().toString());
        Process process = builder.start();
        process.getOutputStream().close();
        List<String> marks = new ArrayList<>();
        Markers markers = new Markers("n0nce", marks::add);
        markers.take(process.getInputStream().readAllBytes());
        assertTrue(process.waitFor(30, TimeUnit.SECONDS));
        assertEquals("noise", "", markers.noise());
        return marks;
    }

    private static byte[] log(List<String> marks) throws Exception {
        ByteArrayOutputStream log = new ByteArrayOutputStream();
        for (String mark : marks) {
            if ("DdZ".indexOf(mark.charAt(0)) >= 0) {
                log.writeBytes(Piece.read(mark).bytes());
            }
        }
        return log.toByteArray();
    }

    private static String last(List<String> marks) {
        return marks.get(marks.size() - 1);
    }

    @Test
    public void startedOnceFollowedFromAnywhere() throws Exception {
        byte[] bytes = new byte[100_003];
        new Random(1).nextBytes(bytes);
        Files.write(folder.getRoot().toPath().resolve("bytes"), bytes);
        String script = "cat \"$TMPDIR/bytes\"; echo x >>\"$TMPDIR/count\"; exit 9";
        assertEquals(List.of("S"), run(Scripts.start("p", script, Map.of())));
        assertEquals(List.of("S"), run(Scripts.start("p", script, Map.of())));

        List<String> all = run(Scripts.follow("p", 0));
        assertArrayEquals(bytes, log(all));
        assertEquals("E9:100003", last(all).replace(" ", ""));
        List<String> rest = run(Scripts.follow("p", 77_777));
        assertArrayEquals(Arrays.copyOfRange(bytes, 77_777, bytes.length), log(rest));
        assertEquals("x\n", Files.readString(folder.getRoot().toPath().resolve("count")));
    }

    @Test
    public void quotesAndSpecialCharactersReachTheScriptAsTheyAre() throws Exception {
        run(Scripts.start("p", "printf '%s|' \"$A\" 'it'\\''s' \"\\$HOME\" '#no comment' `echo b`", Map.of("A", "a'b \"c\" $d `e` \\f")));
        assertEquals("a'b \"c\" $d `e` \\f|it's|$HOME|#no comment|b|",
                new String(log(run(Scripts.follow("p", 0))), StandardCharsets.UTF_8));
    }

    @Test
    public void askedToEndItEndsWithTheSignalsCode() throws Exception {
        run(Scripts.start("p", "echo up; sleep 60; echo never", Map.of()));
        assertEquals("T", run(Scripts.stop("p", false)).get(0));
        List<String> marks = run(Scripts.follow("p", 0));
        String said = new String(log(marks), StandardCharsets.UTF_8);
        assertTrue(said, said.startsWith("up\n") && !said.contains("never"));
        assertEquals("E143", last(marks).split(":")[0]);
        assertEquals("E", run(Scripts.stop("p", true)).get(0));
    }

    @Test
    public void killedItLeavesACodeAllTheSame() throws Exception {
        run(Scripts.start("p", "trap '' TERM; echo up; while :; do sleep 1; done", Map.of()));
        assertEquals("T", run(Scripts.stop("p", false)).get(0));
        assertEquals("K", run(Scripts.stop("p", true)).get(0));
        assertEquals("E137", last(run(Scripts.follow("p", 0))).split(":")[0]);
    }

    @Test
    public void aHolderThatIsKilledIsLostAndNotAnEnd() throws Exception {
        run(Scripts.start("p", "echo up; sleep 60", Map.of()));
        String pid = Files.readString(folder.getRoot().toPath().resolve(".ecs-release/p/pid")).split(" ")[0];
        ProcessHandle holder = ProcessHandle.of(Long.parseLong(pid)).orElseThrow();
        holder.descendants().forEach(ProcessHandle::destroyForcibly);
        holder.destroyForcibly();
        holder.onExit().get(10, TimeUnit.SECONDS);
        Files.deleteIfExists(folder.getRoot().toPath().resolve(".ecs-release/p/rc"));
        assertEquals("L", last(run(Scripts.follow("p", 0))));
    }

    @Test
    public void aNumberThatAnotherProcessGotLaterIsNotTheProgram() throws Exception {
        Path directory = Files.createDirectories(folder.getRoot().toPath().resolve(".ecs-release/p"));
        Files.writeString(directory.resolve("log"), "half\n");
        Files.writeString(directory.resolve("pid"), ProcessHandle.current().pid() + " 12345\n");
        assertEquals("L", last(run(Scripts.follow("p", 0))));
    }

    @Test
    public void removedItIsAbsent() throws Exception {
        run(Scripts.start("p", "exit 0", Map.of()));
        run(Scripts.follow("p", 0));
        run(Scripts.remove("p"));
        assertEquals("A", run(Scripts.stop("p", false)).get(0));
    }
}
