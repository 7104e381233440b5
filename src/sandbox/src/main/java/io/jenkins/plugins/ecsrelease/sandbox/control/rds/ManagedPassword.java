package io.jenkins.plugins.ecsrelease.sandbox.control.rds;

import io.jenkins.plugins.ecsrelease.sandbox.control.secrets.Vault;
import io.jenkins.plugins.ecsrelease.sandbox.world.AccessKeys;
import io.jenkins.plugins.ecsrelease.sandbox.world.World;
import java.util.UUID;

/** The master password that RDS keeps in Secrets Manager by itself. */
final class ManagedPassword {

    private ManagedPassword() {}

    /** Returns the secret's ARN. */
    static String create(World world, String cluster, String user) {
        return world.part(Vault.class).keep("rds!cluster-" + UUID.randomUUID(), "The master password of " + cluster,
                "{\"username\":\"" + user + "\",\"password\":\"" + AccessKeys.newSecret() + "\"}");
    }
}
