package io.jenkins.plugins.ecsrelease.engine.service.plan;

import io.jenkins.plugins.ecsrelease.engine.service.look.LiveService;
import io.jenkins.plugins.ecsrelease.engine.service.look.WayIn;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Why a service of another controller is refused, and the way to native blue/green for that very service, written out as
 * commands with its own names. It is never gone by itself.
 */
public final class Migration {

    private Migration() {}

    /**
     * For a service whose controller is not ECS.
     *
     * @param ways by target group, those that could be read
     */
    public static String refusal(LiveService service, Map<String, WayIn> ways) {
        List<Entrance> entrances = new ArrayList<>();
        List<String> all = service.taskSets().stream().flatMap(set -> set.balancers().stream())
                .map(LiveService.Balancer::targetGroup).filter(group -> !group.isEmpty()).distinct().toList();
        for (LiveService.Balancer balancer : serving(service)) {
            entrances.add(new Entrance(balancer, ways.get(balancer.targetGroup()), all));
        }
        return "CODE_DEPLOY".equals(service.controller())
                ? new FromCodeDeploy(service, entrances).text() : new FromAnotherTool(service, entrances).text();
    }

    /** What serves is the primary task set's: CodeDeploy swaps groups without telling the service. */
    public static List<LiveService.Balancer> serving(LiveService service) {
        return primary(service).map(LiveService.TaskSet::balancers).filter(list -> !list.isEmpty()).orElse(service.balancers());
    }

    static Optional<LiveService.TaskSet> primary(LiveService service) {
        return service.taskSets().stream().filter(set -> set.status().equals("PRIMARY")).findFirst();
    }

    static String cluster(LiveService service) {
        return service.clusterArn().replaceAll(".*/", "");
    }

    static String named(String group) {
        return group.replaceAll(".*targetgroup/", "");
    }

    static String line(String command) {
        return "     " + command + "\n";
    }
}
