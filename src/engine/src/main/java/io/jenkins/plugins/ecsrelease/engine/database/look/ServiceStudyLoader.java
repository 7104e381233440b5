package io.jenkins.plugins.ecsrelease.engine.database.look;

import static io.jenkins.plugins.ecsrelease.engine.database.look.EcsCalls.text;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.jenkins.plugins.ecsrelease.engine.operation.Answer;
import io.jenkins.plugins.ecsrelease.engine.operation.Loader;
import io.jenkins.plugins.ecsrelease.engine.operation.Tools;
import io.jenkins.plugins.ecsrelease.engine.secret.SecretLike;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/** Two calls a service. */
public final class ServiceStudyLoader implements Loader<ServiceStudy, ServiceStudy.Seen> {

    @Override
    public Class<ServiceStudy> question() {
        return ServiceStudy.class;
    }

    @Override
    public int batch() {
        return 1;
    }

    @Override
    public Map<ServiceStudy, Answer<ServiceStudy.Seen>> load(Tools tools, Set<ServiceStudy> questions) {
        Map<ServiceStudy, Answer<ServiceStudy.Seen>> answers = new HashMap<>();
        for (ServiceStudy study : questions) {
            ObjectNode request = EcsCalls.object().put("cluster", study.cluster());
            request.putArray("services").add(study.service());
            JsonNode services = EcsCalls.call(tools, "DescribeServices", request).path("services");
            answers.put(study, Answer.known(services.isEmpty() ? ServiceStudy.Seen.ABSENT : seen(tools, services.get(0))));
        }
        return answers;
    }

    private static ServiceStudy.Seen seen(Tools tools, JsonNode service) {
        String arn = text(service, "taskDefinition");
        JsonNode definition = EcsCalls.call(tools, "DescribeTaskDefinition", EcsCalls.object().put("taskDefinition", arn))
                .path("taskDefinition");
        List<ServiceStudy.Container> containers = new ArrayList<>();
        for (JsonNode container : definition.path("containerDefinitions")) {
            JsonNode log = container.path("logConfiguration");
            boolean awslogs = text(log, "logDriver").equals("awslogs");
            JsonNode options = log.path("options");
            containers.add(new ServiceStudy.Container(
                    text(container, "name"),
                    text(container, "image"),
                    container.path("readonlyRootFilesystem").asBoolean(false),
                    awslogs ? text(options, "awslogs-group") : "",
                    awslogs ? text(options, "awslogs-stream-prefix") : "",
                    awslogs ? text(options, "awslogs-region") : "",
                    hidden(container)));
        }
        return new ServiceStudy.Seen(
                true,
                text(service, "status"),
                arn,
                text(definition, "family"),
                json(service.path("networkConfiguration")),
                json(service.path("capacityProviderStrategy")),
                text(service, "launchType"),
                text(service, "platformVersion"),
                text(definition, "taskRoleArn"),
                text(service.path("loadBalancers").path(0), "containerName"),
                containers);
    }

    /** Values of plain variables are looked at and not kept. */
    private static List<String> hidden(JsonNode container) {
        Set<String> names = new TreeSet<>();
        container.path("secrets").forEach(secret -> names.add(text(secret, "name")));
        for (JsonNode variable : container.path("environment")) {
            if (SecretLike.why(text(variable, "name"), text(variable, "value")).isPresent()) {
                names.add(text(variable, "name"));
            }
        }
        return List.copyOf(names);
    }

    private static String json(JsonNode node) {
        return node.isMissingNode() || node.isNull() || node.isEmpty() ? "" : node.toString();
    }
}
