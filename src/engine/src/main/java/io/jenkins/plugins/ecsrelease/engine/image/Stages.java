package io.jenkins.plugins.ecsrelease.engine.image;

import io.jenkins.plugins.ecsrelease.engine.operation.Fact;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What the build's script told of the Dockerfile: its stages, and the digests of the images that they begin with.
 *
 * @param count of stages
 * @param base what the image that was built begins with, as the Dockerfile names it; empty where that is another variable's
 * @param digest of the base; empty where the builder did not say it
 */
record Stages(int count, String base, String digest) {

    private static final Pattern TOLD = Pattern.compile("(?m)^\\[ecs-release\\] stages: (.+)$");
    private static final Pattern RESOLVED = Pattern.compile("(?m)^\\[ecs-release\\] base: (\\S+)@(sha256:[0-9a-f]{64})\\s*$");

    /**
     * @param output the end of what the build wrote
     * @param target the stage that was built; empty for the last
     */
    static Stages read(String output, String target) {
        Matcher told = TOLD.matcher(output);
        String line = "";
        while (told.find()) {
            line = told.group(1);
        }
        if (line.isEmpty()) {
            return new Stages(0, "", "");
        }
        Map<String, String> names = new HashMap<>();
        List<String> from = new ArrayList<>();
        for (String stage : line.split(" \\| ")) {
            String[] words = stage.trim().split("\\s+");
            if (words.length == 3 && words[1].equalsIgnoreCase("AS")) {
                names.put(words[2].toLowerCase(java.util.Locale.ROOT), words[0]);
            }
            from.add(words[0]);
        }
        String base = target.matches("\\d+") && Integer.parseInt(target) < from.size()
                ? from.get(Integer.parseInt(target))
                : names.getOrDefault(target.toLowerCase(java.util.Locale.ROOT), from.get(from.size() - 1));
        for (int hops = 0; hops < from.size() && names.containsKey(base.toLowerCase(java.util.Locale.ROOT)); hops++) {
            base = names.get(base.toLowerCase(java.util.Locale.ROOT));
        }
        base = base.indexOf('$') >= 0 ? "" : base;
        return new Stages(from.size(), base, resolved(output, base));
    }

    private static String resolved(String output, String base) {
        if (base.contains("@")) {
            return base.substring(base.indexOf('@') + 1);
        }
        Matcher said = RESOLVED.matcher(output);
        while (!base.isEmpty() && said.find()) {
            if (untagged(said.group(1)).endsWith(untagged(base))) {
                return said.group(2);
            }
        }
        return "";
    }

    private static String untagged(String name) {
        int colon = name.lastIndexOf(':');
        return colon > name.lastIndexOf('/') ? name.substring(0, colon) : name;
    }

    /** Whether the base moves under its name. */
    boolean moving() {
        boolean tagged = base.lastIndexOf(':') > base.lastIndexOf('/');
        return !base.isEmpty() && !base.equals("scratch") && !base.contains("@") && (!tagged || base.endsWith(":latest"));
    }

    /** What the log says of it, warnings after facts. */
    List<Fact> facts() {
        if (count == 0) {
            return List.of();
        }
        List<Fact> facts = new ArrayList<>();
        Map<String, Object> details = new HashMap<>();
        details.put("stages", count);
        details.put("base", digest);
        details.put("baseName", base);
        facts.add(Fact.of("image", "The Dockerfile has " + (count == 1 ? "one stage" : count + " stages")
                + (base.isEmpty() ? "" : "; the image begins with " + base)
                + (digest.isEmpty() || base.contains("@") ? "" : " (" + digest + ")") + ".", details));
        if (count == 1 && !base.equals("scratch")) {
            facts.add(warning("The Dockerfile has a single stage, so what it builds with stays in the image. Build in one"
                    + " stage, and copy what runs into a lean one: COPY --from=…"));
        }
        if (moving()) {
            facts.add(warning(movingBase(base)));
        }
        return facts;
    }

    static String movingBase(String name) {
        return "The base image " + name + " moves under its tag: name a version, or better a digest, so that the same commit"
                + " gives the same image.";
    }

    static Fact warning(String text) {
        return Fact.of("warning", "Warning: " + text);
    }
}
