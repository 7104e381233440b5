package io.jenkins.plugins.ecsrelease.engine.database.look;

import io.jenkins.plugins.ecsrelease.engine.operation.Answer;
import io.jenkins.plugins.ecsrelease.engine.operation.Loader;
import io.jenkins.plugins.ecsrelease.engine.operation.Tools;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Two calls a name. */
public final class StartedLoader implements Loader<StartedLook, StartedLook.Found> {

    @Override
    public Class<StartedLook> question() {
        return StartedLook.class;
    }

    @Override
    public int batch() {
        return 1;
    }

    @Override
    public Map<StartedLook, Answer<StartedLook.Found>> load(Tools tools, Set<StartedLook> questions) {
        Map<StartedLook, Answer<StartedLook.Found>> answers = new HashMap<>();
        for (StartedLook look : questions) {
            answers.put(look, Answer.known(new StartedLook.Found(list(tools, look, "RUNNING"), list(tools, look, "STOPPED"))));
        }
        return answers;
    }

    private static List<String> list(Tools tools, StartedLook look, String desired) {
        List<String> arns = new ArrayList<>();
        EcsCalls.call(tools, "ListTasks", EcsCalls.object()
                        .put("cluster", look.cluster())
                        .put("startedBy", look.startedBy())
                        .put("desiredStatus", desired))
                .path("taskArns")
                .forEach(arn -> arns.add(arn.asText()));
        return arns;
    }
}
