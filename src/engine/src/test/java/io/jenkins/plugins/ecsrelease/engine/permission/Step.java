package io.jenkins.plugins.ecsrelease.engine.permission;

/** What a pipeline calls, each under a role of its own here, so that what was used can be told apart. */
enum Step {
    BUILD("ecrBuildPush", ShippedRole.BUILD),
    PROMOTE("ecrPromote", ShippedRole.PROMOTE),
    PLAN("ecsBlueGreen, plan: true", ShippedRole.PLAN),
    BLUE_GREEN("ecsBlueGreen", ShippedRole.DEPLOY),
    HOLD("ecsBlueGreenHold", ShippedRole.DEPLOY),
    ROLLBACK("ecsRollback", ShippedRole.DEPLOY),
    SNAPSHOT("auroraSnapshot", ShippedRole.MIGRATE),
    MIGRATE("ecsExecMigrate", ShippedRole.MIGRATE);

    final String title;
    final ShippedRole role;

    Step(String title, ShippedRole role) {
        this.title = title;
        this.role = role;
    }

    String arn() {
        return "arn:aws:iam::" + Estate.ACCOUNT + ":role/" + roleName();
    }

    String roleName() {
        return "ecs-release-" + name().toLowerCase(java.util.Locale.ROOT).replace('_', '-');
    }
}
