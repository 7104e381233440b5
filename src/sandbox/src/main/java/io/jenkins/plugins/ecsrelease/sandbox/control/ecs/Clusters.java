package io.jenkins.plugins.ecsrelease.sandbox.control.ecs;

import io.jenkins.plugins.ecsrelease.sandbox.control.Arns;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import software.amazon.awssdk.services.ecs.model.Cluster;
import software.amazon.awssdk.services.ecs.model.ClusterContainsServicesException;
import software.amazon.awssdk.services.ecs.model.ClusterContainsTasksException;
import software.amazon.awssdk.services.ecs.model.ClusterField;
import software.amazon.awssdk.services.ecs.model.ClusterSetting;
import software.amazon.awssdk.services.ecs.model.CreateClusterRequest;
import software.amazon.awssdk.services.ecs.model.DescribeClustersRequest;
import software.amazon.awssdk.services.ecs.model.DescribeClustersResponse;
import software.amazon.awssdk.services.ecs.model.EcsException;
import software.amazon.awssdk.services.ecs.model.Failure;
import software.amazon.awssdk.services.ecs.model.UpdateClusterRequest;

/** Clusters: names for a place to run tasks, and how sessions into them are logged. */
final class Clusters {

    private final EcsState state;

    Clusters(EcsState state) {
        this.state = state;
    }

    Cluster create(CreateClusterRequest request) {
        String name = request.clusterName() == null ? "default" : request.clusterName();
        if (!name.matches("[A-Za-z0-9_-]{1,255}")) {
            throw EcsRefusals.invalid("Unable to create cluster as the cluster name is invalid.");
        }
        String arn = Arns.of("ecs", "cluster/" + name);
        Cluster existing = state.clusters.get(arn);
        if (existing != null) {
            return existing;
        }
        Cluster.Builder made = Cluster.builder()
                .clusterArn(arn)
                .clusterName(name)
                .status("ACTIVE")
                .configuration(request.configuration())
                .serviceConnectDefaults(d -> d.namespace(
                        request.serviceConnectDefaults() == null ? null : request.serviceConnectDefaults().namespace()))
                .settings(request.hasSettings()
                        ? request.settings()
                        : List.of(ClusterSetting.builder().name("containerInsights").value("disabled").build()))
                .capacityProviders(request.hasCapacityProviders() ? request.capacityProviders() : List.of())
                .defaultCapacityProviderStrategy(
                        request.hasDefaultCapacityProviderStrategy() ? request.defaultCapacityProviderStrategy() : List.of());
        if (request.serviceConnectDefaults() == null) {
            made.serviceConnectDefaults((software.amazon.awssdk.services.ecs.model.ClusterServiceConnectDefaults) null);
        }
        Cluster cluster = made.build();
        state.tag(arn, request.tags());
        state.clusters.put(arn, cluster);
        state.world.ledger().add(arn, Map.of());
        return cluster;
    }

    Cluster update(UpdateClusterRequest request) {
        Cluster cluster = state.cluster(request.cluster());
        Cluster.Builder changed = cluster.toBuilder();
        if (request.configuration() != null) {
            changed.configuration(request.configuration());
        }
        if (request.hasSettings()) {
            changed.settings(request.settings());
        }
        Cluster after = changed.build();
        state.clusters.put(cluster.clusterArn(), after);
        state.world.ledger().add(cluster.clusterArn(), Map.of());
        return counted(after, false);
    }

    Cluster delete(String name) {
        Cluster cluster = state.cluster(name);
        if (state.services.values().stream().anyMatch(s -> s.clusterArn.equals(cluster.clusterArn()) && s.isActive())) {
            throw (EcsException) ClusterContainsServicesException.builder()
                    .message("The Cluster cannot be deleted while Services are active.").build();
        }
        if (state.tasks.values().stream().anyMatch(t -> t.clusterArn.equals(cluster.clusterArn()) && !t.isStopped())) {
            throw (EcsException) ClusterContainsTasksException.builder()
                    .message("The Cluster cannot be deleted while Tasks are active.").build();
        }
        state.clusters.remove(cluster.clusterArn());
        state.world.ledger().add(cluster.clusterArn(), Map.of());
        return cluster.toBuilder().status("INACTIVE").build();
    }

    DescribeClustersResponse describe(DescribeClustersRequest request) {
        List<Cluster> found = new ArrayList<>();
        List<Failure> failures = new ArrayList<>();
        List<String> asked = request.hasClusters() && !request.clusters().isEmpty() ? request.clusters() : List.of("default");
        boolean tags = request.include().contains(ClusterField.TAGS);
        for (String name : asked) {
            try {
                found.add(counted(state.cluster(name), tags));
            } catch (EcsException e) {
                String arn = name.startsWith("arn:") ? name : Arns.of("ecs", "cluster/" + name);
                failures.add(Failure.builder().arn(arn).reason("MISSING").build());
            }
        }
        return DescribeClustersResponse.builder().clusters(found).failures(failures).build();
    }

    List<String> list() {
        String here = Arns.of("ecs", "cluster/");
        return state.clusters.keySet().stream().filter(arn -> arn.startsWith(here)).toList();
    }

    private Cluster counted(Cluster cluster, boolean tags) {
        String arn = cluster.clusterArn();
        List<TaskRecord> tasks =
                state.tasks.values().stream().filter(task -> task.clusterArn.equals(arn) && !task.isStopped()).toList();
        int running = (int) tasks.stream().filter(TaskRecord::isRunning).count();
        return cluster.toBuilder()
                .runningTasksCount(running)
                .pendingTasksCount(tasks.size() - running)
                .registeredContainerInstancesCount(0)
                .activeServicesCount((int) state.services.values().stream()
                        .filter(service -> service.clusterArn.equals(arn) && service.isActive()).count())
                .tags(tags ? state.tags(arn) : List.of())
                .statistics(List.of())
                .build();
    }
}
