package io.jenkins.plugins.ecsrelease.engine.service.look;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.jenkins.plugins.ecsrelease.engine.operation.Answer;
import io.jenkins.plugins.ecsrelease.engine.operation.Loader;
import io.jenkins.plugins.ecsrelease.engine.operation.Problem;
import io.jenkins.plugins.ecsrelease.engine.operation.Tools;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** DescribeServices, ten of a cluster a call. */
public final class ServiceLoader implements Loader<ServiceLook, LiveService> {

    @Override
    public Class<ServiceLook> question() {
        return ServiceLook.class;
    }

    @Override
    public int batch() {
        return 10;
    }

    @Override
    public Map<ServiceLook, Answer<LiveService>> load(Tools tools, Set<ServiceLook> questions) {
        Map<String, List<ServiceLook>> byCluster = new TreeMap<>();
        questions.forEach(look -> byCluster.computeIfAbsent(look.cluster(), c -> new ArrayList<>()).add(look));
        Map<ServiceLook, Answer<LiveService>> answers = new HashMap<>();
        byCluster.forEach((cluster, looks) -> answers.putAll(load(tools, cluster, looks)));
        return answers;
    }

    private static Map<ServiceLook, Answer<LiveService>> load(Tools tools, String cluster, List<ServiceLook> looks) {
        ObjectNode request = EcsJson.object();
        request.put("cluster", cluster);
        request.set("services", EcsJson.array(looks.stream().map(ServiceLook::service).toList()));
        JsonNode response = EcsJson.call(tools, "DescribeServices", request);
        Map<ServiceLook, Answer<LiveService>> answers = new HashMap<>();
        for (ServiceLook look : looks) {
            answers.put(look, Answer.unknown(Problem.of(Problem.Kind.NOT_FOUND, "There is no service '" + look.service()
                    + "' in the cluster '" + cluster + "' in " + tools.identity().region() + ".")));
            for (JsonNode service : response.path("services")) {
                if (names(service, look.service())) {
                    answers.put(look, Answer.known(LiveService.of(service)));
                }
            }
        }
        return answers;
    }

    private static boolean names(JsonNode service, String asked) {
        return asked.equals(EcsJson.text(service, "serviceArn")) || asked.equals(EcsJson.text(service, "serviceName"));
    }
}
