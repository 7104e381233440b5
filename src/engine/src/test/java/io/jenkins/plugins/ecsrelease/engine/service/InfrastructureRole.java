package io.jenkins.plugins.ecsrelease.engine.service;

import io.jenkins.plugins.ecsrelease.engine.permission.ShippedRole;
import io.jenkins.plugins.ecsrelease.engine.run.Trial;
import java.util.Map;
import software.amazon.awssdk.services.iam.IamClient;

/** The role with which ECS moves the traffic of the tests' services, made by AWS calls alone. */
final class InfrastructureRole {

    static final String NAME = "ecs-infrastructure";
    static final String ARN = "arn:aws:iam::123456789012:role/" + NAME;

    private InfrastructureRole() {}

    /** As AWS' guide makes it. */
    static void create(Trial trial) {
        IamClient iam = trial.aws(IamClient.class);
        iam.createRole(create -> create.roleName(NAME).assumeRolePolicyDocument(ShippedRole.Trust.ECS.filled(Map.of()).toString()));
        iam.attachRolePolicy(attach -> attach.roleName(NAME).policyArn(ShippedRole.LOAD_BALANCERS));
    }
}
