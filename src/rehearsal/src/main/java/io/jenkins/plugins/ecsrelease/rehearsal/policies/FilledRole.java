package io.jenkins.plugins.ecsrelease.rehearsal.policies;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.jenkins.plugins.ecsrelease.engine.permission.ShippedPolicy;
import io.jenkins.plugins.ecsrelease.engine.permission.ShippedRole;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A role with the names of one account in it.
 *
 * @param policies documents by name
 * @param managed ARNs of AWS' own policies
 */
record FilledRole(String title, String name, ObjectNode trust, Map<String, ObjectNode> policies, List<String> managed) {

    static FilledRole of(ShippedRole role, String prefix, ShippedRole.Trust trust, Map<String, List<String>> values) {
        Map<String, ObjectNode> policies = new LinkedHashMap<>();
        for (ShippedPolicy policy : role.policies()) {
            policies.put(policy.title(), policy.filled(values));
        }
        return new FilledRole(role.title(), prefix + role.title(), trust.filled(values), policies, role.managed());
    }
}
