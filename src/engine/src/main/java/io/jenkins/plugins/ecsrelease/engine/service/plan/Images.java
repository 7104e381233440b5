package io.jenkins.plugins.ecsrelease.engine.service.plan;

import io.jenkins.plugins.ecsrelease.engine.operation.Answer;
import io.jenkins.plugins.ecsrelease.engine.operation.Problem;
import io.jenkins.plugins.ecsrelease.engine.service.Image;
import io.jenkins.plugins.ecsrelease.engine.service.look.KnownImage;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;

/** Whether each image is there, stays there, and fits the processor that the task definition asks for. */
final class Images implements Rule {

    private static final Map<String, String> OCI = Map.of("X86_64", "amd64", "ARM64", "arm64");

    @Override
    public List<Concern> concerns(Situation situation) {
        List<Concern> concerns = new ArrayList<>();
        for (String reference : new TreeSet<>(situation.images().values())) {
            Answer<KnownImage> known = situation.known().get(reference);
            if (known == null) {
                concerns.add(Concern.warning("The image " + Image.nameOf(reference) + " is not in Amazon ECR, so nothing "
                        + "is known about it before its tasks start."));
            } else if (known instanceof Answer.Known<KnownImage> there) {
                fits(there.value(), situation.definition().architecture(), reference, concerns);
                String leaving = there.value().leaving(reference, situation.now());
                if (!leaving.isEmpty()) {
                    concerns.add(Concern.error(leaving));
                }
                if (!there.value().truth().unread().isEmpty()) {
                    concerns.add(Concern.warning("Whether the image " + reference + " is archived or expires soon could not be read: "
                            + there.value().truth().unread()));
                }
            } else {
                concerns.add(missing(known.ifUnknown().orElseThrow(), reference));
            }
        }
        return concerns;
    }

    private static Concern missing(Problem problem, String reference) {
        if (problem.kind() == Problem.Kind.NOT_FOUND || problem.kind() == Problem.Kind.REFUSED) {
            return Concern.error(problem.full() + " Push it first (ecrBuildPush, or ecrPromote from another repository), "
                    + "and use the 'image' that the step returned.");
        }
        return Concern.warning("Whether the image " + reference + " exists could not be read: " + problem.full());
    }

    private static void fits(KnownImage image, String architecture, String reference, List<Concern> concerns) {
        String wanted = OCI.getOrDefault(architecture, architecture);
        if (!image.platforms().isEmpty()
                && image.platforms().stream().noneMatch(platform -> platform.architecture().equals(wanted))) {
            concerns.add(Concern.error("The image " + reference + " has no manifest for linux/" + wanted + ", which the "
                    + "task definition asks for (runtimePlatform.cpuArchitecture " + architecture + "). It has: "
                    + String.join(", ", image.platforms().stream().map(p -> p.os() + "/" + p.architecture()).toList())
                    + ". Build it with --platform linux/" + wanted + "."));
        }
    }
}
