package io.jenkins.plugins.ecsrelease.engine.database.look;

import static io.jenkins.plugins.ecsrelease.engine.database.look.EcsCalls.tag;
import static io.jenkins.plugins.ecsrelease.engine.database.look.EcsCalls.text;

import com.fasterxml.jackson.databind.JsonNode;
import io.jenkins.plugins.ecsrelease.engine.operation.Answer;
import io.jenkins.plugins.ecsrelease.engine.operation.Loader;
import io.jenkins.plugins.ecsrelease.engine.operation.Tools;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** ListTaskDefinitions of the family that migrations register, and DescribeTaskDefinition with tags of each. */
public final class MigrationsLoader implements Loader<MigrationsLook, MigrationsLook.Found> {

    /** What a migration's task definitions are called, behind the service's own family. */
    public static final String SUFFIX = "-migrate";

    @Override
    public Class<MigrationsLook> question() {
        return MigrationsLook.class;
    }

    @Override
    public int batch() {
        return 1;
    }

    @Override
    public Map<MigrationsLook, Answer<MigrationsLook.Found>> load(Tools tools, Set<MigrationsLook> questions) {
        Map<MigrationsLook, Answer<MigrationsLook.Found>> answers = new HashMap<>();
        for (MigrationsLook look : questions) {
            List<MigrationsLook.Migrated> migrations = new ArrayList<>();
            for (JsonNode described : PastLoader.newest(tools, look.family() + SUFFIX)) {
                JsonNode tags = described.path("tags");
                String outcome = tag(tags, PastLoader.OUTCOME);
                boolean ours = tag(tags, PastLoader.CLUSTER).equals(look.cluster()) && !tag(tags, PastLoader.ID).isEmpty();
                if (ours && !outcome.equals("notRun")) {
                    List<String> digests = new ArrayList<>();
                    for (JsonNode container : described.path("taskDefinition").path("containerDefinitions")) {
                        String image = text(container, "image");
                        if (image.contains("@")) {
                            digests.add(image.substring(image.indexOf('@') + 1));
                        }
                    }
                    migrations.add(new MigrationsLook.Migrated(
                            tag(tags, PastLoader.ID), digests, outcome, tag(tags, PastLoader.REVERSIBLE).equals("true")));
                }
            }
            answers.put(look, Answer.known(new MigrationsLook.Found(migrations)));
        }
        return answers;
    }
}
