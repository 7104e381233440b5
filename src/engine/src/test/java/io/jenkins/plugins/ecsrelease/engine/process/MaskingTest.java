package io.jenkins.plugins.ecsrelease.engine.process;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertTrue;

import java.io.IOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import org.junit.Assume;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.TemporaryFolder;
import org.junit.runner.RunWith;
import org.junit.runners.Parameterized;

/** What a program writes of its secrets, with each awk that this machine has, and with none. */
@RunWith(Parameterized.class)
public class MaskingTest {

    private static final String PASSWORD = "s3cr\u00e9t/+ $`\"'\\&pass~word";
    private static final String URL = "postgresql://shop:" + "hunter2-hunter2" + "@db.example:5432/shop";

    @Parameterized.Parameters(name = "{0}")
    public static Collection<String> awks() {
        return List.of("mawk", "gawk", "original-awk", "busybox", "none");
    }

    @Parameterized.Parameter
    public String awk;

    @Rule
    public final TemporaryFolder folder = new TemporaryFolder();

    /** A PATH with this awk alone and the few programs that the test itself calls. */
    private Path path() throws IOException {
        Path bin = folder.newFolder().toPath();
        for (String name : List.of("sh", "cat", "sleep", "env", "seq")) {
            Files.createSymbolicLink(bin.resolve(name), which(name).orElseThrow());
        }
        if (!awk.equals("none")) {
            Path program = which(awk).orElse(null);
            Assume.assumeTrue("no " + awk + " here", program != null);
            Files.createSymbolicLink(bin.resolve("awk"), program);
        }
        return bin;
    }

    private static java.util.Optional<Path> which(String name) {
        return java.util.stream.Stream.of("/usr/bin", "/bin").map(each -> Path.of(each, name)).filter(Files::exists).findFirst();
    }

    private record Ran(int code, String output) {}

    private Process start(String script, Map<String, String> environment, Path output) throws IOException {
        Detached.Hidden hidden = new Detached.Hidden(environment.keySet(), Set.of());
        Path file = Files.writeString(folder.newFile().toPath(), Masking.of(script, hidden));
        ProcessBuilder builder = new ProcessBuilder("sh", file.toString()).redirectErrorStream(true).redirectOutput(output.toFile());
        builder.environment().clear();
        builder.environment().putAll(environment);
        builder.environment().put("PATH", path().toString());
        builder.environment().put("LC_ALL", "C.UTF-8");
        return builder.start();
    }

    private Ran run(String script, Map<String, String> environment) throws Exception {
        Path output = folder.newFile().toPath();
        Process process = start(script, environment, output);
        assertTrue("it ended", process.waitFor(60, TimeUnit.SECONDS));
        return new Ran(process.exitValue(), Files.readString(output, StandardCharsets.UTF_8));
    }

    @Test
    public void noFormOfASecretIsLeft() throws Exception {
        Map<String, String> environment = new TreeMap<>(Map.of("PASSWORD", PASSWORD, "DATABASE_URL", URL));
        List<String> forms = new ArrayList<>(List.of(PASSWORD, URL));
        List<String> encodings = new ArrayList<>();
        if (!awk.equals("none")) {
            for (String value : List.of(PASSWORD, URL)) {
                String encoded = URLEncoder.encode(value, StandardCharsets.UTF_8);
                forms.addAll(List.of(encoded, encoded.replace("+", "%20"), encoded.replace("+", "%20").replace("%7E", "~").replace("%2F", "/"),
                        value.replace("'", "'\\''"), value.replace("\\", "\\\\").replace("\"", "\\\"")));
                for (String before : List.of("", "a", "ab", "abc", "AWS:")) {
                    byte[] bytes = (before + value + "\n").getBytes(StandardCharsets.UTF_8);
                    String plain = Base64.getEncoder().encodeToString(bytes);
                    // What stands before and after may leave a letter or two of its own at the ends.
                    String forUrls = Base64.getUrlEncoder().encodeToString(bytes);
                    encodings.addAll(List.of(plain, forUrls));
                    forms.addAll(List.of(plain.substring(8, plain.length() - 4), forUrls.substring(8, plain.length() - 4)));
                }
            }
            forms.add("hunter2-hunter2");
            forms.add(Base64.getEncoder().encodeToString("hunter2-hunter2".getBytes(StandardCharsets.UTF_8)));
        }
        Path said = Files.writeString(folder.newFile().toPath(), "before\n" + String.join("\n", encodings) + "\n"
                + forms.stream().filter(form -> encodings.stream().noneMatch(each -> each.contains(form))).collect(java.util.stream.Collectors.joining("y", "x", "z\n"))
                + "after\n");

        Ran ran = run("cat " + said + "; exit 7", environment);

        assertEquals(7, ran.code());
        assertTrue(ran.output(), ran.output().contains("before\n") && ran.output().endsWith("after\n"));
        for (String form : forms) {
            assertFalse("'" + form + "' is left in " + ran.output(), ran.output().contains(form));
        }
        assertTrue("it is known that it was there", ran.output().contains("x****y"));
        assertEquals(awk.equals("none"), ran.output().contains("There is no awk here"));
    }

    @Test
    public void wrappedBase64OfALongSecretIsMaskedOnEachLine() throws Exception {
        Assume.assumeFalse(awk.equals("none"));
        String token = "token-" + "0123456789abcdefghij".repeat(10);
        String wrapped = Base64.getMimeEncoder(76, "\n".getBytes()).encodeToString(token.getBytes());
        Path said = Files.writeString(folder.newFile().toPath(), wrapped + "\n");
        Ran ran = run("cat " + said, Map.of("TOKEN", token));
        for (String line : wrapped.split("\n")) {
            assertFalse(ran.output(), line.length() > 8 && ran.output().contains(line));
        }
    }

    @Test
    public void thePasswordInsideJsonIsMaskedAndItsHostIsNot() throws Exception {
        Assume.assumeFalse(awk.equals("none"));
        Ran ran = run("echo host db.example.com password correct-horse-battery",
                Map.of("SECRET", "{\"username\":\"shop_admin\",\"password\":\"correct-horse-battery\",\"host\":\"db.example.com\"}"));
        assertEquals("host db.example.com password ****\n", ran.output());
    }

    @Test
    public void whatIsNoSecretComesThroughAsItWas() throws Exception {
        String text = "caf\u00e9 \ttabs  blanks \\n %s $HOME `x` \"quotes\" 'more' \u001b[31mred\u001b[0m\r\n\n-n -e last";
        Path said = Files.writeString(folder.newFile().toPath(), text);
        Ran ran = run("cat " + said, Map.of("SECRET", "nothing-like-it"));
        assertEquals(text + "", ran.output().replace("[ecs-release] There is no awk here: secrets are masked as they are, and not in other forms.\n", ""));
        assertEquals(0, ran.code());
    }

    @Test
    public void anEndBySignalKeepsTheLastWordsAndTheCode() throws Exception {
        Path output = folder.newFile().toPath();
        Process process = start("trap 'echo last words of swordfish-1234; exit 143' TERM; echo ready; while :; do sleep .05; done",
                Map.of("SECRET", "swordfish-1234"), output);
        org.awaitility.Awaitility.await().atMost(30, TimeUnit.SECONDS).until(() -> Files.readString(output).contains("ready"));
        process.descendants().forEach(ProcessHandle::destroy);
        process.destroy();
        assertTrue(process.waitFor(30, TimeUnit.SECONDS));
        assertEquals(143, process.exitValue());
        assertTrue(Files.readString(output), Files.readString(output).endsWith("last words of ****\n"));
    }

    @Test
    public void aChildLeftBehindDoesNotKeepItFromEnding() throws Exception {
        long begun = System.nanoTime();
        Ran ran = run("sleep 50 & echo done; exit 3", Map.of("SECRET", "swordfish-1234"));
        assertEquals(3, ran.code());
        assertTrue(ran.output(), ran.output().endsWith("done\n"));
        assertTrue("it waited for the child", TimeUnit.NANOSECONDS.toSeconds(System.nanoTime() - begun) < 45);
    }

    @Test
    public void theSecretIsInNoArgument() throws Exception {
        Path output = folder.newFile().toPath();
        Process process = start("echo ready; sleep 5", Map.of("SECRET", "swordfish-1234"), output);
        org.awaitility.Awaitility.await().atMost(30, TimeUnit.SECONDS).until(() -> Files.readString(output).contains("ready"));
        List<String> lines = new ArrayList<>();
        for (ProcessHandle each : process.descendants().toList()) {
            lines.add(new String(Files.readAllBytes(Path.of("/proc", Long.toString(each.pid()), "cmdline"))));
        }
        process.descendants().forEach(ProcessHandle::destroyForcibly);
        process.destroyForcibly();
        assertTrue("the filter was seen", lines.stream().anyMatch(each -> each.contains("ENDED") || each.contains("awk")) || awk.equals("none"));
        assertFalse(lines.toString(), lines.toString().contains("swordfish-1234"));
    }

    @Test
    public void whatAFileGetsWhileTheProgramRunsIsMaskedAsWellAndWhatItHadBeforeStill() throws Exception {
        Path login = folder.newFile().toPath();
        Path output = folder.newFile().toPath();
        String first = "{\"ServerURL\":\"registry.example\",\"Username\":\"AWS\",\"Secret\":\"first-password-1\"}";
        Files.writeString(login, first);
        Detached.Hidden hidden = new Detached.Hidden(Set.of(), Set.of("'" + login + "'"));
        String script = "echo it is first-password-1 at registry.example; while [ ! -e " + login + ".told ]; do sleep .05; done; "
                + "echo now second-password-2, before first-password-1; cat " + login + "; echo";
        Path file = Files.writeString(folder.newFile().toPath(), Masking.of(script, hidden));
        ProcessBuilder builder = new ProcessBuilder("sh", file.toString()).redirectErrorStream(true).redirectOutput(output.toFile());
        builder.environment().clear();
        builder.environment().put("PATH", path().toString());
        Process process = builder.start();
        org.awaitility.Awaitility.await().atMost(30, TimeUnit.SECONDS).until(() -> Files.readString(output).contains("it is ****"));

        Path fresh = Files.writeString(folder.newFile().toPath(), first.replace("first-password-1", "second-password-2"));
        Files.move(fresh, login, java.nio.file.StandardCopyOption.REPLACE_EXISTING);
        Files.createFile(Path.of(login + ".told"));

        assertTrue(process.waitFor(30, TimeUnit.SECONDS));
        String said = Files.readString(output);
        assertTrue(said, said.contains("at registry.example\n"));
        assertTrue(said, said.contains("now ****, before ****\n"));
        assertFalse(said, said.contains("password-"));
    }

    @Test
    public void withoutSecretsTheScriptIsLeftAlone() {
        assertEquals("echo hello", Masking.of("echo hello", Detached.Hidden.NOTHING));
        assertEquals(List.of("A", "B"), List.copyOf(new Detached.Hidden(Set.of("A"), Set.of()).and(Set.of("B")).variables()));
    }
}
