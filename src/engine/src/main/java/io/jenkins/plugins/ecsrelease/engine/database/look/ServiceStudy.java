package io.jenkins.plugins.ecsrelease.engine.database.look;

import io.jenkins.plugins.ecsrelease.engine.operation.Question;
import java.util.List;
import java.util.Optional;

/** What a migration's task is made like: a service and its task definition (DescribeServices, DescribeTaskDefinition). */
public record ServiceStudy(String cluster, String service) implements Question<ServiceStudy.Seen> {

    /**
     * @param present false when the cluster has no such service
     * @param taskDefinition ARN of what the service runs
     * @param network its networkConfiguration as JSON; empty for none
     * @param capacity its capacityProviderStrategy as JSON; empty for none
     * @param taskRole ARN of its task definition's; empty for none
     * @param balanced the container that its load balancer points at; empty for none
     */
    public record Seen(
            boolean present,
            String status,
            String taskDefinition,
            String family,
            String network,
            String capacity,
            String launchType,
            String platformVersion,
            String taskRole,
            String balanced,
            List<Container> containers) {

        public static final Seen ABSENT = new Seen(false, "", "", "", "", "", "", "", "", "", List.of());

        public Seen {
            containers = List.copyOf(containers);
        }

        public Optional<Container> container(String name) {
            return containers.stream().filter(container -> container.name().equals(name)).findFirst();
        }
    }

    /**
     * @param logGroup of the awslogs driver; empty with another driver
     * @param logPrefix of the awslogs driver; empty for none
     * @param hidden names of its variables that are secrets or look like one
     */
    public record Container(
            String name, String image, boolean readOnlyRoot, String logGroup, String logPrefix, String logRegion, List<String> hidden) {

        public Container {
            hidden = List.copyOf(hidden);
        }
    }
}
