package io.jenkins.plugins.ecsrelease.engine.service.look;

import io.jenkins.plugins.ecsrelease.engine.operation.Answer;
import io.jenkins.plugins.ecsrelease.engine.operation.Loader;
import io.jenkins.plugins.ecsrelease.engine.operation.Tools;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import software.amazon.awssdk.services.ecs.EcsClient;
import software.amazon.awssdk.services.ecs.model.SortOrder;

/** ListTaskDefinitions of one family, newest first, and DescribeTaskDefinition of those after a revision. */
public final class RevisionsLoader implements Loader<RevisionsLook, RevisionsLook.Revisions> {

    private static final int MOST = 25;

    @Override
    public Class<RevisionsLook> question() {
        return RevisionsLook.class;
    }

    @Override
    public int batch() {
        return 1;
    }

    @Override
    public Map<RevisionsLook, Answer<RevisionsLook.Revisions>> load(Tools tools, Set<RevisionsLook> questions) {
        EcsClient ecs = tools.client(EcsClient.class);
        Map<RevisionsLook, Answer<RevisionsLook.Revisions>> answers = new HashMap<>();
        for (RevisionsLook look : questions) {
            List<LiveTaskDefinition> newer = new ArrayList<>();
            List<String> arns = ecs.listTaskDefinitions(request -> request.familyPrefix(look.family())
                            .sort(SortOrder.DESC)
                            .maxResults(MOST))
                    .taskDefinitionArns();
            for (String arn : arns) {
                if (inFamily(arn, look.family()) && revisionOf(arn) > look.after()) {
                    newer.add(LiveTaskDefinition.of(TaskDefinitionLoader.describe(tools, arn)));
                }
            }
            answers.put(look, Answer.known(new RevisionsLook.Revisions(List.copyOf(newer))));
        }
        return answers;
    }

    /** The API filters by prefix; another family may begin with the same letters. */
    private static boolean inFamily(String arn, String family) {
        return arn.substring(arn.lastIndexOf('/') + 1).startsWith(family + ":");
    }

    /** The number after the last colon of an ARN or of family and revision. */
    public static int revisionOf(String arn) {
        return Integer.parseInt(arn.substring(arn.lastIndexOf(':') + 1));
    }
}
