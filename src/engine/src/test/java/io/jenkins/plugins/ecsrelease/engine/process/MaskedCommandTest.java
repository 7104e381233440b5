package io.jenkins.plugins.ecsrelease.engine.process;

import static org.awaitility.Awaitility.await;
import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertTrue;

import java.io.IOException;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.Assume;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.TemporaryFolder;
import org.junit.runner.RunWith;
import org.junit.runners.Parameterized;

/** A container's own program behind the filter, as its first process's child, in each shell that this machine has. */
@RunWith(Parameterized.class)
public class MaskedCommandTest {

    private static final Map<String, String> SECRET = Map.of("DATABASE_URL", "postgresql://shop:swordfish-1234@db/shop");

    @Parameterized.Parameters(name = "{0}")
    public static Collection<String> shells() {
        return List.of("dash", "bash", "busybox", "dash without awk");
    }

    @Parameterized.Parameter
    public String shell;

    @Rule
    public final TemporaryFolder folder = new TemporaryFolder();

    private Path output;

    /** The programs of an image, and nothing that can be written to. */
    private Path path() throws IOException {
        Path bin = folder.newFolder().toPath();
        List<String> names = new ArrayList<>(List.of("cat", "sleep", "env", "base64"));
        if (!shell.endsWith("without awk")) {
            names.add("awk");
        }
        for (String name : names) {
            Files.createSymbolicLink(bin.resolve(name), there(name));
        }
        return bin;
    }

    private static Path there(String name) {
        return Stream.of("/usr/bin", "/bin").map(each -> Path.of(each, name)).filter(Files::exists).findFirst().orElseThrow();
    }

    /** The words begin with /bin/sh, for which this machine may have several. */
    private Process start(List<String> words, Map<String, String> environment) throws IOException {
        Path program = Path.of("/bin", shell.replace(" without awk", ""));
        Assume.assumeTrue("no " + program + " here", Files.exists(program));
        List<String> masked = new ArrayList<>(Masking.command(words, environment.keySet()));
        assertEquals("/bin/sh", masked.remove(0));
        masked.add(0, program.toString());
        if (shell.equals("busybox")) {
            masked.add(1, "sh");
        }
        output = folder.newFile().toPath();
        ProcessBuilder builder = new ProcessBuilder(masked).redirectErrorStream(true).redirectOutput(output.toFile());
        builder.environment().clear();
        builder.environment().putAll(environment);
        builder.environment().put("PATH", path().toString());
        return builder.directory(Path.of("/").toFile()).start();
    }

    private String said() throws IOException {
        return Files.readString(output, StandardCharsets.UTF_8).replaceFirst("\\[ecs-release] There is no awk here.*\n", "");
    }

    private int ended(Process process) throws InterruptedException {
        assertTrue("it ended", process.waitFor(60, TimeUnit.SECONDS));
        return process.exitValue();
    }

    private void until(String text) {
        await().atMost(60, TimeUnit.SECONDS).until(() -> said().contains(text));
    }

    private void signal(Process process, String name) throws Exception {
        assertEquals(0, new ProcessBuilder("kill", "-" + name, Long.toString(process.pid())).start().waitFor());
    }

    @Test
    public void whatItWritesIsMaskedAndItsExitCodeIsItsOwn() throws Exception {
        Process process = start(List.of("/bin/sh", "-c", "echo \"connecting to $DATABASE_URL\"; printf %s \"$DATABASE_URL\" | base64; "
                + "echo not here >&2; exit 7"), SECRET);
        assertEquals(7, ended(process));
        String encoded = Base64.getEncoder().encodeToString(SECRET.get("DATABASE_URL").getBytes(StandardCharsets.UTF_8));
        assertTrue(said(), said().startsWith("connecting to ****\n") && said().endsWith("not here\n"));
        assertFalse(said(), said().contains("swordfish"));
        if (!shell.endsWith("without awk")) {
            assertFalse(said(), said().contains(encoded.substring(0, encoded.length() - 4)));
        }
    }

    @Test
    public void wordsStayWordsAndNeedNoShellOfTheirOwn() throws Exception {
        Process process = start(List.of("env", "A=two words", "/bin/sh", "-c", "echo \"$A it's $0 $*\" '$A'", "x'y", "$HOME", "*"), SECRET);
        assertEquals(0, ended(process));
        assertEquals("two words it's x'y $HOME * $A\n", said());
    }

    @Test
    public void itsLastWordsComeThroughWithoutALineEnd() throws Exception {
        Process process = start(List.of("/bin/sh", "-c", "printf 'first\\nlast of swordfish-1234'"), Map.of("KEY", "swordfish-1234"));
        assertEquals(0, ended(process));
        assertEquals("first\nlast of ****", said());
    }

    @Test
    public void aProgramThatIsNotThereIsSaidAsAShellSaysIt() throws Exception {
        assertEquals(127, ended(start(List.of("no-such-program", "--all"), SECRET)));
        assertTrue(said(), said().contains("no-such-program"));
    }

    @Test
    public void askedToEndItEndsInItsOwnWayAndWhatItStartedIsNotToldByUs() throws Exception {
        Process process = start(List.of("/bin/sh", "-c", "(trap 'echo the child was told' TERM; while :; do sleep .1; done) & c=$!; "
                + "trap 'echo tidied swordfish-1234; kill -KILL $c; exit 3' TERM; echo up; while :; do sleep .1; done"),
                Map.of("KEY", "swordfish-1234"));
        until("up\n");
        signal(process, "TERM");
        assertEquals(3, ended(process));
        assertEquals("up\ntidied ****\n", said());
    }

    @Test
    public void eachSignalReachesItAndInterruptsComeAsTerm() throws Exception {
        Map<String, String> signals = new LinkedHashMap<>(Map.of("USR1", "USR1"));
        signals.putAll(Map.of("HUP", "HUP", "TERM", "TERM", "USR2", "USR2"));
        // Whoever started this test may have had this one ignored, and then no shell can listen to it.
        if (!ignored().testBit(1)) {
            signals.put("INT", "TERM");
        }
        Process process = start(List.of("/bin/sh", "-c", "n=0; for s in TERM HUP USR1 USR2; do trap \"echo got $s; n=\\$((n+1))\" $s; done; "
                + "echo up; while [ $n -lt " + signals.size() + " ]; do sleep .05; done; exit 4"), SECRET);
        until("up\n");
        StringBuilder expected = new StringBuilder("up\n");
        for (Map.Entry<String, String> each : signals.entrySet()) {
            signal(process, each.getKey());
            expected.append("got ").append(each.getValue()).append('\n');
            await().atMost(60, TimeUnit.SECONDS).until(() -> said().contentEquals(expected));
        }
        assertEquals(4, ended(process));
    }

    /** The signals that a program started from here ignores, signal 1 in bit 0. */
    private static BigInteger ignored() throws IOException {
        Process cat = new ProcessBuilder("cat", "/proc/self/status").start();
        String mask = new String(cat.getInputStream().readAllBytes(), StandardCharsets.UTF_8).lines()
                .filter(line -> line.startsWith("SigIgn:")).findFirst().orElseThrow().substring(7).strip();
        return new BigInteger(mask, 16);
    }

    @Test
    public void whatDoesNotListenGoesOnAndWhatHasNoAnswerEndsByTheSignal() throws Exception {
        Process deaf = start(List.of("/bin/sh", "-c", "trap '' TERM; echo up; i=0; while [ $i -lt 20 ]; do i=$((i+1)); sleep .05; done; exit 5"), SECRET);
        until("up\n");
        signal(deaf, "TERM");
        assertEquals(5, ended(deaf));
        Process mute = start(List.of("sleep", "100"), SECRET);
        // Its own process is there once the filter has read which it is.
        await().atMost(60, TimeUnit.SECONDS).until(() -> mute.descendants().anyMatch(each -> each.info().commandLine().orElse("").contains("sleep")));
        signal(mute, "TERM");
        assertEquals(143, ended(mute));
    }

    @Test
    public void eachLineIsThereWhenItWasWritten() throws Exception {
        Path go = folder.getRoot().toPath().resolve("go");
        Process process = start(List.of("/bin/sh", "-c", "echo first; while [ ! -e " + go + " ]; do sleep .05; done; echo second"), SECRET);
        until("first\n");
        Files.createFile(go);
        assertEquals(0, ended(process));
        assertEquals("first\nsecond\n", said());
    }

    @Test
    public void aChildLeftBehindDoesNotKeepTheContainer() throws Exception {
        Process process = start(List.of("/bin/sh", "-c", "sleep 30 & echo done; exit 6"), SECRET);
        assertEquals(6, ended(process));
        assertEquals("done\n", said());
    }

    @Test
    public void whereThereIsNothingToHideTheWordsAreLeftAlone() {
        assertEquals(List.of("bin/migrate", "--all"), Masking.command(List.of("bin/migrate", "--all"), Set.of()));
    }
}
