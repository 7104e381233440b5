package io.jenkins.plugins.ecsrelease.engine.service.look;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.jenkins.plugins.ecsrelease.engine.operation.Answer;
import io.jenkins.plugins.ecsrelease.engine.operation.Loader;
import io.jenkins.plugins.ecsrelease.engine.operation.Tools;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;

/** DescribeServiceDeployments, twenty a call. */
public final class DeploymentLoader implements Loader<DeploymentLook, LiveDeployment> {

    @Override
    public Class<DeploymentLook> question() {
        return DeploymentLook.class;
    }

    @Override
    public int batch() {
        return 20;
    }

    @Override
    public Map<DeploymentLook, Answer<LiveDeployment>> load(Tools tools, Set<DeploymentLook> questions) {
        ObjectNode request = EcsJson.object();
        request.set("serviceDeploymentArns", EcsJson.array(questions.stream().map(DeploymentLook::arn).toList()));
        Map<DeploymentLook, Answer<LiveDeployment>> answers = new HashMap<>();
        for (JsonNode node : EcsJson.call(tools, "DescribeServiceDeployments", request).path("serviceDeployments")) {
            LiveDeployment deployment = LiveDeployment.of(node);
            answers.put(new DeploymentLook(deployment.arn()), Answer.known(deployment));
        }
        return answers;
    }
}
