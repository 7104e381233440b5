package io.jenkins.plugins.ecsrelease.sandbox.control.iam;

import io.jenkins.plugins.ecsrelease.sandbox.control.Page;
import io.jenkins.plugins.ecsrelease.sandbox.world.World;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import software.amazon.awssdk.services.iam.model.CreatePolicyRequest;
import software.amazon.awssdk.services.iam.model.CreatePolicyResponse;
import software.amazon.awssdk.services.iam.model.CreatePolicyVersionRequest;
import software.amazon.awssdk.services.iam.model.CreatePolicyVersionResponse;
import software.amazon.awssdk.services.iam.model.DeleteConflictException;
import software.amazon.awssdk.services.iam.model.DeletePolicyRequest;
import software.amazon.awssdk.services.iam.model.DeletePolicyResponse;
import software.amazon.awssdk.services.iam.model.DeletePolicyVersionRequest;
import software.amazon.awssdk.services.iam.model.DeletePolicyVersionResponse;
import software.amazon.awssdk.services.iam.model.GetPolicyRequest;
import software.amazon.awssdk.services.iam.model.GetPolicyResponse;
import software.amazon.awssdk.services.iam.model.GetPolicyVersionRequest;
import software.amazon.awssdk.services.iam.model.GetPolicyVersionResponse;
import software.amazon.awssdk.services.iam.model.LimitExceededException;
import software.amazon.awssdk.services.iam.model.ListPoliciesRequest;
import software.amazon.awssdk.services.iam.model.ListPoliciesResponse;
import software.amazon.awssdk.services.iam.model.ListPolicyVersionsRequest;
import software.amazon.awssdk.services.iam.model.ListPolicyVersionsResponse;
import software.amazon.awssdk.services.iam.model.Policy;
import software.amazon.awssdk.services.iam.model.PolicyScopeType;
import software.amazon.awssdk.services.iam.model.PolicyVersion;
import software.amazon.awssdk.services.iam.model.SetDefaultPolicyVersionRequest;
import software.amazon.awssdk.services.iam.model.SetDefaultPolicyVersionResponse;

/** Managed policies and their versions. */
final class ManagedPolicies extends Room {

    ManagedPolicies(World world) {
        super(world);
    }

    @Override
    public CreatePolicyResponse createPolicy(CreatePolicyRequest request) {
        String name = checks.required(request.policyName(), "policyName", NAME);
        String path = path(request.path());
        String document = identityPolicy(request.policyDocument());
        String arn = arn("policy", path, name);
        if (account().policies.values().stream().anyMatch(policy -> policy.name.equals(name))) {
            throw exists("A policy called " + name + " already exists. Duplicate names are not allowed.");
        }
        ManagedPolicy policy = new ManagedPolicy(
                name, path, arn, Identities.id("ANPA"), request.description(), document, world.time().now());
        tag(policy.tags, request.tags());
        account().policies.put(arn, policy);
        changed(arn, Map.of("policyName", name));
        return CreatePolicyResponse.builder().policy(shown(policy)).build();
    }

    @Override
    public GetPolicyResponse getPolicy(GetPolicyRequest request) {
        return GetPolicyResponse.builder().policy(shown(policy(request.policyArn()))).build();
    }

    @Override
    public ListPoliciesResponse listPolicies(ListPoliciesRequest request) {
        List<ManagedPolicy> all = new ArrayList<>();
        if (request.scope() != PolicyScopeType.AWS) {
            all.addAll(account().policies.values());
        }
        if (request.scope() != PolicyScopeType.LOCAL) {
            all.addAll(identities.shared());
        }
        Page<Policy> page = page(all.stream().map(this::shown)
                .filter(policy -> !Boolean.TRUE.equals(request.onlyAttached()) || policy.attachmentCount() > 0)
                .toList(), request.marker(), request.maxItems());
        return ListPoliciesResponse.builder().policies(page.items()).isTruncated(page.next() != null)
                .marker(page.next()).build();
    }

    @Override
    public DeletePolicyResponse deletePolicy(DeletePolicyRequest request) {
        ManagedPolicy policy = policy(request.policyArn());
        if (attachments(policy) > 0) {
            throw DeleteConflictException.builder().message("Cannot delete a policy attached to entities.").build();
        }
        if (policy.versions.size() > 1) {
            throw DeleteConflictException.builder()
                    .message("This policy has more than one version. Before you delete a policy, you must delete the policy's "
                            + "versions. The default version is deleted with the policy.").build();
        }
        account().policies.remove(policy.arn);
        changed(policy.arn, Map.of("policyName", policy.name));
        return DeletePolicyResponse.builder().build();
    }

    @Override
    public CreatePolicyVersionResponse createPolicyVersion(CreatePolicyVersionRequest request) {
        ManagedPolicy policy = policy(request.policyArn());
        String document = identityPolicy(request.policyDocument());
        if (policy.versions.size() >= 5) {
            throw LimitExceededException.builder()
                    .message("A managed policy can have up to 5 versions. Before you create a new version, you must delete an "
                            + "existing version.").build();
        }
        policy.last++;
        policy.versions.put(policy.last, new ManagedPolicy.Version(document, world.time().now()));
        if (Boolean.TRUE.equals(request.setAsDefault())) {
            policy.inForce = policy.last;
        }
        policy.updated = world.time().now();
        changed(policy.arn, Map.of("version", "v" + policy.last));
        return CreatePolicyVersionResponse.builder().policyVersion(shown(policy, policy.last, false)).build();
    }

    @Override
    public GetPolicyVersionResponse getPolicyVersion(GetPolicyVersionRequest request) {
        ManagedPolicy policy = policy(request.policyArn());
        return GetPolicyVersionResponse.builder()
                .policyVersion(shown(policy, version(policy, request.versionId()), true)).build();
    }

    @Override
    public ListPolicyVersionsResponse listPolicyVersions(ListPolicyVersionsRequest request) {
        ManagedPolicy policy = policy(request.policyArn());
        return ListPolicyVersionsResponse.builder().isTruncated(false).versions(policy.versions.descendingKeySet().stream()
                .map(number -> shown(policy, number, false)).toList()).build();
    }

    @Override
    public DeletePolicyVersionResponse deletePolicyVersion(DeletePolicyVersionRequest request) {
        ManagedPolicy policy = policy(request.policyArn());
        int number = version(policy, request.versionId());
        if (number == policy.inForce) {
            throw DeleteConflictException.builder().message("Cannot delete the default version of a policy.").build();
        }
        policy.versions.remove(number);
        changed(policy.arn, Map.of("version", "v" + number));
        return DeletePolicyVersionResponse.builder().build();
    }

    @Override
    public SetDefaultPolicyVersionResponse setDefaultPolicyVersion(SetDefaultPolicyVersionRequest request) {
        ManagedPolicy policy = policy(request.policyArn());
        policy.inForce = version(policy, request.versionId());
        changed(policy.arn, Map.of("version", "v" + policy.inForce));
        return SetDefaultPolicyVersionResponse.builder().build();
    }

    private ManagedPolicy policy(String arn) {
        ManagedPolicy policy = identities.policy(checks.required(arn, "policyArn"));
        if (policy == null) {
            throw absent("Policy " + arn + " was not found.");
        }
        return policy;
    }

    private int version(ManagedPolicy policy, String id) {
        checks.required(id, "versionId");
        if (id.matches("v[1-9]\\d{0,8}") && policy.versions.containsKey(Integer.parseInt(id.substring(1)))) {
            return Integer.parseInt(id.substring(1));
        }
        throw absent("Policy " + policy.arn + " version " + id + " does not exist or is not attachable.");
    }

    private int attachments(ManagedPolicy policy) {
        Identities.Account account = account();
        return (int) (account.roles.values().stream().filter(role -> role.attached.contains(policy.arn)).count()
                + account.users.values().stream().filter(user -> user.attached.contains(policy.arn)).count());
    }

    private Policy shown(ManagedPolicy policy) {
        return Policy.builder().policyName(policy.name).policyId(policy.id).arn(policy.arn).path(policy.path)
                .defaultVersionId("v" + policy.inForce).attachmentCount(attachments(policy)).isAttachable(true)
                .permissionsBoundaryUsageCount(0).description(policy.description).createDate(policy.created)
                .updateDate(policy.updated).tags(tags(policy.tags)).build();
    }

    private static PolicyVersion shown(ManagedPolicy policy, int number, boolean document) {
        ManagedPolicy.Version version = policy.versions.get(number);
        return PolicyVersion.builder().versionId("v" + number).isDefaultVersion(number == policy.inForce)
                .createDate(version.created()).document(document ? encoded(version.document()) : null).build();
    }
}
