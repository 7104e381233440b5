package io.jenkins.plugins.ecsrelease.engine.image;

import io.jenkins.plugins.ecsrelease.engine.operation.Answer;
import io.jenkins.plugins.ecsrelease.engine.operation.Await;
import io.jenkins.plugins.ecsrelease.engine.operation.Ended;
import io.jenkins.plugins.ecsrelease.engine.operation.Fact;
import io.jenkins.plugins.ecsrelease.engine.operation.Outcome;
import io.jenkins.plugins.ecsrelease.engine.operation.Problem;
import io.jenkins.plugins.ecsrelease.engine.operation.Question;
import io.jenkins.plugins.ecsrelease.engine.operation.Signal;
import io.jenkins.plugins.ecsrelease.engine.operation.Turn;
import io.jenkins.plugins.ecsrelease.engine.operation.Verdict;
import io.jenkins.plugins.ecsrelease.engine.operation.View;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Looks at the repository before anything is built: it must be there, be scanned where a scan is wanted, and have the tag
 * free, movable, or holding an image of this very commit, which is then taken instead of building it again.
 *
 * @param until when the whole operation is over; null before the first look
 */
public record Preflight(ImageOrder order, Instant until) implements Await {

    /** Of nothing at all. */
    private static final String NO_LAYER = "sha256:e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855";
    private static final Duration AGAIN = Duration.ofSeconds(3);

    @Override
    public Set<Question<?>> questions() {
        return order.push() ? Set.of(state(), upload()) : Set.of(state());
    }

    private RepositoryState state() {
        return new RepositoryState(order.repository(), order.tags());
    }

    /** The first thing a push asks for each layer; a registry that denies it says so without a word (HEAD of a blob). */
    private LayersThere upload() {
        return new LayersThere(order.repository(), List.of(NO_LAYER));
    }

    @Override
    public String describe() {
        return "Looking at the repository " + order.repository();
    }

    @Override
    public Turn next(View view) {
        Optional<Signal> stop = view.stop();
        if (stop.isPresent()) {
            return Turn.to(new Ended(Outcome.stopped("Stopped by " + stop.get().who() + " before anything was built.")));
        }
        Instant end = until == null ? view.now().plus(Duration.ofMinutes(order.timeoutMinutes())) : until;
        Answer<RepositoryState.Found> answer = view.of(state());
        Optional<Problem> upload = order.push() ? view.of(upload()).ifUnknown() : Optional.empty();
        if (answer instanceof Answer.Known<RepositoryState.Found> known && upload.isEmpty()) {
            return decided(new Commission(order, known.value().site(), end), known.value());
        }
        Problem problem = answer.ifUnknown().or(() -> upload).orElseThrow();
        Instant begun = end.minus(Duration.ofMinutes(order.timeoutMinutes()));
        if (Passing.is(problem, view.now(), begun, end)) {
            return Turn.again(new Preflight(order, end), AGAIN);
        }
        return refused("Nothing was built. " + problem.full());
    }

    private Turn decided(Commission commission, RepositoryState.Found found) {
        if (!order.push()) {
            return build(commission);
        }
        if (order.scan().wanted() && found.site().scanFrequency().equals("MANUAL")) {
            return refused("Nothing scans what is pushed to " + order.repository() + ", so its image could not be proven safe."
                    + " Turn it on: aws ecr put-image-scanning-configuration --repository-name " + order.repository()
                    + " --image-scanning-configuration scanOnPush=true (or enhanced scanning of the registry), or say why"
                    + " none is wanted: scan: none('…').");
        }
        Optional<RepositoryState.Held> held = found.under(order.tag());
        if (held.isEmpty()) {
            return build(commission);
        }
        boolean same = sameBuild(held.get());
        String tag = order.repository() + ":" + order.tag();
        if (same && !order.rebuild()) {
            return Turn.to(
                    new Inspect(commission, held.get().digest(), true, null),
                    Fact.of("image", tag + " was built before from this commit, and is used as it is: "
                            + held.get().digest() + ". To build it again, say rebuild: true.",
                            Map.of("image", commission.site().name() + "@" + held.get().digest(), "reused", true)));
        }
        if (!found.holdsFast(order.tag())) {
            return build(commission);
        }
        return refused(same
                ? tag + " is there already, and its repository does not let the tag move: a rebuild needs another tag, such as"
                        + " tag: \"${env.GIT_COMMIT}-${env.BUILD_NUMBER}\"."
                : tag + " is held by an image that was not built from this commit"
                        + (held.get().revision().isEmpty() ? "" : " but from " + held.get().revision())
                        + " in this way, and the repository does not let the tag move. Use another tag; the commit is the"
                        + " default.");
    }

    /** An image says what it was built from; one that says nothing is only trusted under a tag that is the commit. */
    private boolean sameBuild(RepositoryState.Held held) {
        boolean revision = held.revision().isEmpty()
                ? !order.revision().isEmpty() && order.tag().equals(order.revision())
                : held.revision().equals(order.revision());
        return revision && (held.inputs().isEmpty() || held.inputs().equals(Labels.inputs(order.recipe())));
    }

    private Turn build(Commission commission) {
        return Turn.to(new StartProgram(commission, Commission.Stage.BUILD));
    }

    private static Turn refused(String message) {
        return Turn.to(new Ended(new Outcome(Verdict.STOPPED, message, Map.of())));
    }
}
