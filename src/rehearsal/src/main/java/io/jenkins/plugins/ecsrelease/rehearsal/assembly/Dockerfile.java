package io.jenkins.plugins.ecsrelease.rehearsal.assembly;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The instructions of a Dockerfile by stage, with build arguments and variables filled in. */
record Dockerfile(List<Stage> stages) {

    /** @param from a reference, or the name of an earlier stage */
    record Stage(String name, String from, List<Instruction> instructions) {}

    /** @param word in upper case */
    record Instruction(String word, List<String> flags, String rest) {

        /** The words of the rest, or of its JSON form. */
        List<String> words() throws IOException {
            if (rest.startsWith("[")) {
                return List.of(new ObjectMapper().readValue(rest, String[].class));
            }
            return List.of(rest.split("\\s+"));
        }
    }

    private static final Pattern VARIABLE = Pattern.compile("\\$(?:\\{(\\w+)(?::-([^}]*))?}|(\\w+))");

    static Dockerfile parse(String text, Map<String, String> given) {
        Map<String, String> global = new LinkedHashMap<>();
        Map<String, String> variables = global;
        List<Stage> stages = new ArrayList<>();
        for (String line : logical(text)) {
            String[] parts = line.split("\\s+", 2);
            String word = parts[0].toUpperCase(java.util.Locale.ROOT);
            String rest = parts.length > 1 ? parts[1].trim() : "";
            if (word.equals("ARG")) {
                String name = rest.replaceFirst("=.*", "");
                String preset = rest.contains("=") ? unquoted(rest.substring(rest.indexOf('=') + 1)) : global.getOrDefault(name, "");
                variables.put(name, given.getOrDefault(name, filled(preset, variables)));
                continue;
            }
            if (word.equals("FROM")) {
                String[] from = filled(rest.replaceFirst("^--\\S+\\s+", ""), global).split("\\s+");
                String name = from.length == 3 && from[1].equalsIgnoreCase("AS") ? from[2] : Integer.toString(stages.size());
                stages.add(new Stage(name, from[0], new ArrayList<>()));
                variables = new LinkedHashMap<>();
                continue;
            }
            if (stages.isEmpty()) {
                throw new IllegalArgumentException("The Dockerfile has '" + line + "' before its first FROM.");
            }
            List<String> flags = new ArrayList<>();
            while (rest.startsWith("--")) {
                String[] flag = rest.split("\\s+", 2);
                flags.add(flag[0]);
                rest = flag.length > 1 ? flag[1] : "";
            }
            if (!word.equals("RUN") && !word.equals("CMD") && !word.equals("ENTRYPOINT")) {
                rest = filled(rest, variables);
            }
            stages.get(stages.size() - 1).instructions().add(new Instruction(word, flags, rest));
        }
        if (stages.isEmpty()) {
            throw new IllegalArgumentException("The Dockerfile has no FROM.");
        }
        return new Dockerfile(stages);
    }

    Stage stage(String name) {
        return stages.stream().filter(stage -> stage.name().equals(name)).findFirst().orElse(null);
    }

    Stage last() {
        return stages.get(stages.size() - 1);
    }

    private static List<String> logical(String text) {
        List<String> lines = new ArrayList<>();
        StringBuilder open = new StringBuilder();
        for (String line : text.split("\n")) {
            String trimmed = line.trim();
            if (trimmed.startsWith("#") || trimmed.isEmpty() && open.length() == 0) {
                continue;
            }
            if (trimmed.endsWith("\\")) {
                open.append(trimmed, 0, trimmed.length() - 1).append(' ');
                continue;
            }
            lines.add(open.append(trimmed).toString());
            open.setLength(0);
        }
        return lines;
    }

    private static String filled(String text, Map<String, String> variables) {
        Matcher matcher = VARIABLE.matcher(text);
        StringBuilder filled = new StringBuilder();
        while (matcher.find()) {
            String name = matcher.group(1) == null ? matcher.group(3) : matcher.group(1);
            String otherwise = matcher.group(2) == null ? "" : matcher.group(2);
            matcher.appendReplacement(filled, Matcher.quoteReplacement(variables.getOrDefault(name, otherwise)));
        }
        return matcher.appendTail(filled).toString();
    }

    static String unquoted(String text) {
        return text.length() > 1 && (text.startsWith("\"") && text.endsWith("\"") || text.startsWith("'") && text.endsWith("'"))
                ? text.substring(1, text.length() - 1) : text;
    }
}
