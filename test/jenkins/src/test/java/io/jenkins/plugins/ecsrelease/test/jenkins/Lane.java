package io.jenkins.plugins.ecsrelease.test.jenkins;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertTrue;

import hudson.model.Result;
import io.jenkins.plugins.ecsrelease.test.jenkins.Cell.Loses;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.BooleanSupplier;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import jenkins.model.Jenkins;
import org.jenkinsci.plugins.workflow.cps.CpsFlowDefinition;
import org.jenkinsci.plugins.workflow.job.WorkflowJob;
import org.jenkinsci.plugins.workflow.job.WorkflowRun;
import org.junit.rules.ErrorCollector;
import org.jvnet.hudson.test.JenkinsRule;

/**
 * Ways that are gone one after another, by builds of one job with a key and a {@link Wire} of its own, beside other lanes.
 * Each build is stopped in every phase that no earlier one was stopped in.
 */
final class Lane {

    private static final Pattern SAID = Pattern.compile("\\[(?:ec|aurora)[a-zA-Z]+\\] ([A-Z_]+): (.*)");

    private static final Pattern STEP = Pattern.compile("\\[Pipeline] (?:ec|aurora)");

    /** How often a way is gone for a phase that it did not stay in. */
    private static final int MOST = 3;

    private final String name;
    private final Wire wire;
    private final Account account;
    private final Deque<Way> ways;
    private final ErrorCollector errors;
    private final boolean aborts;
    private final Set<Cell> done = ConcurrentHashMap.newKeySet();
    private final Set<Cell> here = ConcurrentHashMap.newKeySet();
    /** In which Jenkins was to end, and which it left on the way down. */
    private final Set<Cell> missed = ConcurrentHashMap.newKeySet();
    private final TreeSet<String> covered = new TreeSet<>();

    private volatile Way way;
    private Way last;
    private final Set<String> again = ConcurrentHashMap.newKeySet();
    private int goes;
    private int build;
    private Map<String, Integer> before;
    private volatile boolean stoppedOnce;
    private volatile String abortedIn = "";
    private Cell told;

    /** @param aborts whether a build is aborted where it is stopped; else Jenkins ends there */
    Lane(String name, Account account, Wire wire, List<Way> ways, ErrorCollector errors, boolean aborts) {
        this.name = name;
        this.account = account;
        this.wire = wire;
        this.ways = new ArrayDeque<>(ways);
        this.errors = errors;
        this.aborts = aborts;
    }

    String name() {
        return name;
    }

    private String where() {
        return name + ": " + way + " #" + build + wire.stopped().map(at -> " in " + at).orElse("");
    }

    /** What it was disturbed in, as {@link Cell#everyPhase} names it. */
    Set<String> covered() {
        return covered;
    }

    boolean over() {
        return way == null && ways.isEmpty();
    }

    Wire wire() {
        return wire;
    }

    /** Jenkins is back: what stood still goes on. */
    void goOn() throws Exception {
        Cell at = told;
        told = null;
        if (at == null) {
            wire.join(wanted());
        } else {
            covered(at);
            goOn(at);
        }
    }

    private Predicate<Cell> wanted() {
        return cell -> way != null && cell.kind().equals(way.kind()) && abortedIn.isEmpty() && !here.contains(cell)
                && (!done.contains(cell) || again.contains(cell.phase()) || pauses(cell) || cell.phase().equals(way.abortedIn()))
                && (!aborts || cell.loses() == Loses.THE_REQUEST || cell.phase().equals(way.lostIn()));
    }

    private boolean pauses(Cell cell) {
        return cell.loses() == Loses.THE_REQUEST && way.pauses().contains(cell.phase());
    }

    /** Whether the build under way is still to be stopped in this phase. */
    boolean wants(String phase) {
        return Cell.known(way.kind(), phase) && wanted().test(new Cell(way.kind(), phase, Loses.THE_REQUEST));
    }

    /** Whether a program that asks {@link Gate} may end: not before it was stopped while it ran, nor once it was aborted. */
    boolean lets() {
        boolean renews = here.contains(new Cell("image", "start", Loses.THE_REPLY)) && wants("login");
        return way == null || !stoppedOnce && !wants(way.runsIn()) && !renews;
    }

    /**
     * As far as it goes in this session of Jenkins: until it stands still, so that Jenkins may end, or all its ways are gone.
     *
     * @param ends whether Jenkins is about to end, because enough others stand still
     * @return whether it stands still
     */
    boolean session(BooleanSupplier ends) {
        String last = "";
        Instant since = Instant.now();
        try {
            while (!step() && !ends.getAsBoolean()) {
                if (!last.equals(where())) {
                    last = where();
                    since = Instant.now();
                } else if (Instant.now().isAfter(since.plus(Lanes.LONGEST))) {
                    throw new AssertionError("It did not go on for " + Lanes.LONGEST.toMinutes() + " minutes: " + last + "\n"
                            + (build == 0 ? "" : JenkinsRule.getLog(job().getBuildByNumber(build))));
                }
                Shop.pause();
            }
        } catch (Exception | AssertionError e) {
            fails(where(), e);
            way = null;
            ways.clear();
            wire.join(cell -> false);
        }
        return told != null;
    }

    private boolean step() throws Exception {
        if (way == null) {
            if (ways.isEmpty()) {
                return true;
            }
            begin(ways.peek());
            return false;
        }
        WorkflowRun run = job().getBuildByNumber(build);
        if (!run.isBuilding()) {
            ended(run);
            return false;
        }
        Cell at = wire.stopped().orElse(null);
        if (at == null) {
            return false;
        }
        if (at.equals(told)) {
            return true;
        }
        System.out.println(name + ": " + way + " #" + build + " stands in " + at);
        here.add(at);
        way.at(at.phase());
        boolean ownAbort = at.phase().equals(way.abortedIn()) && !stoppedOnce;
        if (pauses(at)) {
            wire.join(wanted());
        } else if (aborts && at.loses() == Loses.THE_REPLY) {
            wire.cut();
            goOn(at);
        } else if (aborts || ownAbort) {
            if (aborts) {
                covered(at);
            }
            stoppedOnce = true;
            run.doStop();
            Lanes.until(at + " knows of its stop", wire::knowsOfItsStop);
            abortedIn = ownAbort ? "" : at.phase();
            goOn(at);
        } else {
            told = at;
        }
        return told != null;
    }

    private void covered(Cell at) {
        covered.add(at.kind() + " " + at.phase());
    }

    private void goOn(Cell at) throws Exception {
        done.add(at);
        again.remove(at.phase());
        missed.remove(at);
        way.onward(at.phase());
        wire.join(wanted());
    }

    /** Nothing moved since it stood still; else it was not there that Jenkins ended. */
    void last() {
        if (told != null && !wire.holds()) {
            System.out.println(name + ": it did not stay in " + told);
            here.remove(told);
            missed.add(told);
            told = null;
        }
    }

    private void begin(Way next) throws Exception {
        stoppedOnce = false;
        abortedIn = "";
        here.clear();
        goes++;
        if (!next.equals(last)) {
            again.addAll(next.again());
            goes = 1;
        }
        last = next;
        way = next;
        next.in(this);
        next.before();
        WorkflowJob job = job();
        job.setDefinition(new CpsFlowDefinition(next.script(), true));
        before = account.changes(name);
        wire.join(wanted());
        WorkflowRun run = job.scheduleBuild2(0).waitForStart();
        build = run.getNumber();
        // Until then Jenkins itself may lose a build, or the program of its sh step, when it ends.
        Lanes.until("its first step of ours begins", () -> STEP.matcher(log(run)).find() || !run.isBuilding());
    }

    private static String log(WorkflowRun run) {
        try {
            return JenkinsRule.getLog(run);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void ended(WorkflowRun run) throws Exception {
        Map<String, Integer> made = difference(before, account.changes(name));
        made.keySet().removeIf(call -> !way.counts(call));
        String log = JenkinsRule.getLog(run);
        try {
            String what = name + ": " + way + " #" + build + (abortedIn.isEmpty() ? "" : ", aborted in " + abortedIn) + "\n" + log;
            boolean aborted = !abortedIn.isEmpty();
            assertEquals(what, aborted ? Result.ABORTED : way.result(), run.getResult());
            if (aborted) {
                String said = said(log);
                System.out.println(name + ": " + way + " aborted in " + abortedIn + ": " + said + " " + made);
                made.forEach((call, times) -> assertTrue(what + call + " " + times + " times", times <= way.changes().getOrDefault(call, 0) + 1));
                way.left(abortedIn, said, made, run);
            } else {
                assertEquals(what, new TreeMap<>(way.changes()), made);
            }
            way.after();
        } catch (Exception | AssertionError e) {
            fails(where() + (abortedIn.isEmpty() ? "" : ", aborted in " + abortedIn), e);
        }
        // An aborted one is gone again, for the phases behind, and one that did not stay somewhere, for that.
        if (abortedIn.isEmpty() && (missed.isEmpty() || goes >= MOST)) {
            missed.clear();
            ways.remove();
        }
        way = null;
    }

    /** Told at once, for the others go on. */
    private void fails(String what, Throwable why) {
        AssertionError error = new AssertionError(what, why);
        error.printStackTrace(System.out);
        synchronized (errors) {
            errors.addError(error);
        }
    }

    private static String said(String log) {
        Matcher said = SAID.matcher(log);
        String last = "";
        while (said.find()) {
            last = said.group(1) + ": " + said.group(2);
        }
        return last;
    }

    private static TreeMap<String, Integer> difference(Map<String, Integer> before, Map<String, Integer> after) {
        TreeMap<String, Integer> made = new TreeMap<>();
        after.forEach((call, times) -> {
            int more = times - before.getOrDefault(call, 0);
            if (more > 0) {
                made.put(call, more);
            }
        });
        return made;
    }

    private WorkflowJob job() throws Exception {
        WorkflowJob job = Jenkins.get().getItemByFullName(name, WorkflowJob.class);
        return job == null ? Jenkins.get().createProject(WorkflowJob.class, name) : job;
    }
}
