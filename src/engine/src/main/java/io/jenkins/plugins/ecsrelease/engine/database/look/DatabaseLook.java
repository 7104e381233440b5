package io.jenkins.plugins.ecsrelease.engine.database.look;

import io.jenkins.plugins.ecsrelease.engine.operation.Question;
import java.time.Instant;
import java.util.List;

/** One database as it stands (DescribeDBClusters or DescribeDBInstances). */
public record DatabaseLook(Kind kind, String identifier) implements Question<DatabaseLook.Seen> {

    /**
     * @param present false when there is none of this identifier
     * @param status in RDS's words, such as "available" or "backing-up"
     * @param resourceId stays the database's own when identifiers change hands
     * @param latestRestorableTime null without backups
     * @param instanceClass of the writer, for a restore; empty where it is not known
     */
    public record Seen(
            boolean present,
            String status,
            String resourceId,
            String engine,
            Instant latestRestorableTime,
            String subnetGroup,
            List<String> securityGroups,
            String instanceClass) {

        public static final Seen ABSENT = new Seen(false, "", "", "", null, "", List.of(), "");

        public Seen {
            securityGroups = List.copyOf(securityGroups);
        }
    }
}
