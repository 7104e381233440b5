package io.jenkins.plugins.ecsrelease.engine.database.look;

import io.jenkins.plugins.ecsrelease.engine.operation.Question;
import java.util.List;

/** All manual snapshots of one database that carry a tag with this value, the oldest first. */
public record OwnSnapshotsLook(Kind kind, String database, String tag, String value)
        implements Question<OwnSnapshotsLook.Found> {

    public record Found(List<SnapshotLook.Seen> snapshots) {
        public Found {
            snapshots = List.copyOf(snapshots);
        }
    }
}
