package io.jenkins.plugins.ecsrelease.engine.image;

import io.jenkins.plugins.ecsrelease.engine.operation.Answer;
import io.jenkins.plugins.ecsrelease.engine.operation.Change;
import io.jenkins.plugins.ecsrelease.engine.operation.Ended;
import io.jenkins.plugins.ecsrelease.engine.operation.Fact;
import io.jenkins.plugins.ecsrelease.engine.operation.Finding;
import io.jenkins.plugins.ecsrelease.engine.operation.Phase;
import io.jenkins.plugins.ecsrelease.engine.operation.Problem;
import io.jenkins.plugins.ecsrelease.engine.operation.Question;
import io.jenkins.plugins.ecsrelease.engine.operation.Signal;
import io.jenkins.plugins.ecsrelease.engine.operation.Tools;
import io.jenkins.plugins.ecsrelease.engine.operation.Turn;
import io.jenkins.plugins.ecsrelease.engine.operation.View;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Brings one layer to the target: taken over from the neighbouring repository where the registry can, else sent through
 * this host. A layer that broke off is sent again from its beginning; one that arrived is never sent twice.
 *
 * @param at which of the missing blobs
 */
public record CopyLayer(Promotion promotion, int at) implements Change<Long> {

    static Phase orManifests(Promotion promotion, int at) {
        return at < promotion.missing().size() ? new CopyLayer(promotion, at) : new PutManifest(promotion, 0);
    }

    private SourceTree.Blob blob() {
        return promotion.missing().get(at);
    }

    private LayersThere question() {
        return new LayersThere(promotion.order().repository(), List.of(blob().digest()));
    }

    @Override
    public Set<Question<?>> questions() {
        return Set.of(question());
    }

    @Override
    public String describe() {
        return "Copying layer " + (at + 1) + " of " + promotion.missing().size() + " ("
                + Inspect.size(blob().bytes()) + ") of " + promotion.what();
    }

    @Override
    public Finding<Long> find(View view) {
        Answer<Set<String>> answer = view.of(question());
        if (answer instanceof Answer.Known<Set<String>> known) {
            if (known.value().contains(blob().digest())) {
                return Finding.made(0L);
            }
            return view.now().isAfter(promotion.until())
                    ? Finding.instead(Turn.to(new Ended(promotion.failed("The time limit was over while the layers of "
                            + promotion.what() + " were copied. The tag was not given. Raise timeoutMinutes; what was copied"
                            + " stays and is not copied again."))))
                    : Finding.absent();
        }
        return Finding.unclear(answer.ifUnknown().orElseThrow());
    }

    @Override
    public Long make(Tools tools) throws IOException {
        PromoteOrder order = promotion.order();
        Tools reader = order.from() == null ? tools : tools.as(order.from());
        Login login = Login.of(tools);
        String neighbour = order.from() == null ? order.reference().repository() : "";
        return new Distribution(login.endpoint(), login.header(), order.repository())
                .put(blob().digest(), blob().bytes(), neighbour,
                        () -> new Stored(reader, order.reference().repository()).blob(blob().digest()));
    }

    @Override
    public Turn made(Long sent) {
        return Turn.to(
                orManifests(promotion, at + 1),
                Fact.quiet("layer", Map.of("digest", blob().digest(), "bytes", blob().bytes(), "sent", sent)));
    }

    @Override
    public Turn stopped(Signal stop) {
        return Turn.to(new Ended(promotion.stopped(stop)));
    }

    @Override
    public Turn refused(Problem problem) {
        return Turn.to(new Ended(promotion.failed(
                "The layers of " + promotion.what() + " could not be copied. " + problem.full()
                        + " The tag was not given; what layers were copied stay unused.")));
    }
}
