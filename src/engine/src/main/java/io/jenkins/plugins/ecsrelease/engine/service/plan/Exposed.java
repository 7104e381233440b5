package io.jenkins.plugins.ecsrelease.engine.service.plan;

import io.jenkins.plugins.ecsrelease.engine.secret.SecretLike;
import io.jenkins.plugins.ecsrelease.engine.service.look.LiveTaskDefinition;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;

/** Plain variables that look like secrets: everybody who may describe the task definition reads them. */
final class Exposed implements Rule {

    @Override
    public List<Concern> concerns(Situation situation) {
        List<Concern> concerns = new ArrayList<>();
        for (LiveTaskDefinition.Container container : situation.definition().containers()) {
            new TreeMap<>(container.environment()).forEach((name, value) -> SecretLike.why(name, value).ifPresent(why ->
                    concerns.add(Concern.warning("The variable " + name + " of container " + container.name() + " " + why
                            + " and stands in the task definition as plain text, for everybody who may describe it. Keep it in "
                            + "Secrets Manager or as an encrypted parameter, and name that under 'secrets'."))));
        }
        return concerns;
    }
}
