package io.jenkins.plugins.ecsrelease.engine.service.look;

import io.jenkins.plugins.ecsrelease.engine.operation.Answer;
import io.jenkins.plugins.ecsrelease.engine.operation.Loader;
import io.jenkins.plugins.ecsrelease.engine.operation.Tools;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import software.amazon.awssdk.services.ecs.EcsClient;
import software.amazon.awssdk.services.ecs.model.ListServiceDeploymentsRequest;
import software.amazon.awssdk.services.ecs.model.ListServiceDeploymentsResponse;
import software.amazon.awssdk.services.ecs.model.ServiceDeploymentBrief;
import software.amazon.awssdk.services.ecs.model.ServiceRevision;

/** ListServiceDeployments and, for the task definition of each, DescribeServiceRevisions, twenty a call. */
public final class HistoryLoader implements Loader<HistoryLook, History> {

    private static final int MOST = 100;

    @Override
    public Class<HistoryLook> question() {
        return HistoryLook.class;
    }

    @Override
    public int batch() {
        return 1;
    }

    @Override
    public Map<HistoryLook, Answer<History>> load(Tools tools, Set<HistoryLook> questions) {
        EcsClient ecs = tools.client(EcsClient.class);
        Map<HistoryLook, Answer<History>> answers = new HashMap<>();
        for (HistoryLook look : questions) {
            List<ServiceDeploymentBrief> briefs = list(ecs, look);
            Map<String, String> taskDefinitions = taskDefinitions(ecs, briefs);
            answers.put(look, Answer.known(new History(briefs.stream()
                    .map(brief -> new History.Entry(
                            brief.serviceDeploymentArn(),
                            brief.statusAsString() == null ? "" : brief.statusAsString(),
                            brief.statusReason() == null ? "" : brief.statusReason(),
                            brief.createdAt(),
                            brief.targetServiceRevisionArn(),
                            taskDefinitions.getOrDefault(brief.targetServiceRevisionArn(), "")))
                    .toList())));
        }
        return answers;
    }

    private static List<ServiceDeploymentBrief> list(EcsClient ecs, HistoryLook look) {
        List<ServiceDeploymentBrief> briefs = new ArrayList<>();
        String token = null;
        do {
            ListServiceDeploymentsRequest.Builder request = ListServiceDeploymentsRequest.builder()
                    .cluster(look.cluster())
                    .service(look.service())
                    .maxResults(MOST)
                    .nextToken(token);
            if (look.since() != null) {
                request.createdAt(range -> range.after(look.since()));
            }
            ListServiceDeploymentsResponse page = ecs.listServiceDeployments(request.build());
            briefs.addAll(page.serviceDeployments());
            token = page.nextToken();
        } while (token != null && briefs.size() < MOST);
        briefs.sort(Comparator.comparing((ServiceDeploymentBrief brief) ->
                        brief.createdAt() == null ? Instant.EPOCH : brief.createdAt())
                .reversed());
        return briefs;
    }

    private static Map<String, String> taskDefinitions(EcsClient ecs, List<ServiceDeploymentBrief> briefs) {
        List<String> arns = briefs.stream()
                .map(ServiceDeploymentBrief::targetServiceRevisionArn)
                .filter(arn -> arn != null && !arn.isEmpty())
                .distinct()
                .toList();
        Map<String, String> taskDefinitions = new HashMap<>();
        for (int from = 0; from < arns.size(); from += 20) {
            List<String> some = arns.subList(from, Math.min(arns.size(), from + 20));
            for (ServiceRevision revision :
                    ecs.describeServiceRevisions(request -> request.serviceRevisionArns(some)).serviceRevisions()) {
                taskDefinitions.put(revision.serviceRevisionArn(), revision.taskDefinition());
            }
        }
        return taskDefinitions;
    }
}
