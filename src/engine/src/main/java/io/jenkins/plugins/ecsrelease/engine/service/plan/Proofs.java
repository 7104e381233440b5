package io.jenkins.plugins.ecsrelease.engine.service.plan;

import io.jenkins.plugins.ecsrelease.engine.image.ImageProofs;
import io.jenkins.plugins.ecsrelease.engine.operation.Answer;
import io.jenkins.plugins.ecsrelease.engine.operation.Problem;
import io.jenkins.plugins.ecsrelease.engine.operation.View;
import io.jenkins.plugins.ecsrelease.engine.service.BlueGreenOrder;
import io.jenkins.plugins.ecsrelease.engine.service.Image;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;

/** Whether each image has what the order requires of it: a signature, a bill of materials. */
public final class Proofs {

    private Proofs() {}

    /** By image reference; none where nothing is required, and none for images outside of ECR. */
    public static Map<String, ImageProofs> asked(BlueGreenOrder order) {
        Map<String, ImageProofs> asked = new LinkedHashMap<>();
        if (!order.proofs().isEmpty()) {
            for (String reference : new TreeSet<>(order.images().values())) {
                Image image = Image.byDigest(reference);
                if (image.inEcr()) {
                    asked.put(reference, new ImageProofs(null, image.account(), image.region(), image.repository(), image.digest(), order.proofs()));
                }
            }
        }
        return asked;
    }

    /** Whether ECR is still at signing one of them. */
    public static boolean pending(BlueGreenOrder order, View view) {
        return asked(order).values().stream().anyMatch(each -> view.of(each).ifKnown().filter(ImageProofs.Told::pending).isPresent());
    }

    /** What is missing or cannot be read. What was denied is told with all else that was. */
    public static List<Concern> concerns(BlueGreenOrder order, View view) {
        List<Concern> concerns = new ArrayList<>();
        Map<String, ImageProofs> asked = asked(order);
        if (!order.proofs().isEmpty()) {
            for (String reference : new TreeSet<>(order.images().values())) {
                if (!asked.containsKey(reference)) {
                    concerns.add(Concern.error("The image " + reference + " is not in Amazon ECR, so whether it has what 'require' asks for ("
                            + String.join(", ", order.proofs()) + ") cannot be known. Push it to ECR with its signature, or leave out 'require'."));
                }
            }
        }
        asked.forEach((reference, question) -> {
            Answer<ImageProofs.Told> answer = view.of(question);
            if (answer instanceof Answer.Known<ImageProofs.Told> known) {
                known.value().complaints(reference).forEach(text -> concerns.add(Concern.error(text)));
            } else {
                Problem problem = answer.ifUnknown().orElseThrow();
                if (problem.kind() != Problem.Kind.DENIED) {
                    concerns.add(Concern.error("Whether the image " + reference + " has what 'require' asks for ("
                            + String.join(", ", order.proofs()) + ") could not be read: " + problem.full()));
                }
            }
        });
        return concerns;
    }
}
