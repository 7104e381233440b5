package io.jenkins.plugins.ecsrelease.engine.service.look;

import io.jenkins.plugins.ecsrelease.engine.operation.Answer;
import io.jenkins.plugins.ecsrelease.engine.operation.Loader;
import io.jenkins.plugins.ecsrelease.engine.operation.Tools;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import software.amazon.awssdk.services.ecs.EcsClient;
import software.amazon.awssdk.services.ecs.model.Task;

/** ListTasks of one service and DescribeTasks, a hundred a call. */
public final class TasksLoader implements Loader<TasksLook, Tasks> {

    @Override
    public Class<TasksLook> question() {
        return TasksLook.class;
    }

    @Override
    public int batch() {
        return 1;
    }

    @Override
    public Map<TasksLook, Answer<Tasks>> load(Tools tools, Set<TasksLook> questions) {
        EcsClient ecs = tools.client(EcsClient.class);
        Map<TasksLook, Answer<Tasks>> answers = new HashMap<>();
        for (TasksLook look : questions) {
            List<String> arns = ecs.listTasks(request -> request.cluster(look.cluster())
                            .serviceName(look.service())
                            .desiredStatus(look.desired())
                            .maxResults(100))
                    .taskArns();
            List<Tasks.Task> tasks = arns.isEmpty()
                    ? List.of()
                    : ecs.describeTasks(request -> request.cluster(look.cluster()).tasks(arns)).tasks().stream()
                            .map(TasksLoader::task)
                            .toList();
            answers.put(look, Answer.known(new Tasks(tasks)));
        }
        return answers;
    }

    private static Tasks.Task task(Task task) {
        return new Tasks.Task(
                task.taskArn(),
                orEmpty(task.taskDefinitionArn()),
                orEmpty(task.lastStatus()),
                orEmpty(task.stopCodeAsString()),
                orEmpty(task.stoppedReason()),
                task.createdAt(),
                task.containers().stream()
                        .map(container -> new Tasks.Container(
                                orEmpty(container.name()),
                                orEmpty(container.imageDigest()),
                                orEmpty(container.lastStatus()),
                                container.exitCode(),
                                orEmpty(container.reason())))
                        .toList());
    }

    private static String orEmpty(String text) {
        return text == null ? "" : text;
    }
}
