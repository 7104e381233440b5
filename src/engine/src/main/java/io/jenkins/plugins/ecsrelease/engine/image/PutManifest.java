package io.jenkins.plugins.ecsrelease.engine.image;

import io.jenkins.plugins.ecsrelease.engine.operation.Answer;
import io.jenkins.plugins.ecsrelease.engine.operation.Change;
import io.jenkins.plugins.ecsrelease.engine.operation.Ended;
import io.jenkins.plugins.ecsrelease.engine.operation.Finding;
import io.jenkins.plugins.ecsrelease.engine.operation.Problem;
import io.jenkins.plugins.ecsrelease.engine.operation.Question;
import io.jenkins.plugins.ecsrelease.engine.operation.Signal;
import io.jenkins.plugins.ecsrelease.engine.operation.Tools;
import io.jenkins.plugins.ecsrelease.engine.operation.Turn;
import io.jenkins.plugins.ecsrelease.engine.operation.View;
import java.io.IOException;
import java.util.List;
import java.util.Set;
import software.amazon.awssdk.services.ecr.EcrClient;
import software.amazon.awssdk.services.ecr.model.ImageAlreadyExistsException;

/**
 * Puts one manifest into the target, byte for byte; ECR checks the digest that is sent with it. The last one is the image
 * itself, with the environment's tag.
 *
 * @param at place in {@link CopyOrder}
 */
public record PutManifest(Promotion promotion, int at) implements Change<Boolean> {

    private List<CopyOrder.Piece> all() {
        return CopyOrder.of(promotion.tree(), promotion.order().tag());
    }

    private CopyOrder.Piece piece() {
        return all().get(at);
    }

    private String digest() {
        return piece().digest();
    }

    private boolean last() {
        return at == all().size() - 1;
    }

    /** By tag for what is put under one, by digest for what else belongs to it. */
    private TagAt question() {
        return new TagAt(promotion.order().repository(), piece().tag().isEmpty() ? digest() : piece().tag());
    }

    @Override
    public Set<Question<?>> questions() {
        return Set.of(question());
    }

    @Override
    public String describe() {
        return last()
                ? "Giving " + Digests.brief(digest()) + " the tag " + promotion.order().repository() + ":"
                        + promotion.order().tag()
                : "Putting part " + (at + 1) + " of " + all().size() + " of " + promotion.what();
    }

    @Override
    public Finding<Boolean> find(View view) {
        Answer<TagAt.Named> answer = view.of(question());
        if (answer instanceof Answer.Known<TagAt.Named> known) {
            return known.value().digest().equals(digest()) ? Finding.made(true) : Finding.absent();
        }
        return Finding.unclear(answer.ifUnknown().orElseThrow());
    }

    @Override
    public Boolean make(Tools tools) throws IOException {
        PromoteOrder order = promotion.order();
        Tools reader = order.from() == null ? tools : tools.as(order.from());
        Stored.Text manifest = new Stored(reader, order.reference().repository())
                .manifest(digest())
                .orElseThrow(() -> new IOException(digest() + " is not in " + order.reference().repository() + " any more."));
        try {
            tools.client(EcrClient.class).putImage(put -> put.repositoryName(order.repository())
                    .imageManifest(manifest.text())
                    .imageManifestMediaType(manifest.mediaType())
                    .imageDigest(digest())
                    .imageTag(piece().tag().isEmpty() ? null : piece().tag()));
        } catch (ImageAlreadyExistsException e) {
            // It is there with this tag: made by this call's forerunner.
        }
        return true;
    }

    @Override
    public Turn made(Boolean put) {
        return Turn.to(last() ? new ConfirmTag(promotion, null) : new PutManifest(promotion, at + 1));
    }

    @Override
    public Turn stopped(Signal stop) {
        return Turn.to(new Ended(promotion.stopped(stop)));
    }

    @Override
    public Turn refused(Problem problem) {
        return Turn.to(new Ended(promotion.failed(
                (last() || piece().tag().isEmpty()
                        ? Tagging.refusal(promotion.order().tag(), promotion.order().repository(), problem.full())
                        : piece().tag() + ", which is about the image, could not be put into " + promotion.order().repository() + ": "
                                + problem.full())
                        + " The tag " + promotion.order().tag() + " was not given" + (promotion.order().withinRepository() ? "; nothing was changed."
                                : "; what was copied of the image stays unused."))));
    }
}
