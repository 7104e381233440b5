package io.jenkins.plugins.ecsrelease.engine.permission;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/** The table of actions against steps, as it stands in docs/iam.md between two marks. */
final class ActionTable {

    private static final String BEGIN = "<!-- actions: written by ShippedPoliciesTest -->\n";
    private static final String END = "<!-- end of actions -->\n";
    private static final Path DOCS = Path.of("").toAbsolutePath().getParent().getParent().resolve("docs/iam.md");

    private final Map<Step, Set<String>> used;

    ActionTable(Map<Step, Set<String>> used) {
        this.used = used;
    }

    String text() {
        StringBuilder text = new StringBuilder("| action |");
        StringBuilder line = new StringBuilder("|---|");
        for (Step step : Step.values()) {
            text.append(" `").append(step.title).append("` |");
            line.append(":-:|");
        }
        text.append('\n').append(line).append('\n');
        Set<String> actions = new TreeSet<>();
        used.values().forEach(actions::addAll);
        for (String action : actions) {
            text.append("| `").append(action).append("` |");
            for (Step step : Step.values()) {
                text.append(used.get(step).contains(action) ? " × |" : " |");
            }
            text.append('\n');
        }
        return text.toString();
    }

    String documented() throws IOException {
        String all = Files.readString(DOCS);
        return all.substring(all.indexOf(BEGIN) + BEGIN.length(), all.indexOf(END));
    }

    void write() throws IOException {
        String all = Files.readString(DOCS);
        Files.writeString(DOCS, all.substring(0, all.indexOf(BEGIN) + BEGIN.length()) + text() + all.substring(all.indexOf(END)));
    }
}
