package io.jenkins.plugins.ecsrelease.sandbox.control.ecs;

import io.jenkins.plugins.ecsrelease.sandbox.control.Arns;
import io.jenkins.plugins.ecsrelease.sandbox.control.Ids;
import io.jenkins.plugins.ecsrelease.sandbox.world.Call;
import io.jenkins.plugins.ecsrelease.sandbox.world.World;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import software.amazon.awssdk.services.ecs.model.Cluster;
import software.amazon.awssdk.services.ecs.model.Tag;
import software.amazon.awssdk.services.ecs.model.TaskDefinition;

/** Everything ECS knows, by ARN. */
final class EcsState {

    final World world;
    final Ids ids;
    final Map<String, Cluster> clusters = new LinkedHashMap<>();
    /** By the ARN of the family (that of a task definition without its revision). */
    final Map<String, TreeMap<Integer, TaskDefinition>> families = new TreeMap<>();
    final Map<String, ServiceRecord> services = new LinkedHashMap<>();
    final Map<String, TaskRecord> tasks = new LinkedHashMap<>();
    private final Map<String, Map<String, String>> tags = new LinkedHashMap<>();

    EcsState(World world) {
        this.world = world;
        this.ids = world.part(Ids.class);
    }

    /** The cluster that a request names by name or ARN; "default" when it names none. */
    Cluster cluster(String nameOrArn) {
        String wanted = nameOrArn == null || nameOrArn.isEmpty() ? "default" : nameOrArn;
        String arn = wanted.startsWith("arn:") ? wanted : Arns.of("ecs", "cluster/" + wanted);
        Cluster cluster = clusters.get(arn);
        if (cluster == null || !Arns.region(arn).equals(Call.current().region())) {
            throw EcsRefusals.clusterNotFound();
        }
        return cluster;
    }

    Optional<ServiceRecord> service(Cluster cluster, String nameOrArn) {
        ServiceRecord service = services.get(serviceArn(cluster, nameOrArn));
        return service != null && service.clusterArn.equals(cluster.clusterArn()) ? Optional.of(service) : Optional.empty();
    }

    static String serviceArn(Cluster cluster, String nameOrArn) {
        if (nameOrArn != null && nameOrArn.startsWith("arn:")) {
            return nameOrArn;
        }
        return cluster.clusterArn().replace(":cluster/", ":service/") + "/" + nameOrArn;
    }

    void tag(String arn, Collection<Tag> added) {
        Map<String, String> of = tags.computeIfAbsent(arn, a -> new LinkedHashMap<>());
        Map<String, String> after = new LinkedHashMap<>(of);
        for (Tag tag : added) {
            if (tag.key() == null || tag.key().isEmpty() || tag.key().length() > 128) {
                throw EcsRefusals.invalid("Tag keys must be between 1 and 128 characters in length.");
            }
            if (tag.value() != null && tag.value().length() > 256) {
                throw EcsRefusals.invalid("Tag values must be between 0 and 256 characters in length.");
            }
            if (tag.key().toLowerCase(Locale.ROOT).startsWith("aws:")) {
                throw EcsRefusals.invalid("Tag keys and values cannot start with 'aws:'.");
            }
            after.put(tag.key(), tag.value() == null ? "" : tag.value());
        }
        if (after.size() > 50) {
            throw EcsRefusals.invalid("Too many tags: a resource can have at most 50 tags.");
        }
        of.putAll(after);
    }

    void untag(String arn, Collection<String> keys) {
        tags.getOrDefault(arn, new LinkedHashMap<>()).keySet().removeAll(keys);
    }

    List<Tag> tags(String arn) {
        return tags.getOrDefault(arn, Map.of()).entrySet().stream()
                .map(entry -> Tag.builder().key(entry.getKey()).value(entry.getValue()).build())
                .toList();
    }
}
