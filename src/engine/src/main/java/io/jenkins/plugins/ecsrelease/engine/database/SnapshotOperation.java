package io.jenkins.plugins.ecsrelease.engine.database;

import io.jenkins.plugins.ecsrelease.engine.database.look.DatabaseLoader;
import io.jenkins.plugins.ecsrelease.engine.database.look.OwnSnapshotsLoader;
import io.jenkins.plugins.ecsrelease.engine.database.look.QuotaLoader;
import io.jenkins.plugins.ecsrelease.engine.database.look.SnapshotLoader;
import io.jenkins.plugins.ecsrelease.engine.operation.Loader;
import io.jenkins.plugins.ecsrelease.engine.operation.Operation;
import io.jenkins.plugins.ecsrelease.engine.operation.Phase;
import java.util.List;
import java.util.Map;

/**
 * Takes a snapshot of a database, named after its build, and waits for it: past the half hour at which the SDK's waiter
 * gives up. Adopts its own, refuses a stranger's of the same name, and prunes only what the same job made.
 *
 * @see <a href="https://docs.aws.amazon.com/AmazonRDS/latest/AuroraUserGuide/USER_CreateSnapshotCluster.html">Creating a
 *     DB cluster snapshot</a>
 */
public final class SnapshotOperation implements Operation<SnapshotOrder> {

    @Override
    public String kind() {
        return "snapshot";
    }

    @Override
    public int schema() {
        return 1;
    }

    @Override
    public Class<SnapshotOrder> order() {
        return SnapshotOrder.class;
    }

    @Override
    public Phase begin(SnapshotOrder order) {
        return new SnapshotWait(order, null, null);
    }

    @Override
    public Map<String, Class<? extends Phase>> phases() {
        return Map.of(
                "wait", SnapshotWait.class,
                "create", SnapshotCreate.class,
                "follow", SnapshotFollow.class,
                "prune", SnapshotPrune.class,
                "delete", SnapshotDelete.class);
    }

    @Override
    public List<Loader<?, ?>> loaders() {
        return List.of(new DatabaseLoader(), new SnapshotLoader(), new QuotaLoader(), new OwnSnapshotsLoader());
    }
}
