package io.jenkins.plugins.ecsrelease.engine.service.plan;

import io.jenkins.plugins.ecsrelease.engine.operation.Answer;
import io.jenkins.plugins.ecsrelease.engine.service.look.AllowedLook;
import io.jenkins.plugins.ecsrelease.engine.service.look.Egress;
import io.jenkins.plugins.ecsrelease.engine.service.look.SecretLook;
import io.jenkins.plugins.ecsrelease.engine.service.look.TrustLook;
import java.util.Map;

/**
 * What was found of a task's {@link Needs}.
 *
 * @param secrets by ARN, parameters also by name
 * @param logGroups by name
 * @param connections how many a database allows, by its name
 * @param egress null where the service names no subnets
 * @param trust which roles let ECS assume them
 * @param shifting what those roles may do
 */
public record Ground(
        Map<String, Answer<SecretLook.State>> secrets,
        Map<AllowedLook, Answer<String>> allowed,
        Map<String, Answer<Boolean>> logGroups,
        Answer<Egress> egress,
        Map<String, Answer<Double>> connections,
        Map<TrustLook, Answer<Boolean>> trust,
        Map<AllowedLook, Answer<String>> shifting) {

    static final Ground NONE = new Ground(Map.of(), Map.of(), Map.of(), null, Map.of(), Map.of(), Map.of());
}
