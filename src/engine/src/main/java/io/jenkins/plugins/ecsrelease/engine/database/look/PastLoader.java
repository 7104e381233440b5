package io.jenkins.plugins.ecsrelease.engine.database.look;

import static io.jenkins.plugins.ecsrelease.engine.database.look.EcsCalls.tag;
import static io.jenkins.plugins.ecsrelease.engine.database.look.EcsCalls.text;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.jenkins.plugins.ecsrelease.engine.operation.Answer;
import io.jenkins.plugins.ecsrelease.engine.operation.Loader;
import io.jenkins.plugins.ecsrelease.engine.operation.Tools;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** ListTaskDefinitions, the newest first, and DescribeTaskDefinition with tags of each. */
public final class PastLoader implements Loader<PastLook, PastLook.Found> {

    public static final String ID = "ecs-release:migration";
    public static final String CLUSTER = "ecs-release:migration-cluster";
    public static final String REVERSIBLE = "ecs-release:migration-reversible";
    public static final String SNAPSHOT = "ecs-release:migration-snapshot";
    public static final String SECONDS = "ecs-release:migration-seconds";
    public static final String ATTEMPT = "ecs-release:migration-attempt";
    public static final String OWNER = "ecs-release:migration-owner";
    public static final String OUTCOME = "ecs-release:migration-outcome";
    public static final String TASK = "ecs-release:migration-task";

    @Override
    public Class<PastLook> question() {
        return PastLook.class;
    }

    @Override
    public int batch() {
        return 1;
    }

    @Override
    public Map<PastLook, Answer<PastLook.Found>> load(Tools tools, Set<PastLook> questions) {
        Map<PastLook, Answer<PastLook.Found>> answers = new HashMap<>();
        for (PastLook look : questions) {
            List<PastLook.Run> runs = new ArrayList<>();
            for (JsonNode described : newest(tools, look.family())) {
                JsonNode tags = described.path("tags");
                if (tag(tags, ID).equals(look.id()) && tag(tags, CLUSTER).equals(look.cluster())) {
                    runs.add(read(text(described.path("taskDefinition"), "taskDefinitionArn"), tags));
                }
            }
            answers.put(look, Answer.known(new PastLook.Found(runs)));
        }
        return answers;
    }

    /** The active task definitions of a family with their tags, the newest first. */
    static List<JsonNode> newest(Tools tools, String family) {
        JsonNode arns = EcsCalls.call(tools, "ListTaskDefinitions", EcsCalls.object()
                        .put("familyPrefix", family)
                        .put("status", "ACTIVE")
                        .put("sort", "DESC")
                        .put("maxResults", PastLook.MOST))
                .path("taskDefinitionArns");
        List<JsonNode> described = new ArrayList<>();
        for (JsonNode arn : arns) {
            String name = arn.asText().substring(arn.asText().lastIndexOf('/') + 1);
            if (name.startsWith(family + ":")) { // another family may begin with the same letters
                ObjectNode request = EcsCalls.object().put("taskDefinition", arn.asText());
                request.putArray("include").add("TAGS");
                described.add(EcsCalls.call(tools, "DescribeTaskDefinition", request));
            }
        }
        return described;
    }

    static PastLook.Run read(String arn, JsonNode tags) {
        String attempt = tag(tags, ATTEMPT);
        return new PastLook.Run(
                arn, attempt.matches("\\d{1,6}") ? Integer.parseInt(attempt) : 1, tag(tags, OWNER), tag(tags, OUTCOME), tag(tags, TASK));
    }
}
