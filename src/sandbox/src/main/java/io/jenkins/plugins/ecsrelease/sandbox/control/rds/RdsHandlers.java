package io.jenkins.plugins.ecsrelease.sandbox.control.rds;

import io.jenkins.plugins.ecsrelease.sandbox.world.Handlers;
import io.jenkins.plugins.ecsrelease.sandbox.world.World;
import java.util.function.Function;
import software.amazon.awssdk.services.rds.RdsClient;

/** Relational databases, in as many handlers as there are kinds of things. */
public abstract class RdsHandlers implements Handlers {

    private final Function<World, RdsClient> made;

    RdsHandlers(Function<World, RdsClient> made) {
        this.made = made;
    }

    @Override
    public Class<?> client() {
        return RdsClient.class;
    }

    @Override
    public Object in(World world) {
        return made.apply(world);
    }

    /** Clusters. */
    public static final class OfClusters extends RdsHandlers {
        public OfClusters() {
            super(Clusters::new);
        }
    }

    /** Snapshots of clusters. */
    public static final class OfClusterSnapshots extends RdsHandlers {
        public OfClusterSnapshots() {
            super(ClusterSnapshots::new);
        }
    }

    /** Instances. */
    public static final class OfInstances extends RdsHandlers {
        public OfInstances() {
            super(Instances::new);
        }
    }

    /** Snapshots of instances. */
    public static final class OfSnapshots extends RdsHandlers {
        public OfSnapshots() {
            super(Snapshots::new);
        }
    }

    /** Proxies. */
    public static final class OfProxies extends RdsHandlers {
        public OfProxies() {
            super(Proxies::new);
        }
    }

    /** What belongs to the account: tags, quotas, subnet groups. */
    public static final class OfAccount extends RdsHandlers {
        public OfAccount() {
            super(Account::new);
        }
    }
}
