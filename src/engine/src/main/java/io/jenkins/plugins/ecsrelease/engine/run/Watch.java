package io.jenkins.plugins.ecsrelease.engine.run;

import io.jenkins.plugins.ecsrelease.engine.aws.AwsClients;
import io.jenkins.plugins.ecsrelease.engine.aws.Problems;
import io.jenkins.plugins.ecsrelease.engine.operation.Answer;
import io.jenkins.plugins.ecsrelease.engine.operation.Loader;
import io.jenkins.plugins.ecsrelease.engine.operation.Problem;
import io.jenkins.plugins.ecsrelease.engine.operation.Question;
import io.jenkins.plugins.ecsrelease.engine.operation.Tools;
import io.jenkins.plugins.ecsrelease.engine.process.Containers;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import java.util.logging.Level;
import java.util.logging.Logger;

/**
 * Reads for all operations together: what is asked within a fifth of a second under the same permissions goes in as few
 * calls as AWS allows. Nothing is kept: an answer is always newer than its question.
 *
 * <p>Reading never fails an operation. What could not be read is an unknown answer, and the identity's next reads wait.
 */
final class Watch {

    static final Duration TOGETHER = Duration.ofMillis(200);
    private static final Duration MOST_FOR_URGENT = Duration.ofSeconds(1);
    private static final Set<Problem.Kind> SPLIT =
            Set.of(Problem.Kind.DENIED, Problem.Kind.NOT_FOUND, Problem.Kind.REFUSED);

    private static final Logger LOGGER = Logger.getLogger(Watch.class.getName());

    /** @param only the one operation whose questions these are; empty where the loader's questions are shared */
    private record Group(String permissions, Loader<?, ?> loader, String only) {}

    /** Questions that wait to be sent, each with those who asked it. */
    private static final class Pending {
        private final Map<Question<?>, List<Asked>> questions = new LinkedHashMap<>();
        private Schedule.Planned send;
        private boolean prompt;
        private boolean urgent;
    }

    /** One operation's questions, until each has an answer. */
    private static final class Asked {
        private final Flight flight;
        private final int wanted;
        private final Consumer<Map<Question<?>, Answer<?>>> then;
        private final Map<Question<?>, Answer<?>> answers = new HashMap<>();

        Asked(Flight flight, int wanted, Consumer<Map<Question<?>, Answer<?>>> then) {
            this.flight = flight;
            this.wanted = wanted;
            this.then = then;
        }

        void answer(Question<?> question, Answer<?> answer) {
            synchronized (this) {
                if (answers.putIfAbsent(question, answer) != null || answers.size() < wanted) {
                    return;
                }
            }
            then.accept(answers);
        }
    }

    /** What the loader at work on this thread has sent. */
    private static final ThreadLocal<int[]> SENT = ThreadLocal.withInitial(() -> new int[1]);

    private final Schedule schedule;
    private final Seam seam;
    private final AwsClients clients;
    private final Containers containers;
    private final Duration together;
    private final Map<Group, Pending> groups = new HashMap<>();
    private final Map<String, Allowance> allowances = new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Allowance> eldest) {
            return size() > 1000;
        }
    };

    Watch(Schedule schedule, Seam seam, AwsClients clients, Containers containers, Duration together) {
        this.schedule = schedule;
        this.seam = seam;
        this.clients = clients;
        this.containers = containers;
        this.together = together;
    }

    /** Notes that a reading call was sent on this thread. */
    static void sent() {
        SENT.get()[0]++;
    }

    /**
     * Asks, and tells the answers once all are there; on a worker, on the timer's thread or on the caller's.
     *
     * @param prompt goes at once instead of waiting for others to ask too
     * @param urgent goes at once, and before others
     */
    void ask(Flight flight, Set<Question<?>> questions, boolean prompt, boolean urgent, Consumer<Map<Question<?>, Answer<?>>> then) {
        Map<Question<?>, Loader<?, ?>> loaders = new LinkedHashMap<>();
        questions.forEach(question -> loaders.put(question, flight.loader(question)));
        Asked asked = new Asked(flight, questions.size(), then);
        String permissions;
        try {
            permissions = flight.access(clients, flight.saved().identity()).permissions();
        } catch (RuntimeException e) {
            Answer<?> unknown = Answer.unknown(Problems.of(e));
            flight.renew();
            questions.forEach(question -> asked.answer(question, unknown));
            return;
        }
        loaders.forEach((question, loader) ->
                put(new Group(permissions, loader, loader.shared() ? "" : flight.id()), question, asked, prompt || urgent, urgent));
    }

    private void put(Group group, Question<?> question, Asked asked, boolean prompt, boolean urgent) {
        synchronized (groups) {
            Pending pending = groups.computeIfAbsent(group, unused -> new Pending());
            pending.questions.computeIfAbsent(question, unused -> new ArrayList<>()).add(asked);
            pending.urgent |= urgent;
            if (pending.send == null || prompt && !pending.prompt) {
                if (pending.send != null) {
                    pending.send.cancel();
                }
                pending.prompt = prompt;
                pending.send = schedule.after(prompt ? Duration.ZERO : together, () -> send(group));
            }
        }
    }

    private void send(Group group) {
        Pending pending;
        synchronized (groups) {
            pending = groups.remove(group);
        }
        if (pending == null) {
            return;
        }
        Map<Question<?>, List<Asked>> batch = new LinkedHashMap<>();
        for (Map.Entry<Question<?>, List<Asked>> question : pending.questions.entrySet()) {
            batch.put(question.getKey(), question.getValue());
            if (batch.size() == group.loader().batch()) {
                call(group, batch, pending.urgent);
                batch = new LinkedHashMap<>();
            }
        }
        if (!batch.isEmpty()) {
            call(group, batch, pending.urgent);
        }
    }

    private void call(Group group, Map<Question<?>, List<Asked>> batch, boolean urgent) {
        Duration wait = allowance(group).take(schedule.nanos());
        if (urgent && wait.compareTo(MOST_FOR_URGENT) > 0) {
            wait = MOST_FOR_URGENT;
        }
        Schedule.Urgency urgency = urgent ? Schedule.Urgency.CHANGE : Schedule.Urgency.READ;
        if (wait.isZero()) {
            schedule.work(urgency, () -> read(group, batch, urgent));
        } else {
            schedule.after(wait, () -> schedule.work(urgency, () -> read(group, batch, urgent)));
        }
    }

    private Allowance allowance(Group group) {
        synchronized (allowances) {
            return allowances.computeIfAbsent(group.permissions(), unused -> new Allowance());
        }
    }

    private void read(Group group, Map<Question<?>, List<Asked>> batch, boolean urgent) {
        Allowance allowance = allowance(group);
        Flight asking = batch.values().iterator().next().get(0).flight;
        Flight speaker = group.only().isEmpty() ? allowance.speaker(asking) : asking;
        SENT.get()[0] = 0;
        Map<Question<?>, Answer<?>> answers;
        try {
            answers = load(group.loader(), new Toolbox(speaker, clients, containers, speaker.saved().identity(), false, null),
                    batch.keySet(), asking.id());
            allowance.well();
        } catch (Exception e) {
            if (e instanceof InterruptedException) {
                Thread.currentThread().interrupt();
            }
            Problem problem = problem(e, group.loader());
            if (batch.size() > 1 && SPLIT.contains(problem.kind())) {
                split(group, batch, urgent);
                return;
            }
            switch (problem.kind()) {
                case THROTTLED, LOST -> allowance.troubled(schedule.nanos());
                case CREDENTIALS -> speaker.renew();
                default -> { }
            }
            answers = new HashMap<>();
            for (Question<?> question : batch.keySet()) {
                answers.put(question, Answer.unknown(problem));
            }
        } finally {
            allowance.also(Math.max(0, SENT.get()[0] - 1), schedule.nanos());
        }
        for (Map.Entry<Question<?>, List<Asked>> question : batch.entrySet()) {
            Answer<?> answer = answers.getOrDefault(question.getKey(), notFound(question.getKey()));
            question.getValue().forEach(asked -> asked.answer(question.getKey(), answer));
        }
    }

    @SuppressWarnings({"unchecked", "rawtypes"})
    private Map<Question<?>, Answer<?>> load(Loader loader, Tools tools, Set<Question<?>> questions, String id) throws Exception {
        String about = loader.question().getSimpleName();
        seam.before(id, Seam.Crossing.Kind.LOAD, about);
        Map<Question<?>, Answer<?>> answers = loader.load(tools, new LinkedHashSet<>(questions));
        seam.after(id, Seam.Crossing.Kind.LOAD, about);
        return answers;
    }

    /** One name that is forbidden, wrong or gone must not hide the others. */
    private void split(Group group, Map<Question<?>, List<Asked>> batch, boolean urgent) {
        Map<Question<?>, List<Asked>> first = new LinkedHashMap<>();
        Map<Question<?>, List<Asked>> second = new LinkedHashMap<>();
        int half = batch.size() / 2;
        batch.forEach((question, askers) -> (first.size() < half ? first : second).put(question, askers));
        call(group, first, urgent);
        call(group, second, urgent);
    }

    private static Problem problem(Exception error, Loader<?, ?> loader) {
        if (!Problems.fromAws(error)) {
            LOGGER.log(Level.WARNING, loader.getClass().getSimpleName() + " failed", error);
            return Problem.of(Problem.Kind.LOST, loader.question().getSimpleName() + " could not be read: " + error + ".");
        }
        return Problems.of(error);
    }

    private static Answer<?> notFound(Question<?> question) {
        return Answer.unknown(Problem.of(Problem.Kind.NOT_FOUND, "AWS did not find the " + question.subject() + "."));
    }
}
