package io.jenkins.plugins.ecsrelease.sandbox.authorization;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What ECS asks IAM, see
 * https://docs.aws.amazon.com/service-authorization/latest/reference/list_amazonelasticcontainerservice.html. Where it is
 * in doubt whether AWS takes a resource, none narrower than "*" is taken here.
 */
final class EcsNeeds {

    private static final String TASKS = "ecs-tasks.amazonaws.com";

    private final Asking asking;

    private EcsNeeds(Asking asking) {
        this.asking = asking;
    }

    static List<Need> of(Asking asking) {
        return new EcsNeeds(asking).needs();
    }

    private List<Need> needs() {
        switch (asking.call().operation()) {
            case "DescribeClusters":
                List<String> clusters = asking.texts("clusters");
                return each(clusters.isEmpty() ? List.of("") : clusters, this::cluster, Map.of());
            case "CreateCluster":
                return tagged(new ArrayList<>(List.of(need(cluster(asking.text("clusterName")), tags()))),
                        cluster(asking.text("clusterName")));
            case "DeleteCluster", "UpdateCluster", "UpdateClusterSettings", "PutClusterCapacityProviders":
                return List.of(need(cluster(asking.text("cluster")), Map.of()));
            case "CreateService":
                return create();
            case "UpdateService":
                List<Need> update = new ArrayList<>(List.of(need(service(asking.text("service")), inCluster())));
                update.addAll(infrastructure());
                return update;
            case "DeleteService", "ListServiceDeployments":
                return List.of(need(service(asking.text("service")), inCluster()));
            case "DescribeServices":
                return each(asking.texts("services"), this::service, inCluster());
            case "ListServices", "ListTasks":
                return List.of(need("*", inCluster()));
            case "CreateTaskSet":
                return tagged(new ArrayList<>(List.of(need(taskSet("*"), ofService()))), taskSet("*"));
            case "UpdateTaskSet", "DeleteTaskSet":
                return List.of(need(taskSet(asking.text("taskSet")), ofService()));
            case "DescribeTaskSets":
                List<String> sets = asking.texts("taskSets");
                return each(sets.isEmpty() ? List.of("*") : sets, this::taskSet, ofService());
            case "UpdateServicePrimaryTaskSet":
                return List.of(need(service(asking.text("service")), inCluster()));
            case "RunTask":
                return run();
            case "StopTask":
                return List.of(need(task(asking.text("task")), inCluster()));
            case "DescribeTasks":
                return each(asking.texts("tasks"), this::task, inCluster());
            case "ExecuteCommand":
                Map<String, List<String>> context = inCluster();
                if (!asking.text("container").isEmpty()) {
                    context.put("ecs:container-name", List.of(asking.text("container")));
                }
                return List.of(need(cluster(asking.text("cluster")), context), need(task(asking.text("task")), context));
            case "RegisterTaskDefinition":
                String definition = asking.arn("ecs", "task-definition/" + asking.text("family") + ":*");
                List<Need> register = new ArrayList<>(List.of(need(definition, tags())));
                register.addAll(pass(asking.request(), TASKS));
                return tagged(register, definition);
            case "DescribeServiceDeployments":
                return withServices(asking.texts("serviceDeploymentArns"), "service-deployment");
            case "DescribeServiceRevisions":
                return withServices(asking.texts("serviceRevisionArns"), "service-revision");
            case "StopServiceDeployment", "ContinueServiceDeployment":
                return withServices(List.of(asking.text("serviceDeploymentArn")), "service-deployment");
            case "TagResource", "UntagResource", "ListTagsForResource":
                Map<String, List<String>> tags = tags();
                if (!asking.texts("tagKeys").isEmpty()) {
                    tags.put("aws:TagKeys", asking.texts("tagKeys"));
                }
                return List.of(need(asking.text("resourceArn"), tags));
            default:
                return List.of(need("*", Map.of()));
        }
    }

    private List<Need> create() {
        String service = service(asking.text("serviceName"));
        Map<String, List<String>> context = inCluster();
        context.putAll(tags());
        List<Need> needs = new ArrayList<>(List.of(need(service, context)));
        if (!asking.text("role").isEmpty()) {
            needs.add(pass(asking.text("role"), "ecs.amazonaws.com"));
        }
        needs.addAll(infrastructure());
        return tagged(needs, service);
    }

    /** The role with which ECS changes listeners is passed to ECS. */
    private List<Need> infrastructure() {
        Set<String> roles = new LinkedHashSet<>();
        asking.request().path("loadBalancers").forEach(balancer -> {
            String role = balancer.at("/advancedConfiguration/roleArn").asText("");
            if (!role.isEmpty()) {
                roles.add(role);
            }
        });
        return roles.stream().map(role -> pass(role, "ecs.amazonaws.com")).toList();
    }

    /** The roles of the task definition are passed to the task, unless overridden. */
    private List<Need> run() {
        String name = asking.text("taskDefinition");
        JsonNode definition = asking.look("ecs", "DescribeTaskDefinition",
                JsonNodeFactory.instance.objectNode().put("taskDefinition", name)).path("taskDefinition");
        String arn = definition.path("taskDefinitionArn").asText(name.startsWith("arn:") ? name
                : asking.arn("ecs", "task-definition/" + name));
        Map<String, List<String>> context = inCluster();
        context.putAll(tags());
        context.put("ecs:enable-execute-command", List.of(String.valueOf(asking.request().path("enableExecuteCommand").asBoolean())));
        List<Need> needs = new ArrayList<>(List.of(need(arn, context)));
        JsonNode overrides = asking.request().path("overrides");
        for (String member : List.of("taskRoleArn", "executionRoleArn")) {
            String role = overrides.path(member).asText(definition.path(member).asText(""));
            if (!role.isEmpty()) {
                needs.add(pass(role, TASKS));
            }
        }
        return tagged(needs, asking.arn("ecs", "task/" + clusterName(asking.text("cluster")) + "/*"));
    }

    private List<Need> pass(JsonNode roles, String to) {
        List<Need> needs = new ArrayList<>();
        for (String member : List.of("taskRoleArn", "executionRoleArn")) {
            if (!roles.path(member).asText("").isEmpty()) {
                needs.add(pass(roles.path(member).asText(), to));
            }
        }
        return needs;
    }

    private Need pass(String role, String to) {
        String arn = role.startsWith("arn:") ? role : "arn:aws:iam::" + asking.call().account() + ":role/" + role;
        return new Need("iam:PassRole", arn, Map.of("iam:PassedToService", List.of(to)));
    }

    /** Tags given while something is made need ecs:TagResource too. */
    private List<Need> tagged(List<Need> needs, String made) {
        if (asking.request().path("tags").size() > 0) {
            Map<String, List<String>> context = tags();
            context.put("ecs:CreateAction", List.of(asking.call().operation()));
            needs.add(new Need("ecs:TagResource", made, context));
        }
        return needs;
    }

    private Map<String, List<String>> tags() {
        return asking.requestTags("tags", "key", "value");
    }

    private Map<String, List<String>> inCluster() {
        Map<String, List<String>> context = new LinkedHashMap<>();
        context.put("ecs:cluster", List.of(cluster(asking.text("cluster"))));
        return context;
    }

    private Need need(String resource, Map<String, List<String>> context) {
        return asking.need("ecs", resource, context);
    }

    /** What belongs to a service is allowed only together with the service itself: the reference requires both. */
    private List<Need> withServices(List<String> arns, String kind) {
        Set<Need> needs = new LinkedHashSet<>();
        for (String arn : arns) {
            Map<String, List<String>> context = new LinkedHashMap<>();
            String[] parts = arn.split("/");
            if (parts.length > 2) {
                context.put("ecs:cluster", List.of(arn.substring(0, arn.indexOf(":" + kind + "/") + 1) + "cluster/" + parts[1]));
                needs.add(need(parts[0].replace(":" + kind, ":service") + "/" + parts[1] + "/" + parts[2], context));
            }
            needs.add(need(arn, context));
        }
        return List.copyOf(needs);
    }

    private List<Need> each(List<String> names, java.util.function.UnaryOperator<String> arn, Map<String, List<String>> context) {
        return names.stream().map(name -> need(arn.apply(name), context)).toList();
    }

    private static String clusterName(String given) {
        return given.isEmpty() ? "default" : given.substring(given.lastIndexOf('/') + 1);
    }

    private String cluster(String given) {
        return given.startsWith("arn:") ? given : asking.arn("ecs", "cluster/" + clusterName(given));
    }

    private String service(String given) {
        return given.startsWith("arn:") ? given
                : asking.arn("ecs", "service/" + clusterName(asking.text("cluster")) + "/" + given);
    }

    private Map<String, List<String>> ofService() {
        Map<String, List<String>> context = inCluster();
        context.put("ecs:service", List.of(service(asking.text("service"))));
        return context;
    }

    private String taskSet(String given) {
        return given.startsWith("arn:") ? given
                : service(asking.text("service")).replace(":service/", ":task-set/") + "/" + given;
    }

    private String task(String given) {
        return given.startsWith("arn:") ? given
                : asking.arn("ecs", "task/" + clusterName(asking.text("cluster")) + "/" + given);
    }
}
