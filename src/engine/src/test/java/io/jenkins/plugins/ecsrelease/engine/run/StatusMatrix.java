package io.jenkins.plugins.ecsrelease.engine.run;

import io.jenkins.plugins.ecsrelease.engine.operation.Answer;
import io.jenkins.plugins.ecsrelease.engine.operation.Await;
import io.jenkins.plugins.ecsrelease.engine.operation.Change;
import io.jenkins.plugins.ecsrelease.engine.operation.Finding;
import io.jenkins.plugins.ecsrelease.engine.operation.Outcome;
import io.jenkins.plugins.ecsrelease.engine.operation.Phase;
import io.jenkins.plugins.ecsrelease.engine.operation.Problem;
import io.jenkins.plugins.ecsrelease.engine.operation.Question;
import io.jenkins.plugins.ecsrelease.engine.operation.Signal;
import io.jenkins.plugins.ecsrelease.engine.operation.Turn;
import io.jenkins.plugins.ecsrelease.engine.operation.Verdict;
import io.jenkins.plugins.ecsrelease.engine.operation.View;
import java.lang.reflect.Constructor;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.RecordComponent;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.BiFunction;
import java.util.function.Predicate;
import java.util.regex.Pattern;

/**
 * Every phase that a run stood in, asked again on what it saw with each status replaced by each string there is, and some
 * that there are not yet, under each signal. Pure: nothing is called.
 */
public final class StatusMatrix {

    /** Strings that AWS does not say today. */
    private static final List<String> UNKNOWN = List.of("SOMETHING_NEW", "successful_maybe", "");

    private static final List<String> KNOWN = List.of("PENDING", "SUCCESSFUL", "STOPPED", "STOP_REQUESTED", "IN_PROGRESS",
            "ROLLBACK_REQUESTED", "ROLLBACK_IN_PROGRESS", "ROLLBACK_SUCCESSFUL", "ROLLBACK_FAILED", "RECONCILE_SERVICE",
            "PRE_SCALE_UP", "SCALE_UP", "POST_SCALE_UP", "TEST_TRAFFIC_SHIFT", "POST_TEST_TRAFFIC_SHIFT",
            "PRODUCTION_TRAFFIC_SHIFT", "POST_PRODUCTION_TRAFFIC_SHIFT", "BAKE_TIME", "CLEAN_UP", "ACTIVE", "DRAINING",
            "INACTIVE", "RUNNING", "PROVISIONING", "DEPROVISIONING", "HEALTHY", "UNHEALTHY", "healthy", "unhealthy",
            "initial", "draining", "unused", "OK", "ALARM", "INSUFFICIENT_DATA", "available", "creating", "failed", "COMPLETED",
            "FAILED", "COMPLETE");

    private static final Pattern STATUS_NAME = Pattern.compile("(?i).*(status|state|stage|health|lifecycle).*");
    private static final Pattern STATUS_VALUE = Pattern.compile("[A-Z][A-Z]+(_[A-Z]+)*");

    /** Strings that are put in the place of one status alone. */
    private static final Set<String> ALONE =
            Set.of("SOMETHING_NEW", "", "SUCCESSFUL", "ROLLBACK_IN_PROGRESS", "STOPPED", "INACTIVE", "UNHEALTHY", "unhealthy");

    /** How many different views of one class of phase are taken. */
    private static final int PER_PHASE = 4;

    /** How many statuses of one name in one view are replaced on their own. */
    private static final int PER_PLACE = 2;

    /**
     * @param phases kinds of phase
     * @param successes views as they were read on which a phase succeeds: without any, nothing is proved
     * @param bad what was wrong, a line for each kind of cell
     * @param indifferent statuses ("Record.component") in whose place an unknown string alone did not keep a phase from success
     */
    public record Report(int phases, int successes, int cells, Set<String> bad, Set<String> indifferent) {
        @Override
        public String toString() {
            return phases + " kinds of phase, " + successes + " successes, " + cells + " cells, " + bad.size() + " bad, indifferent " + indifferent
                    + (bad.isEmpty() ? "" : "\n  " + String.join("\n  ", bad));
        }
    }

    private final Predicate<Phase> success;
    private int cells;
    private int successes;
    private final Set<String> bad = new LinkedHashSet<>();
    private final Set<String> indifferent = new TreeSet<>();

    private StatusMatrix(Predicate<Phase> success) {
        this.success = success;
    }

    /** @param success phases that are as good as a success: from them on nothing else is looked at */
    public static Report of(List<Trial.Decision> decisions, Predicate<Phase> success) {
        StatusMatrix matrix = new StatusMatrix(success);
        Map<Class<?>, Integer> seen = new HashMap<>();
        Set<Object> distinct = new LinkedHashSet<>();
        for (Trial.Decision decision : decisions) {
            Object what = List.of(decision.phase(), decision.view().answers());
            if (distinct.add(what) && seen.merge(decision.phase().getClass(), 1, Integer::sum) <= PER_PHASE) {
                matrix.ask(decision);
            }
        }
        return new Report(seen.size(), matrix.successes, matrix.cells, matrix.bad, matrix.indifferent);
    }

    private void ask(Trial.Decision decision) {
        Instant now = decision.view().now();
        List<List<Signal>> signals = new ArrayList<>();
        signals.add(List.of());
        for (String about : List.of("abort", "displaced", "timeout")) {
            signals.add(List.of(new Signal(Signal.Kind.STOP, about, "alice", now)));
        }
        signals.add(List.of(new Signal(Signal.Kind.PROCEED, "hold", "alice", now)));
        signals.add(List.of(new Signal(Signal.Kind.ROLL_BACK, "hold", "alice", now)));
        // In a fixed order, so that the n-th status is the same one every time.
        Map<Question<?>, Answer<?>> answers = new LinkedHashMap<>(decision.view().answers());
        List<String> places = new ArrayList<>();
        rewrite(answers, (place, value) -> {
            places.add(place);
            return value;
        });
        if (decide(decision.phase(), decision.view(), "what was read")) {
            successes++;
        }
        for (List<Signal> said : signals) {
            for (String status : concat(KNOWN, UNKNOWN)) {
                boolean unknown = UNKNOWN.contains(status);
                Map<Question<?>, Answer<?>> all = rewrite(answers, (place, value) -> status);
                if (all != null && !places.isEmpty()) {
                    boolean succeeded = decide(decision.phase(), new View(now, said, all), "every status " + status);
                    if (succeeded && unknown) {
                        bad.add(decision.phase().getClass().getSimpleName() + " succeeds with every status '" + status + "'");
                    }
                }
                boolean alone = ALONE.contains(status) && (said.isEmpty() || said.get(0).about().equals("abort"));
                for (int i = 0; alone && i < places.size(); i++) {
                    int chosen = i;
                    String named = places.get(i);
                    if (places.subList(0, i).stream().filter(named::equals).count() >= PER_PLACE) {
                        continue;
                    }
                    int[] at = new int[1];
                    Map<Question<?>, Answer<?>> one = rewrite(answers, (place, value) -> at[0]++ == chosen ? status : value);
                    if (one != null && decide(decision.phase(), new View(now, said, one), places.get(i) + " " + status) && unknown) {
                        indifferent.add(places.get(i));
                    }
                }
            }
            Map<Question<?>, Answer<?>> none = new HashMap<>();
            answers.keySet().forEach(question -> none.put(question, Answer.unknown(Problem.of(Problem.Kind.LOST, "No reply."))));
            if (!none.isEmpty() && decide(decision.phase(), new View(now, said, none), "no answer")) {
                bad.add(decision.phase().getClass().getSimpleName() + " succeeds without any answer");
            }
        }
    }

    /** @return whether it ends in success */
    private boolean decide(Phase phase, View view, String about) {
        cells++;
        try {
            return succeeds(phase, turn(phase, view));
        } catch (RuntimeException e) {
            bad.add(phase.getClass().getSimpleName() + " fails with " + about + ": " + e);
            return false;
        }
    }

    private static Optional<Turn> turn(Phase phase, View view) {
        if (phase instanceof Await await) {
            return Optional.of(await.next(view));
        }
        return found((Change<?>) phase, view);
    }

    private static <A> Optional<Turn> found(Change<A> change, View view) {
        Finding<A> finding = change.find(view);
        if (finding instanceof Finding.Made<A> made) {
            return Optional.of(change.made(made.result()));
        }
        return finding instanceof Finding.Absent<A> absent ? absent.instead() : Optional.empty();
    }

    private boolean succeeds(Phase phase, Optional<Turn> turn) {
        return turn.isPresent() && turn.get().next().getClass() != phase.getClass()
                && (success.test(turn.get().next()) || carriesSuccess(turn.get().next()));
    }

    /** The end, or a phase that only notes it. */
    private static boolean carriesSuccess(Phase phase) {
        try {
            for (RecordComponent component : phase.getClass().getRecordComponents()) {
                component.getAccessor().setAccessible(true);
                if (component.getAccessor().invoke(phase) instanceof Outcome outcome && outcome.verdict() == Verdict.SUCCEEDED) {
                    return true;
                }
            }
            return false;
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException(e);
        }
    }

    /** The answers with each status replaced; null where a record refuses that. */
    private static Map<Question<?>, Answer<?>> rewrite(Map<Question<?>, Answer<?>> answers, BiFunction<String, String, String> status) {
        Map<Question<?>, Answer<?>> rewritten = new LinkedHashMap<>();
        try {
            for (Map.Entry<Question<?>, Answer<?>> asked : answers.entrySet()) {
                Question<?> question = asked.getKey();
                Answer<?> answer = asked.getValue();
                rewritten.put(question, answer instanceof Answer.Known<?> known ? Answer.known(value(known.value(), "answer", status)) : answer);
            }
            return rewritten;
        } catch (InvocationTargetException e) {
            return null;
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException(e);
        }
    }

    private static Object value(Object value, String place, BiFunction<String, String, String> status) throws ReflectiveOperationException {
        if (value instanceof String text) {
            String name = place.substring(place.indexOf('.') + 1);
            boolean is = STATUS_NAME.matcher(name).matches() || STATUS_VALUE.matcher(text).matches();
            return is ? status.apply(place, text) : text;
        }
        if (value instanceof Optional<?> optional) {
            return optional.isEmpty() ? optional : Optional.of(value(optional.get(), place, status));
        }
        if (value instanceof List<?> list) {
            List<Object> rewritten = new ArrayList<>();
            for (Object element : list) {
                rewritten.add(value(element, place, status));
            }
            return rewritten;
        }
        if (value instanceof Set<?> set) {
            Set<Object> rewritten = new LinkedHashSet<>();
            for (Object element : set) {
                rewritten.add(value(element, place, status));
            }
            return rewritten;
        }
        if (value instanceof Map<?, ?> map) {
            Map<Object, Object> rewritten = new LinkedHashMap<>();
            for (Map.Entry<?, ?> entry : map.entrySet()) {
                rewritten.put(entry.getKey(), value(entry.getValue(), place, status));
            }
            return rewritten;
        }
        return value instanceof Record record ? record(record, status) : value;
    }

    private static Object record(Record record, BiFunction<String, String, String> status) throws ReflectiveOperationException {
        RecordComponent[] components = record.getClass().getRecordComponents();
        Object[] values = new Object[components.length];
        for (int i = 0; i < components.length; i++) {
            components[i].getAccessor().setAccessible(true);
            values[i] = value(components[i].getAccessor().invoke(record),
                    record.getClass().getSimpleName() + "." + components[i].getName(), status);
        }
        Constructor<?> constructor = record.getClass()
                .getDeclaredConstructor(Arrays.stream(components).map(RecordComponent::getType).toArray(Class<?>[]::new));
        constructor.setAccessible(true);
        return constructor.newInstance(values);
    }

    private static List<String> concat(List<String> some, List<String> more) {
        List<String> all = new ArrayList<>(some);
        all.addAll(more);
        return all;
    }
}
