package io.jenkins.plugins.ecsrelease.engine.service;

import io.jenkins.plugins.ecsrelease.engine.health.Alarm;
import io.jenkins.plugins.ecsrelease.engine.health.DatabaseConnections;
import io.jenkins.plugins.ecsrelease.engine.health.Http;
import io.jenkins.plugins.ecsrelease.engine.health.Logs;
import io.jenkins.plugins.ecsrelease.engine.health.TargetHealth;
import io.jenkins.plugins.ecsrelease.engine.operation.Answer;
import io.jenkins.plugins.ecsrelease.engine.operation.Await;
import io.jenkins.plugins.ecsrelease.engine.operation.Claim;
import io.jenkins.plugins.ecsrelease.engine.operation.Ended;
import io.jenkins.plugins.ecsrelease.engine.operation.Fact;
import io.jenkins.plugins.ecsrelease.engine.operation.Outcome;
import io.jenkins.plugins.ecsrelease.engine.operation.Phase;
import io.jenkins.plugins.ecsrelease.engine.operation.Problem;
import io.jenkins.plugins.ecsrelease.engine.operation.Question;
import io.jenkins.plugins.ecsrelease.engine.operation.Turn;
import io.jenkins.plugins.ecsrelease.engine.operation.Verdict;
import io.jenkins.plugins.ecsrelease.engine.operation.View;
import io.jenkins.plugins.ecsrelease.engine.permission.PermissionsLook;
import io.jenkins.plugins.ecsrelease.engine.permission.Rights;
import io.jenkins.plugins.ecsrelease.engine.record.ReleaseRecord;
import io.jenkins.plugins.ecsrelease.engine.record.Tags;
import io.jenkins.plugins.ecsrelease.engine.service.look.AlarmLook;
import io.jenkins.plugins.ecsrelease.engine.service.look.History;
import io.jenkins.plugins.ecsrelease.engine.service.look.HistoryLook;
import io.jenkins.plugins.ecsrelease.engine.service.look.ImageLook;
import io.jenkins.plugins.ecsrelease.engine.service.look.LiveService;
import io.jenkins.plugins.ecsrelease.engine.service.look.LiveTaskDefinition;
import io.jenkins.plugins.ecsrelease.engine.service.look.RouteLook;
import io.jenkins.plugins.ecsrelease.engine.service.look.AllowedLook;
import io.jenkins.plugins.ecsrelease.engine.service.look.EgressLook;
import io.jenkins.plugins.ecsrelease.engine.service.look.LogGroupLook;
import io.jenkins.plugins.ecsrelease.engine.service.look.SecretLook;
import io.jenkins.plugins.ecsrelease.engine.service.look.ServiceLook;
import io.jenkins.plugins.ecsrelease.engine.service.look.TargetsLook;
import io.jenkins.plugins.ecsrelease.engine.service.look.TaskDefinitionLook;
import io.jenkins.plugins.ecsrelease.engine.service.look.TrustLook;
import io.jenkins.plugins.ecsrelease.engine.service.plan.Allowed;
import io.jenkins.plugins.ecsrelease.engine.service.plan.Concern;
import io.jenkins.plugins.ecsrelease.engine.service.plan.Ground;
import io.jenkins.plugins.ecsrelease.engine.service.plan.Needs;
import io.jenkins.plugins.ecsrelease.engine.service.plan.Plan;
import io.jenkins.plugins.ecsrelease.engine.service.plan.Proofs;
import io.jenkins.plugins.ecsrelease.engine.service.plan.Situation;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * Reads what the plan is judged from, judges it, and begins, waits or ends. Changes nothing.
 *
 * @param ours ARN of the task definition of our last release, where another one serves; "none" where there is none; empty
 *     before it is known
 * @param needs of its tasks; null before they are known
 * @param rights that the rest of the release needs; null before the needs are known
 * @param rules listener rules and listeners of production and test traffic
 */
public record Study(
        BlueGreenOrder order,
        Instant startedAt,
        String taskDefinition,
        List<String> rules,
        List<String> targetGroups,
        List<String> alarms,
        String ours,
        Needs needs,
        Rights rights)
        implements Await {

    /** There is no such task definition. */
    private static final String NONE = "none";

    static Study of(BlueGreenOrder order, Instant startedAt, LiveService service) {
        Set<String> rules = new TreeSet<>();
        Set<String> groups = new TreeSet<>();
        for (LiveService.Balancer balancer : service.balancers()) {
            rules.add(balancer.productionRule());
            rules.add(balancer.testRule());
            groups.add(balancer.targetGroup());
            groups.add(balancer.alternateTargetGroup());
        }
        rules.remove("");
        groups.remove("");
        return new Study(order, startedAt, service.taskDefinition(), List.copyOf(rules), List.copyOf(groups),
                List.copyOf(Preflight.alarms(order, service)), "", null, null);
    }

    private Study deeper(String last, Needs of, Rights needed) {
        return new Study(order, startedAt, taskDefinition, rules, targetGroups, alarms, last, of, needed);
    }

    private boolean hasOurs() {
        return !ours.isEmpty() && !ours.equals(NONE);
    }

    @Override
    public Set<Question<?>> questions() {
        Set<Question<?>> questions = new LinkedHashSet<>();
        questions.add(serviceLook());
        questions.add(historyLook());
        questions.add(definitionLook());
        if (hasOurs()) {
            questions.add(new TaskDefinitionLook(ours));
        }
        if (needs != null) {
            questions.add(permissionsLook());
            needs.secrets().forEach(secret -> questions.add(new SecretLook(secret)));
            questions.addAll(needs.allowed());
            questions.addAll(infrastructure());
            needs.logGroups().forEach(group -> questions.add(new LogGroupLook(group)));
            if (!needs.subnets().isEmpty()) {
                questions.add(new EgressLook(needs.subnets()));
            }
        }
        ecrImages().forEach(reference -> questions.add(new ImageLook(reference)));
        questions.addAll(Proofs.asked(order).values());
        rules.forEach(rule -> questions.add(new RouteLook(rule)));
        targetGroups.forEach(group -> questions.add(new TargetsLook(group)));
        alarms.forEach(alarm -> questions.add(new AlarmLook(alarm)));
        pools().forEach(check -> questions.add(limitOf(check)));
        return questions;
    }

    /** What is asked of the infrastructure roles: ECS says it too, if later, and so a plan stands without. */
    private Set<Question<?>> infrastructure() {
        Set<Question<?>> questions = new LinkedHashSet<>(needs.trusting());
        questions.addAll(needs.shifting());
        return questions;
    }

    /** The checks that say how many connections a task opens, and of which database it is not said how many it allows. */
    private List<DatabaseConnections> pools() {
        return order.checks().stream().filter(DatabaseConnections.class::isInstance).map(DatabaseConnections.class::cast)
                .filter(check -> check.hasPool() && check.limit() == 0).toList();
    }

    private Question<?> limitOf(DatabaseConnections check) {
        return check.database().isProxy() ? check.proxyLimit(startedAt) : check.classLimit();
    }

    private Map<String, Answer<Double>> connections(View view) {
        Map<String, Answer<Double>> limits = new LinkedHashMap<>();
        for (DatabaseConnections check : pools()) {
            limits.put(check.database().name(), check.database().isProxy()
                    ? DatabaseConnections.newest(view.of(check.proxyLimit(startedAt))) : view.of(check.classLimit()));
        }
        return limits;
    }

    private ServiceLook serviceLook() {
        return new ServiceLook(order.cluster(), order.service());
    }

    private HistoryLook historyLook() {
        return new HistoryLook(order.cluster(), order.service(), null);
    }

    private TaskDefinitionLook definitionLook() {
        return new TaskDefinitionLook(taskDefinition);
    }

    private PermissionsLook permissionsLook() {
        boolean metrics = order.checks().stream().anyMatch(check ->
                !(check instanceof Alarm || check instanceof Http || check instanceof TargetHealth || check instanceof Logs));
        return rights.look(metrics, order.checks().stream().filter(Logs.class::isInstance).map(check -> ((Logs) check).group()).toList());
    }

    private Set<String> ecrImages() {
        return order.images().values().stream()
                .filter(reference -> Image.byDigest(reference).inEcr())
                .collect(Collectors.toCollection(TreeSet::new));
    }

    @Override
    public String describe() {
        return "planning the release of " + Course.plain(order.service());
    }

    @Override
    public Turn next(View view) {
        if (view.stop().isPresent()) {
            return Turn.to(new Ended(Outcome.stopped(
                    "Stopped by " + view.stop().get().who() + " while planning; nothing was changed.")));
        }
        for (Question<?> question : List.of(serviceLook(), historyLook(), definitionLook())) {
            if (view.of(question) instanceof Answer.Unknown<?> unknown) {
                return Preflight.unread(this, startedAt, what(question), unknown.problem(), view.now());
            }
        }
        for (Question<?> question : questions()) {
            // What only a warning would come of is waited for too, as long as the reason may pass.
            if (view.of(question) instanceof Answer.Unknown<?> unknown && passing(unknown.problem())
                    && Duration.between(startedAt, view.now()).compareTo(Preflight.PATIENCE) < 0) {
                return Turn.again(this, Duration.ofSeconds(3));
            }
        }
        if (Proofs.pending(order, view) && Duration.between(startedAt, view.now()).compareTo(Preflight.PATIENCE) < 0) {
            return Turn.again(this, Duration.ofSeconds(3));
        }
        LiveService service = view.of(serviceLook()).ifKnown().orElseThrow();
        if (!service.taskDefinition().equals(taskDefinition)) {
            return Turn.to(new Preflight(order, startedAt));
        }
        LiveTaskDefinition definition = view.of(definitionLook()).ifKnown().orElseThrow();
        Map<String, String> images;
        try {
            images = TaskDefinitions.resolve(definition, order.images());
        } catch (IllegalArgumentException e) {
            return Turn.to(new Ended(Outcome.stopped(e.getMessage() + " Nothing was changed.")));
        }
        if (needs == null) {
            return Turn.to(deeper(lastOfOurs(view.of(historyLook()).ifKnown().orElseThrow(), definition),
                    Needs.of(definition, service, !"ROLLING".equals(order.strategy().isEmpty() ? service.strategy() : order.strategy())),
                    Rights.of(taskDefinition, order.cluster(), order.service(),
                            List.of(definition.executionRole(), definition.taskRole()))));
        }
        List<Concern> more = new ArrayList<>(Proofs.concerns(order, view));
        Set<Question<?>> needed = questions();
        needed.removeAll(infrastructure());
        more.addAll(Allowed.concerns(view, needed, permissionsLook(), order.plan()));
        return decide(situation(view, service, definition, images), more, view.now());
    }

    /** Where somebody else's task definition serves: the one that served before it, which may be ours. */
    private static String lastOfOurs(History history, LiveTaskDefinition definition) {
        return definition.tags().containsKey(Tags.RELEASE) ? NONE : history.entries().stream()
                .filter(entry -> entry.status().equals("SUCCESSFUL"))
                .map(History.Entry::taskDefinition)
                .filter(arn -> !arn.isEmpty() && !arn.equals(definition.arn()))
                .findFirst().orElse(NONE);
    }

    private static boolean passing(Problem problem) {
        return problem.kind() == Problem.Kind.THROTTLED || problem.kind() == Problem.Kind.LOST
                || problem.kind() == Problem.Kind.CREDENTIALS;
    }

    private String what(Question<?> question) {
        return question instanceof TaskDefinitionLook ? "the task definition " + taskDefinition
                : question instanceof HistoryLook ? "the deployments of " + order.service()
                : "the service " + order.service();
    }

    private Situation situation(View view, LiveService service, LiveTaskDefinition definition, Map<String, String> images) {
        return new Situation(order, service, definition, view.of(historyLook()).ifKnown().orElseThrow(), images,
                answers(view, ecrImages(), ImageLook::new),
                answers(view, rules, RouteLook::new),
                answers(view, targetGroups, TargetsLook::new),
                answers(view, alarms, AlarmLook::new),
                hasOurs() ? view.of(new TaskDefinitionLook(ours)).ifKnown()
                        .filter(one -> one.tags().containsKey(Tags.RELEASE)).orElse(null) : null,
                ground(view), view.now());
    }

    private Ground ground(View view) {
        Map<TrustLook, Answer<Boolean>> trust = new LinkedHashMap<>();
        needs.trusting().forEach(look -> trust.put(look, view.of(look)));
        return new Ground(answers(view, needs.secrets(), SecretLook::new), allowed(view, needs.allowed()),
                answers(view, needs.logGroups(), LogGroupLook::new),
                needs.subnets().isEmpty() ? null : view.of(new EgressLook(needs.subnets())), connections(view), trust,
                allowed(view, needs.shifting()));
    }

    private static Map<AllowedLook, Answer<String>> allowed(View view, List<AllowedLook> looks) {
        Map<AllowedLook, Answer<String>> allowed = new LinkedHashMap<>();
        looks.forEach(look -> allowed.put(look, view.of(look)));
        return allowed;
    }

    private static <A> Map<String, Answer<A>> answers(
            View view, Iterable<String> names, Function<String, ? extends Question<A>> question) {
        Map<String, Answer<A>> answers = new LinkedHashMap<>();
        names.forEach(name -> answers.put(name, view.of(question.apply(name))));
        return answers;
    }

    private Turn decide(Situation situation, List<Concern> more, Instant now) {
        Setup setup = Setups.ofRelease(situation);
        Plan plan = Plan.of(situation, setup.waits()).and(more);
        List<Fact> facts = new ArrayList<>();
        facts.add(fact(plan));
        facts.addAll(ReleaseRecord.sealed(situation.definition().tags()));
        if (order.plan()) {
            return new Turn(new Ended(planned(plan, situation, now)), Duration.ZERO, facts, null);
        }
        Optional<String> newer = Overtaking.by(order, situation.definition());
        if (newer.isPresent()) {
            return new Turn(new Ended(new Outcome(Verdict.SUPERSEDED, newer.get() + " Nothing was changed.", Map.of())),
                    Duration.ZERO, facts, null);
        }
        List<Concern> errors = plan.of(Concern.Severity.ERROR);
        if (!errors.isEmpty()) {
            return new Turn(new Ended(refused(errors)), Duration.ZERO, facts, null);
        }
        List<Concern> conflicts = plan.of(Concern.Severity.CONFLICT);
        if (!conflicts.isEmpty()) {
            return order.onConflict().equals("wait")
                    ? Turn.to(new Waiting(order, startedAt, conflicts.get(0).text()))
                    : new Turn(new Ended(refused(conflicts)), Duration.ZERO, facts, null);
        }
        Turn begun = new Turn(begin(situation, setup, plan, now), Duration.ZERO, facts, null);
        return plan.changes().isEmpty() ? begun : begun.claiming(Claim.to(situation.service().claim()));
    }

    /** Another build of this controller is about to deploy to the service, or is not done with it. */
    @Override
    public Turn taken(String holder, Instant now) {
        String conflict = Course.plain(order.service()) + " in " + Course.plain(order.cluster()) + " is being released by "
                + holder + ".";
        return order.onConflict().equals("wait")
                ? Turn.again(new Waiting(order, startedAt, conflict), Duration.ofSeconds(30))
                : Turn.to(new Ended(refused(List.of(Concern.conflict(conflict + " Wait until it is over (onConflict: 'wait').")))));
    }

    private Phase begin(
            Situation situation, Setup setup, Plan plan, Instant now) {
        Course course = new Course(
                Course.Purpose.RELEASE, order.release(), order.cluster(), order.service(), situation.images(),
                taskDefinition, taskDefinition, "", false, startedAt, Setups.deadline(now, order.timeoutMinutes(), setup),
                Terms.of(order, !situation.service().balancers().isEmpty(), setup), setup, "", null);
        Baseline baseline = Baseline.of(situation.history());
        if (plan.changes().isEmpty()) {
            return Verify.ofUnchanged(course, situation.service());
        }
        return new Register(course.registered(""), baseline, taskDefinition, plan.changes(), Tags.of(new ReleaseRecord(
                order.release(), Course.nameOf(taskDefinition), digest(), order.labels()),
                situation.definition().tags().size()));
    }

    private String digest() {
        return order.images().values().stream().findFirst().map(Image::digestOf).orElse("");
    }

    private static Fact fact(Plan plan) {
        Map<String, Object> details = new LinkedHashMap<>();
        details.put("hash", plan.hash());
        details.put("summary", plan.summary());
        details.put("ready", plan.ready());
        details.put("plan", plan.text());
        details.put("concerns", plan.concerns().stream()
                .map(concern -> Map.of("severity", concern.severity().name(), "text", concern.text()))
                .toList());
        return Fact.of("plan", plan.text().stripTrailing(), details);
    }

    private static Outcome refused(List<Concern> concerns) {
        return Outcome.stopped((concerns.size() == 1 ? "" : concerns.size() + " problems were found. ")
                + concerns.stream().map(Concern::text).collect(Collectors.joining("\n")) + "\nNothing was changed.");
    }

    private Outcome planned(Plan plan, Situation situation, Instant now) {
        Map<String, Object> result = new LinkedHashMap<>();
        result.put(Result.VERDICT, Verdict.SUCCEEDED.name());
        result.put(Result.READY, plan.ready());
        result.put(Result.PLAN, plan.text());
        result.put(Result.PLAN_HASH, plan.hash());
        result.put(Result.SUMMARY, plan.summary());
        result.put(Result.PROBLEMS, plan.of(Concern.Severity.ERROR).stream().map(Concern::text).collect(Collectors.joining("\n")));
        result.put(Result.PREVIOUS_TASK_DEFINITION, situation.service().taskDefinition());
        result.put(Result.DIGEST, digest());
        result.put(Result.SECONDS, Duration.between(startedAt, now).toSeconds());
        result.put(Result.CHANGED, false);
        return Outcome.succeeded(plan.ready() ? "The plan stands; nothing was changed."
                : "The plan has problems that would stop the release; nothing was changed.", result);
    }
}
