package io.jenkins.plugins.ecsrelease.engine.database.look;

import io.jenkins.plugins.ecsrelease.engine.operation.Answer;
import io.jenkins.plugins.ecsrelease.engine.operation.Loader;
import io.jenkins.plugins.ecsrelease.engine.operation.Tools;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import software.amazon.awssdk.services.rds.RdsClient;
import software.amazon.awssdk.services.rds.model.DescribeDbClusterSnapshotsResponse;
import software.amazon.awssdk.services.rds.model.DescribeDbSnapshotsResponse;

/** Every page of the manual snapshots of one database. */
public final class OwnSnapshotsLoader implements Loader<OwnSnapshotsLook, OwnSnapshotsLook.Found> {

    @Override
    public Class<OwnSnapshotsLook> question() {
        return OwnSnapshotsLook.class;
    }

    @Override
    public int batch() {
        return 1;
    }

    @Override
    public Map<OwnSnapshotsLook, Answer<OwnSnapshotsLook.Found>> load(Tools tools, Set<OwnSnapshotsLook> questions) {
        Map<OwnSnapshotsLook, Answer<OwnSnapshotsLook.Found>> answers = new HashMap<>();
        RdsClient rds = tools.client(RdsClient.class);
        for (OwnSnapshotsLook look : questions) {
            List<SnapshotLook.Seen> own = all(rds, look).stream()
                    .filter(snapshot -> look.value().equals(snapshot.tags().get(look.tag())))
                    .sorted(Comparator.comparing(snapshot -> snapshot.createdAt() == null ? Instant.MAX : snapshot.createdAt()))
                    .toList();
            answers.put(look, Answer.known(new OwnSnapshotsLook.Found(own)));
        }
        return answers;
    }

    private static List<SnapshotLook.Seen> all(RdsClient rds, OwnSnapshotsLook look) {
        List<SnapshotLook.Seen> all = new ArrayList<>();
        String marker = null;
        do {
            String from = marker;
            if (look.kind() == Kind.CLUSTER) {
                DescribeDbClusterSnapshotsResponse page = rds.describeDBClusterSnapshots(request -> request
                        .dbClusterIdentifier(look.database()).snapshotType("manual").maxRecords(100).marker(from));
                page.dbClusterSnapshots().forEach(snapshot -> all.add(SnapshotLoader.seen(snapshot)));
                marker = page.marker();
            } else {
                DescribeDbSnapshotsResponse page = rds.describeDBSnapshots(request -> request
                        .dbInstanceIdentifier(look.database()).snapshotType("manual").maxRecords(100).marker(from));
                page.dbSnapshots().forEach(snapshot -> all.add(SnapshotLoader.seen(snapshot)));
                marker = page.marker();
            }
        } while (marker != null && !marker.isEmpty());
        return all;
    }
}
