package io.jenkins.plugins.ecsrelease.engine.service.look;

import io.jenkins.plugins.ecsrelease.engine.operation.Answer;
import io.jenkins.plugins.ecsrelease.engine.operation.Loader;
import io.jenkins.plugins.ecsrelease.engine.operation.Tools;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import software.amazon.awssdk.services.iam.IamClient;
import software.amazon.awssdk.services.iam.model.EvaluationResult;

/** SimulatePrincipalPolicy, one role, action and resource a call. */
public final class AllowedLoader implements Loader<AllowedLook, String> {

    @Override
    public Class<AllowedLook> question() {
        return AllowedLook.class;
    }

    @Override
    public int batch() {
        return 1;
    }

    @Override
    public Map<AllowedLook, Answer<String>> load(Tools tools, Set<AllowedLook> questions) {
        Map<AllowedLook, Answer<String>> answers = new HashMap<>();
        for (AllowedLook look : questions) {
            List<EvaluationResult> results = tools.client(IamClient.class)
                    .simulatePrincipalPolicy(request -> request.policySourceArn(look.role())
                            .actionNames(look.action())
                            .resourceArns(look.resource()))
                    .evaluationResults();
            if (!results.isEmpty()) {
                answers.put(look, Answer.known(results.get(0).evalDecisionAsString()));
            }
        }
        return answers;
    }
}
