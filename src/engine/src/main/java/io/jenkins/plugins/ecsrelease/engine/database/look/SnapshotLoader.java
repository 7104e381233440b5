package io.jenkins.plugins.ecsrelease.engine.database.look;

import static io.jenkins.plugins.ecsrelease.engine.database.look.DatabaseLoader.text;

import io.jenkins.plugins.ecsrelease.engine.operation.Answer;
import io.jenkins.plugins.ecsrelease.engine.operation.Loader;
import io.jenkins.plugins.ecsrelease.engine.operation.Tools;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import software.amazon.awssdk.services.rds.RdsClient;
import software.amazon.awssdk.services.rds.model.DBClusterSnapshot;
import software.amazon.awssdk.services.rds.model.DBSnapshot;
import software.amazon.awssdk.services.rds.model.DbClusterSnapshotNotFoundException;
import software.amazon.awssdk.services.rds.model.DbSnapshotNotFoundException;
import software.amazon.awssdk.services.rds.model.Tag;

/** One snapshot a call. */
public final class SnapshotLoader implements Loader<SnapshotLook, SnapshotLook.Seen> {

    @Override
    public Class<SnapshotLook> question() {
        return SnapshotLook.class;
    }

    @Override
    public int batch() {
        return 1;
    }

    @Override
    public Map<SnapshotLook, Answer<SnapshotLook.Seen>> load(Tools tools, Set<SnapshotLook> questions) {
        Map<SnapshotLook, Answer<SnapshotLook.Seen>> answers = new HashMap<>();
        RdsClient rds = tools.client(RdsClient.class);
        for (SnapshotLook look : questions) {
            answers.put(look, Answer.known(one(rds, look)));
        }
        return answers;
    }

    private static SnapshotLook.Seen one(RdsClient rds, SnapshotLook look) {
        try {
            if (look.kind() == Kind.CLUSTER) {
                return rds.describeDBClusterSnapshots(request -> request.dbClusterSnapshotIdentifier(look.identifier()))
                        .dbClusterSnapshots()
                        .stream()
                        .findFirst()
                        .map(SnapshotLoader::seen)
                        .orElse(SnapshotLook.Seen.ABSENT);
            }
            return rds.describeDBSnapshots(request -> request.dbSnapshotIdentifier(look.identifier())).dbSnapshots().stream()
                    .findFirst()
                    .map(SnapshotLoader::seen)
                    .orElse(SnapshotLook.Seen.ABSENT);
        } catch (DbClusterSnapshotNotFoundException | DbSnapshotNotFoundException e) {
            return SnapshotLook.Seen.ABSENT;
        }
    }

    static SnapshotLook.Seen seen(DBClusterSnapshot snapshot) {
        return new SnapshotLook.Seen(
                true,
                text(snapshot.dbClusterSnapshotIdentifier()),
                text(snapshot.dbClusterSnapshotArn()),
                text(snapshot.status()),
                snapshot.percentProgress() == null ? 0 : snapshot.percentProgress(),
                text(snapshot.dbClusterIdentifier()),
                text(snapshot.dbClusterResourceId()),
                snapshot.snapshotCreateTime(),
                Boolean.TRUE.equals(snapshot.storageEncrypted()),
                text(snapshot.engine()),
                tags(snapshot.tagList()));
    }

    static SnapshotLook.Seen seen(DBSnapshot snapshot) {
        return new SnapshotLook.Seen(
                true,
                text(snapshot.dbSnapshotIdentifier()),
                text(snapshot.dbSnapshotArn()),
                text(snapshot.status()),
                snapshot.percentProgress() == null ? 0 : snapshot.percentProgress(),
                text(snapshot.dbInstanceIdentifier()),
                text(snapshot.dbiResourceId()),
                snapshot.snapshotCreateTime(),
                Boolean.TRUE.equals(snapshot.encrypted()),
                text(snapshot.engine()),
                tags(snapshot.tagList()));
    }

    private static Map<String, String> tags(List<Tag> list) {
        Map<String, String> tags = new LinkedHashMap<>();
        list.forEach(tag -> tags.put(text(tag.key()), text(tag.value())));
        return tags;
    }
}
