package io.jenkins.plugins.ecsrelease.engine.record;

import java.util.LinkedHashMap;
import java.util.Map;

/** The release record as tags of a task definition. Keys and values keep to the characters and lengths of ECS. */
public final class Tags {

    public static final String PREFIX = "ecs-release:";
    /** Which run of the step made it. */
    public static final String RELEASE = PREFIX + "release";
    /** Family and revision of what served before. */
    public static final String PREVIOUS = PREFIX + "previous";
    /** The digest of the first image. */
    public static final String DIGEST = PREFIX + "digest";
    /** The verdict, once there is one. */
    public static final String VERDICT = PREFIX + "verdict";

    /** The seal of the record, once there is a verdict. */
    public static final String RECORD = PREFIX + "record";

    /** Which run of the step took it back. */
    public static final String UNDONE_BY = PREFIX + "undone-by";

    private static final int MOST = 50;

    private Tags() {}

    /** A value that ECS takes: at most 256 of letters, digits, spaces and {@code _.:/=+-@}. */
    public static String value(String text) {
        String clean = text.replaceAll("[^\\p{L}\\p{N} _.:/=+\\-@]", "_");
        return clean.length() <= 256 ? clean : clean.substring(0, 256);
    }

    /** The record of a release that begins; labels come last and make room for tags that are there already. */
    public static Map<String, String> of(ReleaseRecord release, int others) {
        Map<String, String> tags = new LinkedHashMap<>();
        tags.put(RELEASE, value(release.release()));
        tags.put(PREVIOUS, value(release.previous()));
        tags.put(DIGEST, value(release.digest()));
        release.labels().forEach((name, text) -> {
            String key = PREFIX + name.replaceAll("[^\\p{L}\\p{N} _.:/=+\\-@]", "_");
            // Three more are kept free, for the verdict, the seal of the record, and for who took it back.
            if (!text.isBlank() && tags.size() + others < MOST - 3 && key.length() <= 128) {
                tags.putIfAbsent(key, value(text));
            }
        });
        return tags;
    }
}
