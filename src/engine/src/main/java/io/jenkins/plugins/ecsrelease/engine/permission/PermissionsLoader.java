package io.jenkins.plugins.ecsrelease.engine.permission;

import io.jenkins.plugins.ecsrelease.engine.operation.Answer;
import io.jenkins.plugins.ecsrelease.engine.operation.Loader;
import io.jenkins.plugins.ecsrelease.engine.operation.Tools;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import software.amazon.awssdk.services.iam.IamClient;
import software.amazon.awssdk.services.iam.model.ContextEntry;
import software.amazon.awssdk.services.iam.model.ContextKeyTypeEnum;
import software.amazon.awssdk.services.iam.model.EvaluationResult;
import software.amazon.awssdk.services.iam.model.SimulatePrincipalPolicyRequest;
import software.amazon.awssdk.services.sts.StsClient;

/**
 * Asks IAM what the acting identity may do, without doing it: one SimulatePrincipalPolicy, and a GetCallerIdentity where no
 * role is assumed.
 *
 * @see <a href="https://docs.aws.amazon.com/IAM/latest/APIReference/API_SimulatePrincipalPolicy.html">SimulatePrincipalPolicy</a>
 */
public final class PermissionsLoader implements Loader<PermissionsLook, PermissionsLook.Standing> {

    @Override
    public Class<PermissionsLook> question() {
        return PermissionsLook.class;
    }

    @Override
    public int batch() {
        return 1;
    }

    @Override
    public Map<PermissionsLook, Answer<PermissionsLook.Standing>> load(Tools tools, Set<PermissionsLook> questions) {
        Map<PermissionsLook, Answer<PermissionsLook.Standing>> answers = new HashMap<>();
        for (PermissionsLook look : questions) {
            String identity = identity(tools);
            answers.put(look, Answer.known(new PermissionsLook.Standing(identity,
                    identity.endsWith(":root") ? List.of() : missing(tools.client(IamClient.class), identity, look))));
        }
        return answers;
    }

    private static String identity(Tools tools) {
        String role = tools.identity().roleArn();
        return role.isEmpty() ? source(tools.client(StsClient.class).getCallerIdentity().arn()) : role;
    }

    /** The role of a session. Its path is not part of the session's name; IAM does not find such a role, and says so. */
    static String source(String principal) {
        return principal.replaceFirst(":sts:(.*):assumed-role/([^/]+)/.*$", ":iam:$1:role/$2");
    }

    private static List<Permission> missing(IamClient iam, String identity, PermissionsLook look) {
        Map<Permission, Boolean> decisions = new HashMap<>();
        simulate(iam, identity, look, look.permissions(), decisions);
        for (Permission each : look.permissions()) {
            // Where the answer to many does not tell them apart, each is asked for alone.
            if (!decisions.containsKey(each)) {
                simulate(iam, identity, look, List.of(each), decisions);
            }
        }
        return look.permissions().stream().filter(each -> !decisions.getOrDefault(each, false)).toList();
    }

    private static void simulate(
            IamClient iam, String identity, PermissionsLook look, Collection<Permission> about, Map<Permission, Boolean> decisions) {
        List<ContextEntry> context = new ArrayList<>();
        look.context().forEach((key, value) -> context.add(ContextEntry.builder().contextKeyName(key).contextKeyValues(value)
                .contextKeyType(ContextKeyTypeEnum.STRING).build()));
        SimulatePrincipalPolicyRequest request = SimulatePrincipalPolicyRequest.builder().policySourceArn(identity)
                .actionNames(about.stream().map(Permission::action).distinct().toList())
                .resourceArns(about.stream().map(Permission::resource).distinct().toList())
                .contextEntries(context).build();
        for (EvaluationResult result : iam.simulatePrincipalPolicyPaginator(request).evaluationResults()) {
            boolean allowed = "allowed".equals(result.evalDecisionAsString());
            decisions.put(new Permission(result.evalActionName(), result.evalResourceName()), allowed);
            result.resourceSpecificResults().forEach(one -> decisions.put(
                    new Permission(result.evalActionName(), one.evalResourceName()), "allowed".equals(one.evalResourceDecisionAsString())));
            if (about.size() == 1) {
                decisions.putIfAbsent(about.iterator().next(), allowed);
            }
        }
    }
}
