package io.jenkins.plugins.ecsrelease.engine.service.look;

import io.jenkins.plugins.ecsrelease.engine.operation.Answer;
import io.jenkins.plugins.ecsrelease.engine.operation.Loader;
import io.jenkins.plugins.ecsrelease.engine.operation.Tools;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import software.amazon.awssdk.services.secretsmanager.SecretsManagerClient;
import software.amazon.awssdk.services.secretsmanager.model.DescribeSecretResponse;

/** DescribeSecret, one a call. */
public final class SecretLoader implements Loader<SecretLook, SecretLook.State> {

    @Override
    public Class<SecretLook> question() {
        return SecretLook.class;
    }

    @Override
    public int batch() {
        return 1;
    }

    @Override
    public Map<SecretLook, Answer<SecretLook.State>> load(Tools tools, Set<SecretLook> questions) {
        Map<SecretLook, Answer<SecretLook.State>> answers = new HashMap<>();
        for (SecretLook look : questions) {
            DescribeSecretResponse secret =
                    tools.client(SecretsManagerClient.class).describeSecret(request -> request.secretId(look.arn()));
            answers.put(look, Answer.known(new SecretLook.State(secret.deletedDate() != null)));
        }
        return answers;
    }
}
