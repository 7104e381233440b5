package io.jenkins.plugins.ecsrelease.engine.database.look;

import static io.jenkins.plugins.ecsrelease.engine.database.look.EcsCalls.tag;

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
            JsonNode arns = EcsCalls.call(tools, "ListTaskDefinitions", EcsCalls.object()
                            .put("familyPrefix", look.family())
                            .put("status", "ACTIVE")
                            .put("sort", "DESC")
                            .put("maxResults", PastLook.MOST))
                    .path("taskDefinitionArns");
            for (JsonNode arn : arns) {
                run(tools, look, arn.asText()).ifPresent(runs::add);
            }
            answers.put(look, Answer.known(new PastLook.Found(runs)));
        }
        return answers;
    }

    private static java.util.Optional<PastLook.Run> run(Tools tools, PastLook look, String arn) {
        if (!arn.substring(arn.lastIndexOf('/') + 1).startsWith(look.family() + ":")) {
            return java.util.Optional.empty(); // another family that begins with the same letters
        }
        ObjectNode request = EcsCalls.object().put("taskDefinition", arn);
        request.putArray("include").add("TAGS");
        JsonNode tags = EcsCalls.call(tools, "DescribeTaskDefinition", request).path("tags");
        return tag(tags, ID).equals(look.id()) ? java.util.Optional.of(read(arn, tags)) : java.util.Optional.empty();
    }

    static PastLook.Run read(String arn, JsonNode tags) {
        String attempt = tag(tags, ATTEMPT);
        return new PastLook.Run(
                arn, attempt.matches("\\d{1,6}") ? Integer.parseInt(attempt) : 1, tag(tags, OWNER), tag(tags, OUTCOME), tag(tags, TASK));
    }
}
