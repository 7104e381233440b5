package io.jenkins.plugins.ecsrelease.sandbox.control.iam;

import io.jenkins.plugins.ecsrelease.sandbox.control.Page;
import io.jenkins.plugins.ecsrelease.sandbox.policy.Policy;
import io.jenkins.plugins.ecsrelease.sandbox.world.World;
import java.util.Map;
import software.amazon.awssdk.services.iam.model.AttachedPermissionsBoundary;
import software.amazon.awssdk.services.iam.model.CreateRoleRequest;
import software.amazon.awssdk.services.iam.model.CreateRoleResponse;
import software.amazon.awssdk.services.iam.model.DeleteConflictException;
import software.amazon.awssdk.services.iam.model.DeleteRoleRequest;
import software.amazon.awssdk.services.iam.model.DeleteRoleResponse;
import software.amazon.awssdk.services.iam.model.GetRoleRequest;
import software.amazon.awssdk.services.iam.model.GetRoleResponse;
import software.amazon.awssdk.services.iam.model.ListRoleTagsRequest;
import software.amazon.awssdk.services.iam.model.ListRoleTagsResponse;
import software.amazon.awssdk.services.iam.model.ListRolesRequest;
import software.amazon.awssdk.services.iam.model.ListRolesResponse;
import software.amazon.awssdk.services.iam.model.MalformedPolicyDocumentException;
import software.amazon.awssdk.services.iam.model.Role;
import software.amazon.awssdk.services.iam.model.TagRoleRequest;
import software.amazon.awssdk.services.iam.model.TagRoleResponse;
import software.amazon.awssdk.services.iam.model.UntagRoleRequest;
import software.amazon.awssdk.services.iam.model.UntagRoleResponse;
import software.amazon.awssdk.services.iam.model.UpdateAssumeRolePolicyRequest;
import software.amazon.awssdk.services.iam.model.UpdateAssumeRolePolicyResponse;
import software.amazon.awssdk.services.iam.model.UpdateRoleRequest;
import software.amazon.awssdk.services.iam.model.UpdateRoleResponse;

/** Roles and their trust policies. */
final class Roles extends Room {

    Roles(World world) {
        super(world);
    }

    @Override
    public CreateRoleResponse createRole(CreateRoleRequest request) {
        String name = checks.required(request.roleName(), "roleName", NAME);
        String path = path(request.path());
        String trust = trust(request.assumeRolePolicyDocument(), "assumeRolePolicyDocument");
        if (account().roles.containsKey(name)) {
            throw exists("Role with name " + name + " already exists.");
        }
        Entity role = new Entity(name, path, arn("role", path, name), Identities.id("AROA"), world.time().now());
        role.trust = trust;
        role.description = request.description();
        role.maxSessionSeconds = checks.within(request.maxSessionDuration(), "maxSessionDuration", 3600, 43200, 3600);
        if (request.permissionsBoundary() != null && identities.policy(request.permissionsBoundary()) == null) {
            throw absent("Scope ARN: " + request.permissionsBoundary() + " does not exist or is not attachable.");
        }
        role.boundary = request.permissionsBoundary();
        tag(role.tags, request.tags());
        account().roles.put(name, role);
        changed(role.arn, Map.of("roleName", name));
        return CreateRoleResponse.builder().role(shown(role, true)).build();
    }

    private String trust(String document, String member) {
        try {
            Policy.ofTrust(checks.required(document, member));
            return document;
        } catch (Policy.Malformed e) {
            throw MalformedPolicyDocumentException.builder().message(e.getMessage()).build();
        }
    }

    @Override
    public GetRoleResponse getRole(GetRoleRequest request) {
        return GetRoleResponse.builder().role(shown(role(request.roleName()), true)).build();
    }

    @Override
    public ListRolesResponse listRoles(ListRolesRequest request) {
        String prefix = request.pathPrefix() == null ? "/" : request.pathPrefix();
        Page<Role> page = page(account().roles.values().stream().filter(role -> role.path.startsWith(prefix))
                .map(role -> shown(role, false)).toList(), request.marker(), request.maxItems());
        return ListRolesResponse.builder().roles(page.items()).isTruncated(page.next() != null).marker(page.next()).build();
    }

    @Override
    public UpdateRoleResponse updateRole(UpdateRoleRequest request) {
        Entity role = role(request.roleName());
        role.maxSessionSeconds =
                checks.within(request.maxSessionDuration(), "maxSessionDuration", 3600, 43200, role.maxSessionSeconds);
        role.description = request.description() == null ? role.description : request.description();
        changed(role.arn, Map.of("maxSessionDuration", role.maxSessionSeconds));
        return UpdateRoleResponse.builder().build();
    }

    @Override
    public UpdateAssumeRolePolicyResponse updateAssumeRolePolicy(UpdateAssumeRolePolicyRequest request) {
        Entity role = role(request.roleName());
        role.trust = trust(request.policyDocument(), "policyDocument");
        changed(role.arn, Map.of("roleName", role.name));
        return UpdateAssumeRolePolicyResponse.builder().build();
    }

    @Override
    public DeleteRoleResponse deleteRole(DeleteRoleRequest request) {
        Entity role = role(request.roleName());
        if (!role.inline.isEmpty() || !role.attached.isEmpty()) {
            throw DeleteConflictException.builder().message(role.inline.isEmpty()
                    ? "Cannot delete entity, must detach all policies first."
                    : "Cannot delete entity, must delete policies first.").build();
        }
        account().roles.remove(role.name);
        changed(role.arn, Map.of("roleName", role.name));
        return DeleteRoleResponse.builder().build();
    }

    @Override
    public TagRoleResponse tagRole(TagRoleRequest request) {
        Entity role = role(request.roleName());
        tag(role.tags, checks.required(request.tags(), "tags"));
        changed(role.arn, Map.of("tags", Map.copyOf(role.tags)));
        return TagRoleResponse.builder().build();
    }

    @Override
    public UntagRoleResponse untagRole(UntagRoleRequest request) {
        Entity role = role(request.roleName());
        checks.required(request.tagKeys(), "tagKeys").forEach(role.tags::remove);
        changed(role.arn, Map.of("tags", Map.copyOf(role.tags)));
        return UntagRoleResponse.builder().build();
    }

    @Override
    public ListRoleTagsResponse listRoleTags(ListRoleTagsRequest request) {
        return ListRoleTagsResponse.builder().tags(tags(role(request.roleName()).tags)).isTruncated(false).build();
    }

    private static Role shown(Entity role, boolean whole) {
        Role.Builder shown = Role.builder().path(role.path).roleName(role.name).roleId(role.id).arn(role.arn)
                .createDate(role.created).assumeRolePolicyDocument(encoded(role.trust)).description(role.description)
                .maxSessionDuration(role.maxSessionSeconds);
        if (whole) {
            shown.tags(tags(role.tags));
            if (role.boundary != null) {
                shown.permissionsBoundary(AttachedPermissionsBoundary.builder()
                        .permissionsBoundaryType("PermissionsBoundaryPolicy").permissionsBoundaryArn(role.boundary).build());
            }
        }
        return shown.build();
    }
}
