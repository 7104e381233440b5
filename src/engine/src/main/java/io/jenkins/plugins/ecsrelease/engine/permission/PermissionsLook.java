package io.jenkins.plugins.ecsrelease.engine.permission;

import io.jenkins.plugins.ecsrelease.engine.operation.Question;
import java.util.List;
import java.util.Map;

/**
 * Whether the acting identity's own policies, and its permissions boundary, allow all of this. Policies of resources and
 * of its session are not looked at.
 *
 * @param context condition keys that the calls will have, such as "ecs:cluster"
 */
public record PermissionsLook(List<Permission> permissions, Map<String, String> context) implements Question<PermissionsLook.Standing> {

    /**
     * @param identity ARN of the user or role
     * @param missing what it is not allowed
     */
    public record Standing(String identity, List<Permission> missing) {}

    public PermissionsLook {
        permissions = List.copyOf(permissions);
        context = Map.copyOf(context);
    }
}
