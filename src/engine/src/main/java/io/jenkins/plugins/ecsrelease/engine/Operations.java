package io.jenkins.plugins.ecsrelease.engine;

import io.jenkins.plugins.ecsrelease.engine.database.MigrationOperation;
import io.jenkins.plugins.ecsrelease.engine.database.SnapshotOperation;
import io.jenkins.plugins.ecsrelease.engine.image.ImageOperation;
import io.jenkins.plugins.ecsrelease.engine.image.PromoteOperation;
import io.jenkins.plugins.ecsrelease.engine.operation.Operation;
import io.jenkins.plugins.ecsrelease.engine.rollback.Rollback;
import io.jenkins.plugins.ecsrelease.engine.service.BlueGreen;
import java.util.List;

/** Every kind of operation that this version can run and resume. */
public final class Operations {

    private Operations() {}

    public static List<Operation<?>> all() {
        return List.of(new ImageOperation(), new PromoteOperation(), new BlueGreen(), new Rollback(), new SnapshotOperation(), new MigrationOperation());
    }
}
