package io.jenkins.plugins.ecsrelease.engine.database.look;

import static io.jenkins.plugins.ecsrelease.engine.database.look.EcsCalls.text;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.jenkins.plugins.ecsrelease.engine.operation.Answer;
import io.jenkins.plugins.ecsrelease.engine.operation.Loader;
import io.jenkins.plugins.ecsrelease.engine.operation.Tools;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;

/** DescribeClusters, one a call. */
public final class ExecLoader implements Loader<ExecLook, ExecLook.Seen> {

    @Override
    public Class<ExecLook> question() {
        return ExecLook.class;
    }

    @Override
    public int batch() {
        return 1;
    }

    @Override
    public Map<ExecLook, Answer<ExecLook.Seen>> load(Tools tools, Set<ExecLook> questions) {
        Map<ExecLook, Answer<ExecLook.Seen>> answers = new HashMap<>();
        for (ExecLook look : questions) {
            ObjectNode request = EcsCalls.object();
            request.putArray("clusters").add(look.cluster());
            request.putArray("include").add("CONFIGURATIONS");
            JsonNode cluster = EcsCalls.call(tools, "DescribeClusters", request).path("clusters").path(0);
            if (!cluster.isMissingNode()) {
                JsonNode exec = cluster.path("configuration").path("executeCommandConfiguration");
                JsonNode log = exec.path("logConfiguration");
                answers.put(look, Answer.known(new ExecLook.Seen(text(exec, "logging"), text(exec, "kmsKeyId"), text(log, "cloudWatchLogGroupName"),
                        text(log, "s3BucketName"), log.path("cloudWatchEncryptionEnabled").asBoolean() || log.path("s3EncryptionEnabled").asBoolean())));
            }
        }
        return answers;
    }
}
