package io.jenkins.plugins.ecsrelease.engine.service;

import io.jenkins.plugins.ecsrelease.engine.health.Diagnosis;
import io.jenkins.plugins.ecsrelease.engine.health.Symptoms;
import io.jenkins.plugins.ecsrelease.engine.operation.Answer;
import io.jenkins.plugins.ecsrelease.engine.operation.Await;
import io.jenkins.plugins.ecsrelease.engine.operation.Problem;
import io.jenkins.plugins.ecsrelease.engine.operation.Question;
import io.jenkins.plugins.ecsrelease.engine.operation.Turn;
import io.jenkins.plugins.ecsrelease.engine.operation.Verdict;
import io.jenkins.plugins.ecsrelease.engine.operation.View;
import io.jenkins.plugins.ecsrelease.engine.service.look.DeploymentLook;
import io.jenkins.plugins.ecsrelease.engine.service.look.HealthCheckLook;
import io.jenkins.plugins.ecsrelease.engine.service.look.History;
import io.jenkins.plugins.ecsrelease.engine.service.look.HistoryLook;
import io.jenkins.plugins.ecsrelease.engine.service.look.LiveDeployment;
import io.jenkins.plugins.ecsrelease.engine.service.look.LastWordsLook;
import io.jenkins.plugins.ecsrelease.engine.service.look.LiveService;
import io.jenkins.plugins.ecsrelease.engine.service.look.ServiceLook;
import io.jenkins.plugins.ecsrelease.engine.service.look.Targets;
import io.jenkins.plugins.ecsrelease.engine.service.look.TasksLook;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * The deployment ended without becoming live. Which of the answers it is, and why, in sentences.
 *
 * @param status STOPPED, ROLLBACK_SUCCESSFUL or ROLLBACK_FAILED
 * @param cause why ECS was told to roll back; empty when it was not by us
 * @param sick targets that were seen unhealthy
 */
public record Aftermath(Course course, String status, String cause, Instant since, List<Targets.Target> sick)
        implements Await {

    /** What explains the end is nice to have: it is not waited for longer than this. */
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private HistoryLook historyLook() {
        return new HistoryLook(course.cluster(), course.service(), null);
    }

    private ServiceLook serviceLook() {
        return new ServiceLook(course.cluster(), course.service());
    }

    private TasksLook tasksLook() {
        return new TasksLook(course.cluster(), course.service(), "STOPPED");
    }

    private DeploymentLook deploymentLook() {
        return new DeploymentLook(course.deployment());
    }

    private LastWordsLook wordsLook() {
        return new LastWordsLook(course.cluster(), course.service(), course.taskDefinition());
    }

    /**
     * Whose health checks are told: the two groups that take turns check alike. Asked also when no look happened to meet a sick
     * target, since ECS may have replaced it by then.
     */
    private List<String> checked() {
        return course.purpose() != Course.Purpose.RELEASE
                ? List.of()
                : course.setup().targetGroups().stream().map(pair -> pair.get(0)).limit(1).toList();
    }

    @Override
    public Set<Question<?>> questions() {
        Set<Question<?>> questions = new LinkedHashSet<>(List.of(historyLook(), serviceLook(), tasksLook(), deploymentLook()));
        if (course.purpose() == Course.Purpose.RELEASE) {
            questions.add(wordsLook());
            checked().forEach(group -> questions.add(new HealthCheckLook(group)));
        }
        return questions;
    }

    @Override
    public String describe() {
        return "finding out why " + course.version() + " did not become live";
    }

    @Override
    public Turn next(View view) {
        boolean complete = questions().stream().allMatch(question -> view.of(question) instanceof Answer.Known
                || question instanceof LastWordsLook || question instanceof HealthCheckLook);
        boolean patient = Duration.between(since, view.now()).compareTo(PATIENCE) < 0;
        if (!complete && patient) {
            return Turn.again(this, Duration.ofSeconds(2));
        }
        String ecs = view.of(deploymentLook()).ifKnown().map(Aftermath::reason).orElse("");
        String diagnosis = diagnosis(view);
        String back = Course.nameOf(course.previous());
        return switch (status) {
            case "ROLLBACK_SUCCESSFUL" -> rolledBack(view, ecs, diagnosis, back);
            case "ROLLBACK_FAILED" -> Finish.with(course, Verdict.ROLLBACK_FAILED, because(ecs) + "ECS then failed to roll "
                    + course.place() + " back to " + back + ". Look at the service in ECS now." + diagnosis, view.now());
            default -> stopped(view, ecs, diagnosis);
        };
    }

    private Turn rolledBack(View view, String ecs, String diagnosis, String back) {
        if (course.purpose() == Course.Purpose.RELEASE) {
            return Finish.with(course, Verdict.ROLLED_BACK, because(ecs) + course.place() + " runs " + back + " again."
                    + diagnosis, view.now());
        }
        if (course.purpose() == Course.Purpose.UNDO) {
            Instant restored = course.restoredAt() == null ? view.now() : course.restoredAt();
            return Recovery.after(course, course.version() + " was taken back while it was in flight; "
                    + course.place() + " runs " + (back.isEmpty() ? "what ran before" : back) + ". Traffic was restored after "
                    + Duration.between(course.startedAt(), restored).toSeconds() + " seconds.", view);
        }
        return Finish.with(course, Verdict.ROLLBACK_FAILED, "Going back to " + course.version() + " failed: ECS returned "
                + course.place() + " to " + back + ". " + (ecs.isEmpty() ? "" : ecs + ". ") + diagnosis, view.now());
    }

    private Turn stopped(View view, String ecs, String diagnosis) {
        History.Entry newer = view.of(historyLook()).ifKnown().flatMap(this::newer).orElse(null);
        if (newer != null) {
            return Finish.with(course, Verdict.SUPERSEDED, "A newer deployment of " + course.place() + " took the place of "
                    + course.version() + ": " + newer.arn() + " of " + Course.nameOf(newer.taskDefinition()) + " ("
                    + newer.status() + ").", view.now());
        }
        return Finish.with(course, course.purpose() == Course.Purpose.RELEASE ? Verdict.STOPPED : Verdict.ROLLBACK_FAILED,
                because(ecs) + "the deployment of " + course.version() + " was stopped without a rollback: look at which "
                        + "version serves in ECS." + diagnosis, view.now());
    }

    /** The oldest deployment after ours that is not of our task definition. */
    private Optional<History.Entry> newer(History history) {
        int ours = history.arns().indexOf(course.deployment());
        return ours <= 0
                ? Optional.empty()
                : history.entries().subList(0, ours).stream().reduce((newest, older) -> older);
    }

    private String because(String ecs) {
        if (!cause.isEmpty()) {
            // That somebody asked for the rollback is no news where it was us.
            boolean news = !ecs.isEmpty() && !cause.contains(ecs) && !ecs.contains("user request");
            String more = news ? " (" + ecs + ")" : "";
            return Shift.capital(cause) + more + "; ";
        }
        return ecs.isEmpty() ? "" : Shift.capital(ecs) + "; ";
    }

    private static String reason(LiveDeployment deployment) {
        String reason = deployment.rollbackReason().isEmpty() ? deployment.reason() : deployment.rollbackReason();
        String alarms = deployment.triggeredAlarms().isEmpty()
                ? ""
                : " (alarms: " + String.join(", ", deployment.triggeredAlarms()) + ")";
        return (reason.endsWith(".") ? reason.substring(0, reason.length() - 1) : reason) + alarms;
    }

    /** What a new version's tasks said last; what was good once is not asked when it is taken back to. */
    private LastWordsLook.Words telling(View view) {
        boolean asked = course.purpose() == Course.Purpose.RELEASE;
        return asked ? view.of(wordsLook()).ifKnown().orElse(LastWordsLook.Words.NONE) : LastWordsLook.Words.NONE;
    }

    /** What the diagnosis had to do without, where that is for want of a permission. */
    private String unread(View view) {
        StringBuilder unread = new StringBuilder();
        for (Question<?> question : questions()) {
            if (view.of(question) instanceof Answer.Unknown<?> unknown && unknown.problem().kind() == Problem.Kind.DENIED) {
                unread.append(" Not looked at: ").append(question instanceof LastWordsLook ? "what its tasks wrote last"
                        : question instanceof HealthCheckLook ? "how its targets are checked" : "a part of its state")
                        .append(". ").append(unknown.problem().full());
            }
        }
        return unread.toString();
    }

    private String diagnosis(View view) {
        List<LiveService.Event> events = view.of(serviceLook()).ifKnown().map(LiveService::events).orElse(List.of());
        Symptoms symptoms = new Symptoms(
                view.of(tasksLook()).ifKnown().map(tasks -> tasks.of(course.taskDefinition())).orElse(List.of()),
                sick,
                events.stream()
                        .filter(event -> event.at() == null || !event.at().isBefore(course.startedAt()))
                        .map(LiveService.Event::message)
                        .toList(),
                checked().stream().flatMap(group -> view.of(new HealthCheckLook(group)).ifKnown().stream()).findFirst().orElse(null),
                view.of(serviceLook()).ifKnown().map(LiveService::securityGroups).orElse(List.of()),
                telling(view));
        List<String> causes = Diagnosis.of(symptoms);
        return (causes.isEmpty() ? "" : " " + String.join(" ", causes)) + unread(view);
    }
}
