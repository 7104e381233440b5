package io.jenkins.plugins.ecsrelease.engine.database;

import io.jenkins.plugins.ecsrelease.engine.database.look.DatabaseLook;
import io.jenkins.plugins.ecsrelease.engine.database.look.Kind;
import io.jenkins.plugins.ecsrelease.engine.database.look.SnapshotLook;

/** The commands that make a new database of a snapshot. They never touch the one that is there. */
final class Restore {

    private Restore() {}

    static String commands(SnapshotCourse course, SnapshotLook.Seen snapshot) {
        Kind kind = SnapshotCourse.kind(course.order());
        String restored = name(SnapshotCourse.identifier(course.order()));
        DatabaseLook.Seen database = course.database();
        String region = region(snapshot.arn());
        StringBuilder commands = new StringBuilder("aws rds ")
                .append(kind == Kind.CLUSTER ? "restore-db-cluster-from-snapshot" : "restore-db-instance-from-db-snapshot")
                .append(region)
                .append(kind == Kind.CLUSTER ? " --db-cluster-identifier " : " --db-instance-identifier ")
                .append(restored)
                .append(kind == Kind.CLUSTER ? " --snapshot-identifier " : " --db-snapshot-identifier ")
                .append(snapshot.arn());
        if (kind == Kind.CLUSTER) {
            commands.append(" --engine ").append(database.engine());
        } else if (!database.instanceClass().isEmpty()) {
            commands.append(" --db-instance-class ").append(database.instanceClass());
        }
        if (!database.subnetGroup().isEmpty()) {
            commands.append(" --db-subnet-group-name ").append(database.subnetGroup());
        }
        if (!database.securityGroups().isEmpty()) {
            commands.append(" --vpc-security-group-ids ").append(String.join(" ", database.securityGroups()));
        }
        if (kind == Kind.CLUSTER) {
            commands.append("\naws rds create-db-instance").append(region)
                    .append(" --db-instance-identifier ").append(restored).append("-1")
                    .append(" --db-cluster-identifier ").append(restored)
                    .append(" --engine ").append(database.engine())
                    .append(" --db-instance-class ")
                    .append(database.instanceClass().isEmpty() ? "INSTANCE_CLASS" : database.instanceClass());
        }
        return commands.toString();
    }

    private static String name(String identifier) {
        String base = identifier.length() > 52 ? identifier.substring(0, 52).replaceAll("-+$", "") : identifier;
        return base + "-restored";
    }

    private static String region(String arn) {
        String[] parts = arn.split(":");
        return parts.length > 3 && !parts[3].isEmpty() ? " --region " + parts[3] : "";
    }
}
