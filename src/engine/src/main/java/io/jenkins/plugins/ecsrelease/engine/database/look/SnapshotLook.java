package io.jenkins.plugins.ecsrelease.engine.database.look;

import io.jenkins.plugins.ecsrelease.engine.operation.Question;
import java.time.Instant;
import java.util.Map;

/** One snapshot (DescribeDBClusterSnapshots or DescribeDBSnapshots). */
public record SnapshotLook(Kind kind, String identifier) implements Question<SnapshotLook.Seen> {

    /**
     * @param present false when there is none of this identifier
     * @param status in RDS's words, such as "creating" or "available"
     * @param resourceId of the database it was taken of; empty where RDS does not tell
     * @param createdAt null until RDS tells
     */
    public record Seen(
            boolean present,
            String identifier,
            String arn,
            String status,
            int percent,
            String database,
            String resourceId,
            Instant createdAt,
            boolean encrypted,
            String engine,
            Map<String, String> tags) {

        public static final Seen ABSENT = new Seen(false, "", "", "", 0, "", "", null, false, "", Map.of());

        public Seen {
            tags = Map.copyOf(tags);
        }
    }
}
