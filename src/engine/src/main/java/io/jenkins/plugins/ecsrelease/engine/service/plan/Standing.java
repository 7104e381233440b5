package io.jenkins.plugins.ecsrelease.engine.service.plan;

import io.jenkins.plugins.ecsrelease.engine.record.ReleaseRecord;
import io.jenkins.plugins.ecsrelease.engine.service.Overtaking;
import io.jenkins.plugins.ecsrelease.engine.service.Setups;
import io.jenkins.plugins.ecsrelease.engine.service.look.History;
import io.jenkins.plugins.ecsrelease.engine.service.look.LiveService;
import io.jenkins.plugins.ecsrelease.engine.service.look.LiveTaskDefinition;
import java.util.ArrayList;
import java.util.List;

/** Whether the service as it stands can take a deployment. */
final class Standing implements Rule {

    @Override
    public List<Concern> concerns(Situation situation) {
        LiveService service = situation.service();
        List<Concern> concerns = new ArrayList<>();
        if (!"ACTIVE".equals(service.status())) {
            concerns.add(Concern.error("The service " + service.name() + " is " + service.status()
                    + ", not ACTIVE: it is being deleted or is gone. Create it again, or name another one."));
        }
        if ("ROLLING".equals(situation.strategy()) && situation.order().strategy().isEmpty()) {
            concerns.add(Concern.error("The service " + service.name() + " is set up for rolling deployments, in which "
                    + "old and new tasks share all traffic and nothing can be held or judged before. Say strategy: "
                    + "'ROLLING' if that is meant, or set its deploymentConfiguration.strategy to BLUE_GREEN, CANARY or "
                    + "LINEAR, or name one of them as 'strategy'."));
        }
        if (service.desired() == 0) {
            concerns.add(Concern.error("The service " + service.name() + " is scaled to zero tasks: a release to it "
                    + "would run nowhere and prove nothing. Scale it to at least one task first."));
        } else if (service.running() < service.desired()) {
            concerns.add(Concern.warning("Of " + service.desired() + " tasks only " + service.running()
                    + " run now: the service is not steady. Its newest event: " + newestEvent(service)));
        }
        if (!situation.order().hold().isEmpty() && "ROLLING".equals(situation.strategy())) {
            concerns.add(Concern.error("'hold' stops a deployment between two versions that run side by side; a rolling "
                    + "deployment has no such point. Use BLUE_GREEN, CANARY or LINEAR, or leave 'hold' out."));
        }
        int minutes = situation.order().timeoutMinutes();
        int waits = LiveService.waits(Setups.read(service.configuration()), situation.strategy()).total();
        if (minutes > 0 && minutes <= waits) {
            concerns.add(Concern.error("The strategy itself waits " + waits + " minutes, and 'timeoutMinutes' is " + minutes
                    + ": the release would always be taken back. Give it more time, or leave 'timeoutMinutes' out."));
        }
        situation.history().inFlight().ifPresent(entry -> concerns.add(Concern.conflict(inFlight(situation, entry))));
        Overtaking.by(situation.order(), situation.definition()).ifPresent(newer -> concerns.add(Concern.error(newer)));
        return concerns;
    }

    private static String inFlight(Situation situation, History.Entry entry) {
        return "Another deployment of " + situation.service().name() + " is in flight: " + entry.arn() + ", " + entry.status()
                + " since " + entry.createdAt()
                + (entry.taskDefinition().isEmpty() ? "" : ", of " + entry.taskDefinition().replaceAll(".*/", "") + whose(situation.definition(), entry))
                + ". Wait until it is over (onConflict: 'wait'), or stop it in ECS.";
    }

    /** The task definition of a deployment in flight is the service's own already, and its tags say whose it is. */
    private static String whose(LiveTaskDefinition serving, History.Entry entry) {
        if (!serving.arn().equals(entry.taskDefinition())) {
            return "";
        }
        ReleaseRecord record = ReleaseRecord.of(serving.tags());
        return record.release().isEmpty() ? ", begun by someone without this plugin"
                : ", begun by " + record.labels().getOrDefault("build", record.release());
    }

    private static String newestEvent(LiveService service) {
        return service.events().isEmpty() ? "none." : service.events().get(0).message();
    }
}
