package io.jenkins.plugins.ecsrelease.engine.service.plan;

import io.jenkins.plugins.ecsrelease.engine.operation.Answer;
import io.jenkins.plugins.ecsrelease.engine.service.BlueGreenOrder;
import io.jenkins.plugins.ecsrelease.engine.service.look.AlarmLook;
import io.jenkins.plugins.ecsrelease.engine.service.look.History;
import io.jenkins.plugins.ecsrelease.engine.service.look.KnownImage;
import io.jenkins.plugins.ecsrelease.engine.service.look.LiveService;
import io.jenkins.plugins.ecsrelease.engine.service.look.LiveTaskDefinition;
import io.jenkins.plugins.ecsrelease.engine.service.look.Route;
import io.jenkins.plugins.ecsrelease.engine.service.look.Targets;
import java.time.Instant;
import java.util.Map;

/**
 * Everything a plan is judged from.
 *
 * @param images container to image, the containers resolved
 * @param known by image reference; only for images in ECR
 * @param routes by listener rule or listener
 * @param targets by target group
 * @param alarms by name
 * @param ours the last task definition that a release of ours had put in place, where another one serves now; else null
 */
public record Situation(
        BlueGreenOrder order,
        LiveService service,
        LiveTaskDefinition definition,
        History history,
        Map<String, String> images,
        Map<String, Answer<KnownImage>> known,
        Map<String, Answer<Route>> routes,
        Map<String, Answer<Targets>> targets,
        Map<String, Answer<AlarmLook.State>> alarms,
        LiveTaskDefinition ours,
        Ground ground,
        Instant now) {

    /** The strategy of this deployment. */
    public String strategy() {
        return order.strategy().isEmpty() ? service.strategy() : order.strategy();
    }

    /** Whether it shifts traffic between two versions that run side by side. */
    public boolean sideBySide() {
        return !"ROLLING".equals(strategy());
    }
}
