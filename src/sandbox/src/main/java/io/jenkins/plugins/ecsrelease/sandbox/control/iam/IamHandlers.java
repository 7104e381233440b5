package io.jenkins.plugins.ecsrelease.sandbox.control.iam;

import io.jenkins.plugins.ecsrelease.sandbox.world.Handlers;
import io.jenkins.plugins.ecsrelease.sandbox.world.World;
import java.util.function.Function;
import software.amazon.awssdk.services.iam.IamClient;

/** Identity and Access Management, in as many handlers as it has kinds of things. */
public abstract class IamHandlers implements Handlers {

    private final Function<World, IamClient> made;

    IamHandlers(Function<World, IamClient> made) {
        this.made = made;
    }

    @Override
    public Class<?> client() {
        return IamClient.class;
    }

    @Override
    public Object in(World world) {
        return made.apply(world);
    }

    /** Roles. */
    public static final class OfRoles extends IamHandlers {
        public OfRoles() {
            super(Roles::new);
        }
    }

    /** Users and their access keys. */
    public static final class OfUsers extends IamHandlers {
        public OfUsers() {
            super(Users::new);
        }
    }

    /** Managed policies. */
    public static final class OfPolicies extends IamHandlers {
        public OfPolicies() {
            super(ManagedPolicies::new);
        }
    }

    /** What hangs on roles. */
    public static final class OfRolePolicies extends IamHandlers {
        public OfRolePolicies() {
            super(RolePolicies::new);
        }
    }

    /** What hangs on users. */
    public static final class OfUserPolicies extends IamHandlers {
        public OfUserPolicies() {
            super(UserPolicies::new);
        }
    }

    /** Providers of OpenID Connect tokens. */
    public static final class OfProviders extends IamHandlers {
        public OfProviders() {
            super(Providers::new);
        }
    }

    /** Simulation. */
    public static final class OfSimulation extends IamHandlers {
        public OfSimulation() {
            super(Simulation::new);
        }
    }
}
