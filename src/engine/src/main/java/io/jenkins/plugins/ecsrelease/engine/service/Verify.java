package io.jenkins.plugins.ecsrelease.engine.service;

import io.jenkins.plugins.ecsrelease.engine.operation.Answer;
import io.jenkins.plugins.ecsrelease.engine.operation.Await;
import io.jenkins.plugins.ecsrelease.engine.operation.Question;
import io.jenkins.plugins.ecsrelease.engine.operation.Signal;
import io.jenkins.plugins.ecsrelease.engine.operation.Turn;
import io.jenkins.plugins.ecsrelease.engine.operation.Verdict;
import io.jenkins.plugins.ecsrelease.engine.operation.View;
import io.jenkins.plugins.ecsrelease.engine.service.look.DeploymentLook;
import io.jenkins.plugins.ecsrelease.engine.service.look.ImageLook;
import io.jenkins.plugins.ecsrelease.engine.service.look.KnownImage;
import io.jenkins.plugins.ecsrelease.engine.service.look.LiveDeployment;
import io.jenkins.plugins.ecsrelease.engine.service.look.LiveRevision;
import io.jenkins.plugins.ecsrelease.engine.service.look.LiveService;
import io.jenkins.plugins.ecsrelease.engine.service.look.RevisionLook;
import io.jenkins.plugins.ecsrelease.engine.service.look.ServiceLook;
import io.jenkins.plugins.ecsrelease.engine.service.look.Tasks;
import io.jenkins.plugins.ecsrelease.engine.service.look.TasksLook;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Green means live: every container that was changed runs the asked image, by its digest or a platform manifest of that
 * index, in the version that serves. ECS calling a deployment SUCCESSFUL is not enough.
 *
 * @param undecided what the checks could not decide; empty when all did, or when that is accepted
 * @param since when the deployment was seen to be over
 * @param revision ARN of the revision that serves; empty until known
 */
public record Verify(Course course, String undecided, Instant since, String revision) implements Await {

    private static final Duration PATIENCE = Duration.ofMinutes(3);

    /** The images run already: nothing is deployed, and still it must be seen. */
    public static Verify ofUnchanged(Course course, LiveService service) {
        return new Verify(course.pinned(service.currentDeployment()).unchanged(), "", course.startedAt(), "");
    }

    private ServiceLook serviceLook() {
        return new ServiceLook(course.cluster(), course.service());
    }

    private TasksLook tasksLook() {
        return new TasksLook(course.cluster(), course.service(), "RUNNING");
    }

    private Optional<DeploymentLook> deploymentLook() {
        return course.deployment().isEmpty() ? Optional.empty() : Optional.of(new DeploymentLook(course.deployment()));
    }

    @Override
    public Set<Question<?>> questions() {
        Set<Question<?>> questions = new LinkedHashSet<>();
        questions.add(serviceLook());
        questions.add(tasksLook());
        if (revision.isEmpty()) {
            deploymentLook().ifPresent(questions::add);
        } else {
            questions.add(new RevisionLook(revision));
        }
        for (String reference : course.images().values()) {
            if (Image.byDigest(reference).inEcr()) {
                questions.add(ImageLook.ofRunning(reference));
            }
        }
        return questions;
    }

    @Override
    public String describe() {
        return "verifying what runs";
    }

    @Override
    public Turn next(View view) {
        Answer<LiveService> service = view.of(serviceLook());
        if (!(service instanceof Answer.Known<LiveService> known)) {
            return open(view, "the service could not be read: " + service.ifUnknown().orElseThrow().full());
        }
        String serves = known.value().taskDefinition();
        if (!serves.equals(course.taskDefinition())) {
            return Finish.with(course, Verdict.SUPERSEDED, course.version() + " became live, and before it could be verified "
                    + "someone else deployed " + Course.nameOf(serves) + " to " + course.place() + ".", view.now());
        }
        if (revision.isEmpty() && deploymentLook().isPresent()) {
            Answer<LiveDeployment> deployment = view.of(deploymentLook().get());
            if (deployment instanceof Answer.Known<LiveDeployment> there && !there.value().target().arn().isEmpty()) {
                return Turn.to(new Verify(course, undecided, since, there.value().target().arn()));
            }
            return open(view, "its service revision could not be read");
        }
        if (known.value().desired() == 0) {
            return notProven(view, "the service was scaled to zero tasks meanwhile, so nothing runs");
        }
        Answer<Tasks> tasks = view.of(tasksLook());
        if (!(tasks instanceof Answer.Known<Tasks> running)) {
            return open(view, "its tasks could not be read: " + tasks.ifUnknown().orElseThrow().full());
        }
        return judge(view, running.value());
    }

    private Turn judge(View view, Tasks tasks) {
        List<Tasks.Task> ours = tasks.of(course.taskDefinition()).stream()
                .filter(task -> task.lastStatus().equals("RUNNING"))
                .toList();
        if (ours.isEmpty()) {
            return open(view, "no task of " + course.version() + " runs");
        }
        Optional<LiveRevision> known = revision.isEmpty() ? Optional.empty() : view.of(new RevisionLook(revision)).ifKnown();
        if (!revision.isEmpty() && known.isEmpty()) {
            return open(view, "its service revision could not be read");
        }
        for (Map.Entry<String, String> asked : course.images().entrySet()) {
            String container = asked.getKey();
            Image image = Image.byDigest(asked.getValue());
            Set<String> good = digests(view, image);
            String resolved = known.map(one -> one.digests().getOrDefault(container, "")).orElse("");
            if (!resolved.isEmpty() && !good.contains(resolved)) {
                return wrong(view, container, resolved, image);
            }
            for (Tasks.Task task : ours) {
                String runs = task.containers().stream()
                        .filter(one -> one.name().equals(container))
                        .map(Tasks.Container::imageDigest)
                        .findFirst().orElse("");
                if (runs.isEmpty()) {
                    return open(view, "task " + task.id() + " does not say which image its container " + container + " runs");
                }
                if (!good.contains(runs)) {
                    return wrong(view, container, runs, image);
                }
            }
        }
        return proven(view, ours.size());
    }

    private Set<String> digests(View view, Image image) {
        return image.inEcr()
                ? view.of(ImageLook.ofRunning(image.reference())).ifKnown().map(KnownImage::digests).orElse(Set.of(image.digest()))
                : Set.of(image.digest());
    }

    private Turn wrong(View view, String container, String runs, Image image) {
        // A manifest of an index that could not be read yet looks the same as a wrong one.
        boolean unread = image.inEcr() && view.of(ImageLook.ofRunning(image.reference())) instanceof Answer.Unknown;
        String text = "its container " + container + " runs " + runs + ", not " + image.digest();
        return unread ? open(view, text + " (whether that is one of its platforms could not be read)") : notProven(view, text);
    }

    private Turn proven(View view, int tasks) {
        if (!undecided.isEmpty()) {
            return notProven(view, "its health is " + undecided);
        }
        String what = course.images().isEmpty() ? "" : " with " + digestsText();
        long seconds = Duration.between(course.startedAt(), view.now()).toSeconds();
        return switch (course.purpose()) {
            case RELEASE -> Finish.with(course, Verdict.SUCCEEDED, course.place() + (course.changed() ? " runs " : " runs already ")
                    + course.version() + what + " in " + tasks + (tasks == 1 ? " task, " : " tasks, ") + "after " + seconds
                    + " seconds.", view.now());
            case REVERT -> Finish.with(course, Verdict.ROLLED_BACK, Shift.capital(course.reason()) + "; " + course.place()
                    + " runs " + course.version() + " again.", view.now());
            case ROLLBACK, UNDO -> Recovery.after(course, course.changed()
                    ? course.place() + " runs " + course.version() + " again. Traffic was restored after "
                            + (course.restoredAt() == null ? seconds
                                    : Duration.between(course.startedAt(), course.restoredAt()).toSeconds()) + " seconds."
                    : course.place() + " runs " + course.version() + " already: there was nothing to roll back.", view);
        };
    }

    private String digestsText() {
        return String.join(", ", course.images().entrySet().stream()
                .map(entry -> entry.getKey() + " " + Image.digestOf(entry.getValue()))
                .toList());
    }

    /** Not proven yet: looked at again for a while. */
    private Turn open(View view, String why) {
        boolean hurried = view.first(Signal.Kind.GIVE_WAY).isPresent();
        return !hurried && Duration.between(since, view.now()).compareTo(PATIENCE) < 0
                ? Turn.again(this, Duration.ofSeconds(3))
                : notProven(view, why);
    }

    private Turn notProven(View view, String why) {
        return Finish.with(course, Verdict.UNKNOWN, "ECS says that the deployment of " + course.version() + " to "
                + course.place() + " is over, and it is not proven that the new version serves: " + why
                + ". Look at the service in ECS; ecsRollback goes back.", view.now());
    }
}
