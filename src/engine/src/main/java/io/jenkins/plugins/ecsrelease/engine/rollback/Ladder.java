package io.jenkins.plugins.ecsrelease.engine.rollback;

import io.jenkins.plugins.ecsrelease.engine.operation.Answer;
import io.jenkins.plugins.ecsrelease.engine.operation.Await;
import io.jenkins.plugins.ecsrelease.engine.operation.Ended;
import io.jenkins.plugins.ecsrelease.engine.operation.Fact;
import io.jenkins.plugins.ecsrelease.engine.operation.Outcome;
import io.jenkins.plugins.ecsrelease.engine.operation.Question;
import io.jenkins.plugins.ecsrelease.engine.operation.Turn;
import io.jenkins.plugins.ecsrelease.engine.operation.View;
import io.jenkins.plugins.ecsrelease.engine.service.Course;
import io.jenkins.plugins.ecsrelease.engine.service.Preflight;
import io.jenkins.plugins.ecsrelease.engine.service.Setups;
import io.jenkins.plugins.ecsrelease.engine.service.Shift;
import io.jenkins.plugins.ecsrelease.engine.service.TakeBack;
import io.jenkins.plugins.ecsrelease.engine.service.Terms;
import io.jenkins.plugins.ecsrelease.engine.service.look.History;
import io.jenkins.plugins.ecsrelease.engine.service.look.HistoryLook;
import io.jenkins.plugins.ecsrelease.engine.service.look.LiveService;
import io.jenkins.plugins.ecsrelease.engine.service.look.ServiceLook;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Which way back is open: a deployment in flight is told to roll back; else a version that was good is deployed again.
 * Nothing is asked of the version that runs: not its health, not its alarms.
 *
 * @param startedAt null before the first turn
 */
public record Ladder(RollbackOrder order, Instant startedAt) implements Await {

    /** How many versions are looked at to find a good one. */
    private static final int CANDIDATES = 10;

    private ServiceLook serviceLook() {
        return new ServiceLook(order.cluster(), order.service());
    }

    private HistoryLook historyLook() {
        return new HistoryLook(order.cluster(), order.service(), null);
    }

    @Override
    public Set<Question<?>> questions() {
        return Set.of(serviceLook(), historyLook());
    }

    @Override
    public String describe() {
        return "looking for the way back of " + Course.plain(order.service());
    }

    @Override
    public Turn next(View view) {
        if (view.stop().isPresent()) {
            return Turn.to(new Ended(Outcome.stopped(
                    "Stopped by " + view.stop().get().who() + " before anything was rolled back.")));
        }
        Ladder begun = new Ladder(order, startedAt == null ? view.now() : startedAt);
        Answer<LiveService> service = view.of(serviceLook());
        if (!(service instanceof Answer.Known<LiveService> known)) {
            return Preflight.unread(begun, begun.startedAt(), "the service " + order.service(),
                    service.ifUnknown().orElseThrow(), view.now());
        }
        Answer<History> history = view.of(historyLook());
        if (!(history instanceof Answer.Known<History> entries)) {
            return Preflight.unread(begun, begun.startedAt(), "the deployments of " + order.service(),
                    history.ifUnknown().orElseThrow(), view.now());
        }
        return begun.decide(known.value(), entries.value(), view.now());
    }

    private Turn decide(LiveService service, History history, Instant now) {
        if (!"ACTIVE".equals(service.status()) || !"ECS".equals(service.controller())) {
            return refuse("The service " + service.name() + " is " + service.status() + " under the controller "
                    + service.controller() + "; only an ACTIVE one under ECS can be rolled back from here.");
        }
        Optional<History.Entry> inFlight = history.inFlight();
        if (inFlight.isPresent() && !deploysOver(order, history)) {
            return takeBack(service, history, inFlight.get(), now);
        }
        return Turn.to(new Choose(order, startedAt, service.taskDefinition(), candidates(service, history)));
    }

    private Turn takeBack(LiveService service, History history, History.Entry entry, Instant now) {
        boolean foreign = !order.after().isEmpty() && !Choose.same(entry.taskDefinition(), order.after());
        boolean onTheWayBack = order.to().isEmpty() ? wayBack(entry, history) : Choose.same(entry.taskDefinition(), order.to());
        if (foreign && !onTheWayBack && !order.force()) {
            return refuse("Someone else's deployment of " + Course.nameOf(entry.taskDefinition()) + " is in flight ("
                    + entry.arn() + "), begun after the release that this would undo. To take that back instead, say force: true.");
        }
        String before = before(entry, history);
        if (onTheWayBack) {
            Course course = course(Course.Purpose.ROLLBACK, service, before, entry.taskDefinition(), entry.arn(), now);
            return Turn.to(Shift.of(course), Fact.of("rollback", "The deployment back to "
                    + Course.nameOf(entry.taskDefinition()) + " is under way already; it is followed."));
        }
        Course course = course(Course.Purpose.UNDO, service, before, entry.taskDefinition(), entry.arn(), now);
        Fact fact = Fact.of("rollback", "The deployment of " + Course.nameOf(entry.taskDefinition())
                + " is in flight (" + entry.status() + "): ECS is told to take it back.",
                Map.of("rung", "take-back", "deployment", entry.arn()));
        return Turn.to(new TakeBack(Shift.of(course), "a rollback was asked for", ""), fact);
    }

    /** What ran before a deployment in flight, and runs again once that is taken back; empty where ECS does not tell. */
    private static String before(History.Entry entry, History history) {
        return good(history).stream().filter(definition -> !definition.equals(entry.taskDefinition())).findFirst().orElse("");
    }

    /** Task definitions of successful deployments, the newest first. */
    private static List<String> good(History history) {
        return history.entries().stream()
                .filter(older -> older.status().equals("SUCCESSFUL"))
                .map(History.Entry::taskDefinition)
                .filter(definition -> !definition.isEmpty())
                .toList();
    }

    /**
     * Whether what is in flight is itself a way back, begun by somebody else: to a version that had been live before the
     * one that was live last. Taking that back would bring back what is to be undone.
     */
    private static boolean wayBack(History.Entry entry, History history) {
        List<String> good = good(history);
        return !good.isEmpty() && !good.get(0).equals(entry.taskDefinition()) && good.contains(entry.taskDefinition());
    }

    /**
     * Whether the version asked for is neither what is in flight nor what would run once that is taken back: then it is
     * deployed over it, and ECS stops the one in flight.
     */
    static boolean deploysOver(RollbackOrder order, History history) {
        return !order.to().isEmpty() && history.inFlight().filter(entry -> !Choose.same(entry.taskDefinition(), order.to()))
                .map(entry -> before(entry, history)).filter(before -> !Choose.same(before, order.to())).isPresent();
    }

    private Course course(
            Course.Purpose purpose, LiveService service, String previous, String definition, String deployment, Instant now) {
        return new Course(purpose, order.release(), order.cluster(), order.service(), Map.of(), previous, definition,
                deployment, true, startedAt, Setups.deadline(now, order.timeoutMinutes(), Setups.asItIs(service)),
                Terms.ofRollback(order.checks(), order.timeoutMinutes()), Setups.asItIs(service), "a rollback was asked for", null);
    }

    /** Versions whose deployment was a success, the newest first, without the one that serves. */
    private List<String> candidates(LiveService service, History history) {
        if (!order.to().isEmpty()) {
            return List.of(order.to());
        }
        Set<String> candidates = new LinkedHashSet<>();
        history.entries().stream()
                .filter(entry -> entry.status().equals("SUCCESSFUL"))
                .map(History.Entry::taskDefinition)
                .filter(definition -> !definition.isEmpty() && !definition.equals(service.taskDefinition()))
                .forEach(candidates::add);
        return candidates.stream().limit(CANDIDATES).toList();
    }

    static Turn refuse(String why) {
        return Turn.to(new Ended(Outcome.stopped(why + " Nothing was changed.")));
    }

    /** How long passing trouble is borne. */
    static boolean patient(Instant since, Instant now) {
        return Duration.between(since, now).compareTo(Duration.ofMinutes(2)) < 0;
    }
}
