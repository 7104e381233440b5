package io.jenkins.plugins.ecsrelease.engine.rollback;

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
import io.jenkins.plugins.ecsrelease.engine.operation.View;
import io.jenkins.plugins.ecsrelease.engine.service.Baseline;
import io.jenkins.plugins.ecsrelease.engine.service.Course;
import io.jenkins.plugins.ecsrelease.engine.service.Image;
import io.jenkins.plugins.ecsrelease.engine.service.Preflight;
import io.jenkins.plugins.ecsrelease.engine.service.Setup;
import io.jenkins.plugins.ecsrelease.engine.service.Setups;
import io.jenkins.plugins.ecsrelease.engine.service.Terms;
import io.jenkins.plugins.ecsrelease.engine.service.Update;
import io.jenkins.plugins.ecsrelease.engine.service.Verify;
import io.jenkins.plugins.ecsrelease.engine.service.look.History;
import io.jenkins.plugins.ecsrelease.engine.service.look.HistoryLook;
import io.jenkins.plugins.ecsrelease.engine.service.look.ImageLook;
import io.jenkins.plugins.ecsrelease.engine.service.look.KnownImage;
import io.jenkins.plugins.ecsrelease.engine.service.look.LiveService;
import io.jenkins.plugins.ecsrelease.engine.service.look.LiveTaskDefinition;
import io.jenkins.plugins.ecsrelease.engine.service.look.ServiceLook;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Sees that the images of the version to go back to are still there; then it is deployed. An image that cannot be looked
 * at does not stop a rollback; one that is gone does.
 *
 * @param target ARN of the task definition to go back to
 * @param images container to image by digest, of that task definition; those by tag cannot be checked
 */
public record Ready(RollbackOrder order, Instant startedAt, String serving, String target, Map<String, String> images)
        implements Await {

    /** How long a release that is about to begin has to stop. */
    private static final Duration PATIENCE_WITH_OTHERS = Duration.ofMinutes(1);

    static Ready of(RollbackOrder order, Instant startedAt, String serving, LiveTaskDefinition target) {
        Map<String, String> images = new LinkedHashMap<>();
        for (LiveTaskDefinition.Container container : target.containers()) {
            if (!Image.digestOf(container.image()).isEmpty()) {
                images.put(container.name(), container.image());
            }
        }
        return new Ready(order, startedAt, serving, target.arn(), images);
    }

    private ServiceLook serviceLook() {
        return new ServiceLook(order.cluster(), order.service());
    }

    private HistoryLook historyLook() {
        return new HistoryLook(order.cluster(), order.service(), null);
    }

    private List<String> inEcr() {
        return images.values().stream().filter(reference -> Image.byDigest(reference).inEcr()).distinct().toList();
    }

    @Override
    public Set<Question<?>> questions() {
        Set<Question<?>> questions = new LinkedHashSet<>();
        questions.add(serviceLook());
        questions.add(historyLook());
        inEcr().forEach(reference -> questions.add(new ImageLook(reference)));
        return questions;
    }

    @Override
    public String describe() {
        return "making sure that " + Course.nameOf(target) + " can still run";
    }

    @Override
    public Turn next(View view) {
        if (view.stop().isPresent()) {
            return Turn.to(new Ended(Outcome.stopped(
                    "Stopped by " + view.stop().get().who() + " before anything was rolled back.")));
        }
        Answer<LiveService> service = view.of(serviceLook());
        Answer<History> history = view.of(historyLook());
        if (!(service instanceof Answer.Known<LiveService> now) || !(history instanceof Answer.Known<History> known)) {
            Problem problem = service.ifUnknown().or(history::ifUnknown).orElseThrow();
            return Preflight.unread(this, startedAt, "the service " + order.service(), problem, view.now());
        }
        List<Fact> facts = new ArrayList<>();
        for (String reference : inEcr()) {
            Answer<KnownImage> image = view.of(new ImageLook(reference));
            if (image instanceof Answer.Unknown<KnownImage> unknown) {
                if (unknown.problem().kind() == Problem.Kind.NOT_FOUND) {
                    return Ladder.refuse("The version " + Course.nameOf(target) + " cannot run any more. "
                            + unknown.problem().full() + " Push that image again, or name another version with 'to'.");
                }
                facts.add(Fact.of("rollback", "Whether the image " + reference + " is still there could not be read ("
                        + unknown.problem().full() + "); going on."));
            }
            image.ifKnown().map(there -> there.leaving(reference, view.now())).filter(text -> !text.isEmpty())
                    .ifPresent(text -> facts.add(Fact.of("rollback", text)));
        }
        if (!now.value().taskDefinition().equals(serving) || known.value().inFlight().isPresent() && !Ladder.deploysOver(order, known.value())) {
            // Something moved meanwhile: the ladder is looked at from the top.
            return Turn.to(new Ladder(order, startedAt));
        }
        Turn turn = new Turn(deploy(now.value(), known.value(), view.now()), Duration.ZERO, facts, null);
        return serving.equals(target) ? turn
                : turn.claiming(Claim.first(now.value().claim(), Ladder.deploysOver(order, known.value()) ? startedAt
                        : startedAt.plus(PATIENCE_WITH_OTHERS)));
    }

    /** A release that has not begun at AWS gives way; what it began meanwhile is seen from the top. */
    @Override
    public Turn taken(String holder, Instant now) {
        return Turn.again(new Ladder(order, startedAt), Duration.ofSeconds(1), Fact.of("rollback",
                "The service is being released by " + holder + ": it is told to stop."));
    }

    private Phase deploy(LiveService service, History history, Instant now) {
        Setup setup = order.speed().equals("fast") ? Setups.fast(service) : Setups.asItIs(service);
        Course course = new Course(Course.Purpose.ROLLBACK, order.release(), order.cluster(), order.service(), images, serving,
                target, "", false, startedAt, Setups.deadline(now, order.timeoutMinutes(), setup),
                Terms.ofRollback(order.checks(), order.timeoutMinutes()), setup, "", null);
        return serving.equals(target) ? Verify.ofUnchanged(course, service) : Update.of(course, Baseline.of(history));
    }
}
