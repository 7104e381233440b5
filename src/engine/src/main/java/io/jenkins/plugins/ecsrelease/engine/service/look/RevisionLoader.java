package io.jenkins.plugins.ecsrelease.engine.service.look;

import io.jenkins.plugins.ecsrelease.engine.operation.Answer;
import io.jenkins.plugins.ecsrelease.engine.operation.Loader;
import io.jenkins.plugins.ecsrelease.engine.operation.Tools;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import software.amazon.awssdk.services.ecs.EcsClient;
import software.amazon.awssdk.services.ecs.model.ContainerImage;
import software.amazon.awssdk.services.ecs.model.LoadBalancer;
import software.amazon.awssdk.services.ecs.model.ServiceRevision;
import software.amazon.awssdk.services.ecs.model.ServiceRevisionLoadBalancer;

/** DescribeServiceRevisions, twenty a call. */
public final class RevisionLoader implements Loader<RevisionLook, LiveRevision> {

    @Override
    public Class<RevisionLook> question() {
        return RevisionLook.class;
    }

    @Override
    public int batch() {
        return 20;
    }

    @Override
    public Map<RevisionLook, Answer<LiveRevision>> load(Tools tools, Set<RevisionLook> questions) {
        List<String> arns = questions.stream().map(RevisionLook::arn).toList();
        Map<RevisionLook, Answer<LiveRevision>> answers = new HashMap<>();
        for (ServiceRevision revision : tools.client(EcsClient.class)
                .describeServiceRevisions(request -> request.serviceRevisionArns(arns))
                .serviceRevisions()) {
            Map<String, String> digests = new LinkedHashMap<>();
            for (ContainerImage image : revision.containerImages()) {
                if (image.imageDigest() != null) {
                    digests.put(image.containerName(), image.imageDigest());
                }
            }
            answers.put(
                    new RevisionLook(revision.serviceRevisionArn()),
                    Answer.known(new LiveRevision(
                            revision.serviceRevisionArn(), revision.taskDefinition(), digests, targetGroups(revision))));
        }
        return answers;
    }

    /**
     * Blue/green revisions say what was resolved, once it is: until then nothing is known, because the group that the
     * service names may be the one that serves. Others register in the groups that the service names.
     */
    private static List<String> targetGroups(ServiceRevision revision) {
        List<String> resolved = revision.resolvedConfiguration() == null
                ? List.of()
                : revision.resolvedConfiguration().loadBalancers().stream()
                        .map(ServiceRevisionLoadBalancer::targetGroupArn)
                        .filter(arn -> arn != null && !arn.isEmpty())
                        .toList();
        return !resolved.isEmpty()
                ? resolved
                : revision.loadBalancers().stream()
                        .filter(balancer -> balancer.advancedConfiguration() == null)
                        .map(LoadBalancer::targetGroupArn)
                        .filter(arn -> arn != null && !arn.isEmpty())
                        .toList();
    }
}
