package io.jenkins.plugins.ecsrelease.engine.database;

import static org.hamcrest.CoreMatchers.containsString;
import static org.hamcrest.MatcherAssert.assertThat;
import static org.junit.Assert.assertEquals;

import io.jenkins.plugins.ecsrelease.engine.operation.Outcome;
import io.jenkins.plugins.ecsrelease.engine.operation.Verdict;
import java.util.Map;
import org.junit.Rule;
import org.junit.Test;

public class SnapshotTest {

    @Rule
    public final Shop shop = new Shop(100);

    @Test
    public void aSnapshotIsTakenAndWaitedForAndProtectsAMigration() throws Exception {
        Outcome snapshot = shop.run("snap", new SnapshotOperation(),
                new SnapshotOrder("orders", "", "shop/deploy", "42", "", Map.of(), 0, 0));

        assertEquals(snapshot.message(), Verdict.SUCCEEDED, snapshot.verdict());
        assertThat((String) snapshot.result().get(SnapshotOrder.RESTORE_COMMAND), containsString("restore-db-cluster-from-snapshot"));
        String arn = (String) snapshot.result().get(SnapshotOrder.ARN);

        Outcome migration = shop.run("one", new MigrationOperation(), new MigrationOrder("shop", "web", Shop.IMAGE, "web", "echo ran",
                "", arn, "", 0, "", "", false, "", "", false, 0, 0, "one", "", 0));

        assertEquals(migration.message(), Verdict.SUCCEEDED, migration.verdict());
        assertEquals(arn, migration.result().get(MigrationOrder.SNAPSHOT));
        assertEquals(1, shop.ledger("CreateDBClusterSnapshot").size());
    }
}
