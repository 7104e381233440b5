package io.jenkins.plugins.ecsrelease.test.jenkins;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertTrue;

import hudson.model.Result;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.function.BooleanSupplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jenkinsci.plugins.workflow.job.WorkflowJob;
import org.jenkinsci.plugins.workflow.job.WorkflowRun;
import org.junit.AfterClass;
import org.junit.ClassRule;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.ErrorCollector;
import org.junit.rules.RuleChain;
import org.junit.runner.RunWith;
import org.junit.runners.Parameterized;
import org.junit.runners.Parameterized.Parameters;
import org.jvnet.hudson.test.JenkinsRule;
import org.jvnet.hudson.test.JenkinsSessionRule;

/**
 * Every operation, in each of its phases: Jenkins ends and comes back, once with a request that never arrived and once
 * with a reply that never came; and somebody aborts. After it there is one change for each intent, and what is live is
 * what the verdict says.
 *
 * <p>Which phases there are is found by a first run without disturbance; the ones named here must be among them.
 * {@code -Dphases=blue-green} runs one operation alone.
 */
@RunWith(Parameterized.class)
public class PhasesTest {

    @ClassRule
    public static final Aws AWS = new Aws(20);

    private static final Pattern VERDICT = Pattern.compile("\\[ec[a-zA-Z]+\\] ([A-Z_]+): |\\[aurora[a-zA-Z]+\\] ([A-Z_]+): ");

    private static int number = 10;

    private final Lever lever = new Lever(AWS);
    private final JenkinsSessionRule sessions = new JenkinsSessionRule();
    private final ErrorCollector errors = new ErrorCollector();

    @Rule
    public final RuleChain rules = RuleChain.outerRule(errors).around(new CleanLog()).around(lever).around(sessions);

    private final Case what;

    public PhasesTest(Case what) {
        this.what = what;
    }

    @Parameters(name = "{0}")
    public static List<Case> cases() {
        String only = System.getProperty("phases", "");
        return Stream.of(Case.values()).filter(each -> only.isEmpty() || only.equals(each.toString())).toList();
    }

    /** What is disturbed. Every call of {@code script} asks for something new. */
    enum Case {
        BLUE_GREEN("UpdateService", Shop.CLUSTER, List.of("preflight", "study", "register", "update", "pin", "shift", "verify")) {
            @Override
            String script(Shop shop) {
                return "ecsBlueGreen(" + WHERE + ", image: '" + Shop.image("web", number++) + "')";
            }
        },
        HELD("UpdateService", Shop.CLUSTER, List.of("shift", "proceed")) {
            @Override
            String script(Shop shop) {
                return "ecsBlueGreenHold(" + WHERE + ", hold: 'afterTraffic', image: '" + Shop.image("web", number++) + "') { echo 'held' }";
            }
        },
        ROLLBACK("UpdateService", Shop.CLUSTER, List.of("ladder", "update", "pin", "shift", "verify")) {
            @Override
            String script(Shop shop) {
                return "ecsRollback(" + WHERE + ", to: '" + shop.another() + "', after: '" + shop.taskDefinition() + "')";
            }
        },
        SNAPSHOT("CreateDBClusterSnapshot", "", List.of("wait", "create", "follow", "prune", "delete")) {
            @Override
            String script(Shop shop) {
                return "auroraSnapshot(" + Instance.WHO + ", cluster: '" + Shop.CLUSTER + "', suffix: 'n" + number++ + "', keep: 1)";
            }
        },
        MIGRATION("RunTask", "migrate", List.of("check", "register", "run", "agent", "launch", "follow", "record", "stop")) {
            @Override
            String script(Shop shop) {
                return "ecsExecMigrate(" + WHERE + ", image: '" + shop.first() + "', command: 'echo migrating; sleep 3; ./migrate.sh', "
                        + "unprotected: 'a test', migrationId: 'm" + number++ + "')";
            }
        },
        PROMOTE("PutImage", "", List.of("plan", "manifest", "confirm")) {
            @Override
            String script(Shop shop) {
                return "ecrPromote(" + Instance.WHO + ", image: '" + shop.first() + "', tag: 'p" + number++ + "')";
            }
        };

        private static final String WHERE = Instance.WHO + ", cluster: '" + Shop.CLUSTER + "', service: '" + Shop.SERVICE + "'";

        private final String change;
        private final String about;
        private final List<String> phases;

        /** @param change the call that may be made once for each intent, on something named {@code about} */
        Case(String change, String about, List<String> phases) {
            this.change = change;
            this.about = about;
            this.phases = phases;
        }

        abstract String script(Shop shop);

        int changes() {
            return AWS.changes(change, about);
        }

        @Override
        public String toString() {
            return name().toLowerCase(Locale.ROOT).replace('_', '-');
        }
    }

    /** One disturbance. */
    private record Cell(String phase, Lever.Loses loses) {}

    /** A build that was under way when Jenkins ended. */
    private record Disturbed(Cell cell, int number, int changesBefore) {}

    @Test
    public void goes_on_after_a_restart_in_every_phase_with_one_change() throws Throwable {
        Shop shop = new Shop(AWS);
        List<Cell> cells = new ArrayList<>();
        sessions.then(jenkins -> {
            for (String phase : undisturbed(jenkins, shop, "restarted")) {
                cells.add(new Cell(phase, Lever.Loses.THE_REQUEST));
                cells.add(new Cell(phase, Lever.Loses.THE_REPLY));
            }
        });
        Disturbed[] under = new Disturbed[1];
        for (int i = 0; i <= cells.size(); i++) {
            Cell next = i < cells.size() ? cells.get(i) : null;
            sessions.then(jenkins -> {
                lever.join();
                Instance.fast(AWS);
                WorkflowJob job = jenkins.jenkins.getItemByFullName(job("restarted"), WorkflowJob.class);
                if (under[0] != null) {
                    Disturbed was = under[0];
                    errors.checkSucceeds(() -> {
                        ended(jenkins, job.getBuildByNumber(was.number()), Result.SUCCESS, was.cell().toString());
                        assertEquals(was.cell() + ": one change", was.changesBefore() + 1, what.changes());
                        return null;
                    });
                }
                under[0] = null;
                if (next != null) {
                    int before = what.changes();
                    WorkflowRun run = begin(job, shop, next);
                    under[0] = new Disturbed(next, run.getNumber(), before);
                }
            });
        }
    }

    @Test
    public void an_abort_in_every_phase_ends_as_aborted_and_the_verdict_is_true() throws Throwable {
        Shop shop = new Shop(AWS);
        sessions.then(jenkins -> {
            Set<String> phases = undisturbed(jenkins, shop, "aborted");
            WorkflowJob job = jenkins.jenkins.getItemByFullName(job("aborted"), WorkflowJob.class);
            for (String phase : phases) {
                String imageBefore = shop.image();
                int before = what.changes();
                WorkflowRun run = begin(job, shop, new Cell(phase, Lever.Loses.THE_REQUEST));
                run.doStop();
                until("the stop is on record", () -> !run.isBuilding() || stopped(jenkins.jenkins.getRootDir().toPath()));
                lever.join();
                errors.checkSucceeds(() -> {
                    ended(jenkins, run, Result.ABORTED, "an abort in " + phase);
                    String verdict = verdict(run);
                    boolean deploys = what.change.equals("UpdateService");
                    if (deploys && !verdict.equals("SUCCEEDED")) {
                        assertEquals(phase + ": " + verdict + " means that the old version serves", imageBefore, shop.image());
                    }
                    assertTrue(phase + ": at most one change, and one that takes it back", what.changes() <= before + (deploys ? 2 : 1));
                    return null;
                });
            }
        });
    }

    @AfterClass
    public static void nothing_was_denied_or_unknown() {
        assertEquals("[]", AWS.gaps());
    }

    /** A run of its own: it shows which phases there are, and prepares what later runs need. */
    private Set<String> undisturbed(JenkinsRule jenkins, Shop shop, String how) throws Exception {
        lever.join();
        lever.watch(jenkins.jenkins.getRootDir().toPath());
        Instance.prepare(jenkins, AWS, lever.endpoint());
        Instance.fast(AWS);
        WorkflowJob job = jenkins.createProject(WorkflowJob.class, job(how));
        if (what == Case.ROLLBACK && shop.taskDefinition().endsWith(":1")) {
            ended(jenkins, begin(job, Case.BLUE_GREEN.script(shop), null), Result.SUCCESS, "before");
        } else if (what == Case.SNAPSHOT) {
            ended(jenkins, begin(job, what.script(shop), null), Result.SUCCESS, "before");
        }
        int before = what.changes();
        lever.set("", Lever.Loses.THE_REQUEST);
        ended(jenkins, begin(job, what.script(shop), null), Result.SUCCESS, "undisturbed");
        Set<String> phases = lever.seen();
        assertTrue(phases + " has all of " + what.phases, phases.containsAll(what.phases));
        assertEquals(before + 1, what.changes());
        System.out.println("Phases of " + what + ": " + phases);
        return phases;
    }

    /** One of its own for each test: what AWS has on record of a job's builds outlives a Jenkins. */
    private String job(String how) {
        return what + "-" + how;
    }

    private WorkflowRun begin(WorkflowJob job, Shop shop, Cell cell) throws Exception {
        return begin(job, what.script(shop), cell);
    }

    /** Begins a build, and with a cell waits until the wire is pulled, or until it ended because nothing was asked there. */
    private WorkflowRun begin(WorkflowJob job, String script, Cell cell) throws Exception {
        job.setDefinition(new org.jenkinsci.plugins.workflow.cps.CpsFlowDefinition(script, true));
        if (cell != null) {
            lever.set(cell.phase(), cell.loses());
        }
        WorkflowRun run = job.scheduleBuild2(0).waitForStart();
        if (cell != null) {
            until(cell + " of " + script, () -> lever.pulled() || !run.isBuilding());
        }
        return run;
    }

    private static void ended(JenkinsRule jenkins, WorkflowRun run, Result result, String when) throws Exception {
        jenkins.waitForCompletion(run);
        if (run.getResult() != result) {
            throw new AssertionError(when + ": " + run.getResult() + "\n" + JenkinsRule.getLog(run));
        }
    }

    private static void until(String what, BooleanSupplier reached) {
        Instant deadline = Instant.now().plus(Duration.ofMinutes(5));
        while (!reached.getAsBoolean()) {
            if (Instant.now().isAfter(deadline)) {
                throw new AssertionError("not in five minutes: " + what);
            }
            Shop.pause();
        }
    }

    private static boolean stopped(Path home) {
        try (Stream<Path> files = Files.list(home.resolve("ecs-release").resolve("open"))) {
            for (Path each : files.filter(file -> file.toString().endsWith(".json")).toList()) {
                if (Files.readString(each, StandardCharsets.UTF_8).contains("\"STOP\"")) {
                    return true;
                }
            }
            return false;
        } catch (java.io.IOException closed) {
            return false;
        }
    }

    private static String verdict(WorkflowRun run) throws Exception {
        Matcher verdict = VERDICT.matcher(JenkinsRule.getLog(run));
        String last = "";
        while (verdict.find()) {
            last = verdict.group(1) == null ? verdict.group(2) : verdict.group(1);
        }
        return last;
    }
}
