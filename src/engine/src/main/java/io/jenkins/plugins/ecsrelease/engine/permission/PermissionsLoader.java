package io.jenkins.plugins.ecsrelease.engine.permission;

import io.jenkins.plugins.ecsrelease.engine.operation.Answer;
import io.jenkins.plugins.ecsrelease.engine.operation.Loader;
import io.jenkins.plugins.ecsrelease.engine.operation.Tools;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import software.amazon.awssdk.services.iam.IamClient;
import software.amazon.awssdk.services.sts.StsClient;

/**
 * Asks IAM what the acting identity may do, without doing it: one {@link Simulation}, and a GetCallerIdentity where no
 * role is assumed.
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
        Map<Permission, String> decisions = Simulation.of(iam, identity, look.permissions(), look.context());
        return look.permissions().stream().filter(each -> !"allowed".equals(decisions.get(each))).toList();
    }
}
