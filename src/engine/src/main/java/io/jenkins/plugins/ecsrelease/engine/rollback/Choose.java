package io.jenkins.plugins.ecsrelease.engine.rollback;

import io.jenkins.plugins.ecsrelease.engine.database.look.MigrationsLook;
import io.jenkins.plugins.ecsrelease.engine.operation.Answer;
import io.jenkins.plugins.ecsrelease.engine.operation.Await;
import io.jenkins.plugins.ecsrelease.engine.operation.Ended;
import io.jenkins.plugins.ecsrelease.engine.operation.Fact;
import io.jenkins.plugins.ecsrelease.engine.operation.Outcome;
import io.jenkins.plugins.ecsrelease.engine.operation.Problem;
import io.jenkins.plugins.ecsrelease.engine.operation.Question;
import io.jenkins.plugins.ecsrelease.engine.operation.Turn;
import io.jenkins.plugins.ecsrelease.engine.operation.View;
import io.jenkins.plugins.ecsrelease.engine.record.ReleaseRecord;
import io.jenkins.plugins.ecsrelease.engine.service.Course;
import io.jenkins.plugins.ecsrelease.engine.service.look.LiveTaskDefinition;
import io.jenkins.plugins.ecsrelease.engine.service.look.TaskDefinitionLook;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Chooses the version to go back to: the newest that ECS deployed with success and that nobody took back since, as its
 * tags tell. Never just the revision before: that may be one that failed.
 *
 * @param serving ARN of the task definition that serves now
 * @param candidates in order of preference
 */
public record Choose(RollbackOrder order, Instant startedAt, String serving, List<String> candidates) implements Await {

    @Override
    public Set<Question<?>> questions() {
        Set<Question<?>> questions = new LinkedHashSet<>();
        questions.add(new TaskDefinitionLook(serving));
        candidates.forEach(candidate -> questions.add(new TaskDefinitionLook(candidate)));
        questions.add(migrated());
        return questions;
    }

    /** What migrations of this service's family left at AWS, whether or not a deployment was told of them. */
    private MigrationsLook migrated() {
        return new MigrationsLook(Course.plain(order.cluster()), Course.nameOf(serving).replaceFirst(":\\d+$", ""));
    }

    @Override
    public String describe() {
        return "looking for the last good version of " + Course.plain(order.service());
    }

    @Override
    public Turn next(View view) {
        if (view.stop().isPresent()) {
            return Turn.to(new Ended(Outcome.stopped(
                    "Stopped by " + view.stop().get().who() + " before anything was rolled back.")));
        }
        Optional<LiveTaskDefinition> now = view.of(new TaskDefinitionLook(serving)).ifKnown();
        List<LiveTaskDefinition> read = new ArrayList<>();
        for (String candidate : candidates) {
            Answer<LiveTaskDefinition> answer = view.of(new TaskDefinitionLook(candidate));
            if (answer instanceof Answer.Known<LiveTaskDefinition> known) {
                read.add(known.value());
            } else if (passing(answer.ifUnknown().orElseThrow()) && Ladder.patient(startedAt, view.now())) {
                return Turn.again(this, java.time.Duration.ofSeconds(2));
            }
        }
        if (now.isEmpty() && Ladder.patient(startedAt, view.now())) {
            return Turn.again(this, java.time.Duration.ofSeconds(2));
        }
        Answer<MigrationsLook.Found> migrations = view.of(migrated());
        if (migrations.ifUnknown().map(Choose::passing).orElse(false) && Ladder.patient(startedAt, view.now())) {
            return Turn.again(this, java.time.Duration.ofSeconds(2));
        }
        return decide(now, read, migrations);
    }

    private static boolean passing(Problem problem) {
        return problem.kind() == Problem.Kind.THROTTLED || problem.kind() == Problem.Kind.LOST
                || problem.kind() == Problem.Kind.CREDENTIALS;
    }

    private Turn decide(
            Optional<LiveTaskDefinition> now, List<LiveTaskDefinition> read, Answer<MigrationsLook.Found> migrated) {
        List<LiveTaskDefinition> passed = new ArrayList<>();
        now.ifPresent(passed::add);
        for (LiveTaskDefinition candidate : read) {
            boolean asked = !order.to().isEmpty();
            String verdict = ReleaseRecord.of(candidate.tags()).verdict();
            if (asked || candidate.status().equals("ACTIVE") && (verdict.isEmpty() || verdict.equals("SUCCEEDED"))) {
                return chosen(candidate, passed, migrated);
            }
            passed.add(candidate);
        }
        if (!order.to().isEmpty()) {
            return Ladder.refuse("The task definition " + order.to() + " does not exist or could not be read: only a version "
                    + "that ECS still has can be gone back to.");
        }
        return Ladder.refuse("No earlier good version of " + Course.plain(order.service()) + " was found: ECS knows no "
                + "successful deployment of another task definition in the last 90 days that was not taken back since"
                + (read.isEmpty() ? "" : " (looked at " + String.join(", ", read.stream()
                        .map(one -> Course.nameOf(one.arn())).toList()) + ")")
                + ". Name one: ecsRollback(to: 'family:revision').");
    }

    private Turn chosen(LiveTaskDefinition target, List<LiveTaskDefinition> passed, Answer<MigrationsLook.Found> migrated) {
        boolean there = same(target.arn(), serving);
        boolean foreign = !order.after().isEmpty() && !same(serving, order.after()) && !there;
        if (foreign && !order.force()) {
            return Ladder.refuse("Someone else deployed " + Course.nameOf(serving) + " since " + Course.nameOf(order.after())
                    + ", which this rollback is meant to undo. To go back to " + Course.nameOf(target.arn())
                    + " all the same, say force: true.");
        }
        if (!target.status().equals("ACTIVE")) {
            return Ladder.refuse("The task definition " + Course.nameOf(target.arn()) + " is " + target.status()
                    + ": it was deregistered, and ECS deploys only ACTIVE ones. Register it again, or name another with 'to'.");
        }
        List<String> migrations = there ? List.of() : migrations(passed, migrated);
        if (!migrations.isEmpty() && !order.acknowledgeSchema()) {
            return Ladder.refuse("Between " + Course.nameOf(target.arn()) + " and now the database was migrated ("
                    + String.join(", ", migrations) + "), and that migration is not marked reversible: the old version may not "
                    + "work on the new schema. If it does, say acknowledgeSchema: true.");
        }
        Fact fact = Fact.of("rollback", there
                ? Course.nameOf(target.arn()) + " serves already."
                : "Going back from " + Course.nameOf(serving) + " to " + Course.nameOf(target.arn())
                        + (migrations.isEmpty() ? "." : ", over the migration " + String.join(", ", migrations) + ".")
                        + migrated.ifUnknown().map(problem -> " Whether a migration ran in between could not be read. " + problem.full())
                                .orElse(""),
                Map.of("rung", there ? "none" : "deploy", "from", serving, "to", target.arn()));
        List<Fact> facts = new ArrayList<>(List.of(fact));
        passed.forEach(definition -> facts.addAll(ReleaseRecord.sealed(definition.tags())));
        facts.addAll(ReleaseRecord.sealed(target.tags()));
        return Turn.to(Ready.of(order, startedAt, serving, target), facts.toArray(new Fact[0]));
    }

    /** Migrations that ran with the versions that are gone over, unless marked reversible: by their tags and by AWS's own record. */
    private static List<String> migrations(List<LiveTaskDefinition> passed, Answer<MigrationsLook.Found> migrated) {
        Set<String> ids = new LinkedHashSet<>();
        for (LiveTaskDefinition definition : passed) {
            Map<String, String> labels = ReleaseRecord.of(definition.tags()).labels();
            String told = labels.getOrDefault("migration", "");
            if (!told.isEmpty() && !"true".equals(labels.get("migration-reversible"))) {
                ids.add(told);
            }
            for (MigrationsLook.Migrated one : migrated.ifKnown().map(MigrationsLook.Found::migrations).orElse(List.of())) {
                boolean ranWithIt = definition.containers().stream()
                        .anyMatch(container -> one.digests().stream().anyMatch(digest -> container.image().endsWith("@" + digest)));
                if (ranWithIt && !one.reversible()) {
                    ids.add(one.id());
                }
            }
        }
        return List.copyOf(ids);
    }

    /** Whether two names, of which one may be family and revision only, are of the same task definition. */
    static boolean same(String one, String other) {
        return Course.nameOf(one).equals(Course.nameOf(other));
    }
}
