package io.jenkins.plugins.ecsrelease.sandbox.control.secrets;

import java.time.Instant;
import java.util.LinkedHashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import software.amazon.awssdk.core.SdkBytes;

/** One secret and its versions. Exactly one version is AWSCURRENT once there is a value. */
final class Secret {

    /** A value; one of the two forms is null. */
    static final class Version {
        final String id;
        final String text;
        final SdkBytes binary;
        final Instant created;
        final Set<String> stages = new LinkedHashSet<>();

        Version(String id, String text, SdkBytes binary, Instant created) {
            this.id = id;
            this.text = text;
            this.binary = binary;
            this.created = created;
        }
    }

    final String name;
    final String arn;
    final Instant created;
    final Map<String, Version> versions = new LinkedHashMap<>();
    final Map<String, String> tags = new TreeMap<>();
    String description;
    String kmsKeyId;
    String owningService;
    Instant changed;
    Instant accessed;
    Instant deleted;
    boolean rotates;
    String rotationLambda;
    Integer rotationDays;
    Instant rotated;

    Secret(String name, String arn, Instant created) {
        this.name = name;
        this.arn = arn;
        this.created = created;
        changed = created;
    }

    /** The version with this stage; null where there is none. */
    Version staged(String stage) {
        return versions.values().stream().filter(version -> version.stages.contains(stage)).findFirst().orElse(null);
    }

    /** Adds a version and moves the stages to it; the current one becomes the previous one. */
    void add(Version version, Set<String> stages) {
        if (stages.contains("AWSCURRENT")) {
            Version current = staged("AWSCURRENT");
            if (current != null) {
                versions.values().forEach(other -> other.stages.remove("AWSPREVIOUS"));
                current.stages.remove("AWSCURRENT");
                current.stages.add("AWSPREVIOUS");
            }
        }
        versions.values().forEach(other -> other.stages.removeAll(stages));
        version.stages.addAll(stages);
        versions.put(version.id, version);
        changed = version.created;
    }
}
