package io.jenkins.plugins.ecsrelease.engine.database.look;

import io.jenkins.plugins.ecsrelease.engine.operation.Question;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** One task (DescribeTasks). ECS forgets a stopped task about an hour after it stopped. */
public record TaskLook(String cluster, String task) implements Question<TaskLook.Seen> {

    /** @param present false once ECS does not know it any more */
    public record Seen(
            boolean present,
            String lastStatus,
            String desiredStatus,
            String stopCode,
            String stoppedReason,
            String platformVersion,
            Instant startedAt,
            List<Container> containers) {

        public static final Seen ABSENT = new Seen(false, "", "", "", "", "", null, List.of());

        public Seen {
            containers = List.copyOf(containers);
        }

        public Optional<Container> container(String name) {
            return containers.stream().filter(container -> container.name().equals(name)).findFirst();
        }

        public boolean stopped() {
            return lastStatus.equals("STOPPED") || !present;
        }

        /** Whether it stops or has been told to. */
        public boolean stopping() {
            return stopped() || desiredStatus.equals("STOPPED");
        }
    }

    /**
     * @param exitCode null where ECS does not tell
     * @param agent last status of the Exec agent; empty where the container has none
     */
    public record Container(String name, String lastStatus, Integer exitCode, String reason, String agent, String agentReason) {}
}
