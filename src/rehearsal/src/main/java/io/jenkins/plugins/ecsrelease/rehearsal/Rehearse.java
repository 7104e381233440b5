package io.jenkins.plugins.ecsrelease.rehearsal;

import io.jenkins.plugins.ecsrelease.rehearsal.example.Scenario;
import io.jenkins.plugins.ecsrelease.rehearsal.terminal.Gatekeeper;
import io.jenkins.plugins.ecsrelease.rehearsal.terminal.Ink;
import io.jenkins.plugins.ecsrelease.rehearsal.terminal.Terminal;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.logging.Level;
import java.util.logging.Logger;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code ./rehearse}. */
@Command(
        name = "rehearse",
        mixinStandardHelpOptions = true,
        description = "Runs a release pipeline on this machine, against a sandbox of AWS, with visitors coming in all the time.",
        footer = "%nExit code: 0 when the release is live at the end, 1 when it is not, 2 for wrong options, 3 when it could not be rehearsed.")
public final class Rehearse implements Callable<Integer> {

    @Parameters(arity = "0..1", paramLabel = "JENKINSFILE", description = "What to rehearse; default: Jenkinsfile.example")
    private Path jenkinsfile;

    @Option(names = "--scenario", defaultValue = "healthy", paramLabel = "NAME",
            description = "What happens: ${COMPLETION-CANDIDATES}; default: ${DEFAULT-VALUE}", completionCandidates = Names.class)
    private String scenario;

    @Option(names = "--migrate", description = "Asks for the database migration, as MIGRATE does in Jenkins.")
    private boolean migrate;

    @Option(names = "--approve-as", defaultValue = "", paramLabel = "NAME", description = "Approves every gate as NAME, such as alice.")
    private String approver;

    @Option(names = "--reject", description = "Refuses every gate.")
    private boolean reject;

    @Option(names = "--answer", paramLabel = "PARAMETER=VALUE", description = "Answers a parameter of a gate, such as NEXT='Try again'.")
    private Map<String, String> answers = new LinkedHashMap<>();

    @Option(names = "--resume", description = "Goes on with the rehearsal that was killed.")
    private boolean resume;

    @Option(names = "--report", paramLabel = "FILE", description = "Where the report goes; default: rehearsal-report.html")
    private Path report;

    @Option(names = "--home", paramLabel = "DIRECTORY", description = "Where everything of the rehearsal is kept; default: .rehearsal")
    private Path home;

    @Option(names = "--requests", defaultValue = "50", paramLabel = "N",
            description = "Requests a second through the load balancer; default: ${DEFAULT-VALUE}")
    private int perSecond;

    @Option(names = "--speed", defaultValue = "60", paramLabel = "S",
            description = "Seconds of AWS that pass in a real one; default: ${DEFAULT-VALUE}")
    private double speed;

    @Option(names = "--project", hidden = true, defaultValue = ".", description = "The directory of this project.")
    private Path project;

    /** Held here, because a logger that nobody holds forgets its level. */
    private static final Logger ROOT = Logger.getLogger("");

    public static void main(String[] arguments) {
        ROOT.setLevel(Level.WARNING);
        System.setProperty("sun.io.serialization.extendedDebugInfo", "true");
        System.exit(new CommandLine(new Rehearse()).execute(arguments));
    }

    @Override
    public Integer call() throws Exception {
        PrintStream out = new PrintStream(System.out, true, StandardCharsets.UTF_8);
        Terminal terminal = new Terminal(out, Ink.ofThisTerminal(), ManagementFactory.getRuntimeMXBean().getStartTime());
        try {
            Settings settings = settings();
            BufferedReader person = System.in == null ? null : new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
            Rehearsal rehearsal = new Rehearsal(settings, terminal, new Gatekeeper(terminal, approver, reject, person, answers));
            return (resume ? rehearsal.resume() : rehearsal.start()) ? 0 : 1;
        } catch (IllegalArgumentException e) {
            System.err.println("rehearse: " + e.getMessage());
            return 2;
        } catch (IOException | IllegalStateException e) {
            System.err.println("rehearse: " + e.getMessage());
            return 3;
        }
    }

    private Settings settings() throws IOException {
        Path directory = project.toAbsolutePath().normalize();
        Path where = home == null ? directory.resolve(".rehearsal") : home.toAbsolutePath();
        String name = resume ? SavedRehearsal.read(where).scenario() : scenario;
        Path file = jenkinsfile == null ? directory.resolve("Jenkinsfile.example") : jenkinsfile.toAbsolutePath();
        if (!Files.isRegularFile(file)) {
            throw new IllegalArgumentException("There is no " + file + ".");
        }
        if (reject && !approver.isEmpty()) {
            throw new IllegalArgumentException("--reject and --approve-as do not go together.");
        }
        if (perSecond < 1 || !(speed > 0)) {
            throw new IllegalArgumentException("--requests is from 1, --speed above 0.");
        }
        return new Settings(directory, file, where, report == null ? directory.resolve("rehearsal-report.html") : report,
                Scenario.named(name), migrate, approver, reject, answers, perSecond, speed);
    }

    static final class Names implements Iterable<String> {
        @Override
        public java.util.Iterator<String> iterator() {
            return Arrays.stream(Scenario.values()).map(Scenario::text).iterator();
        }
    }
}
