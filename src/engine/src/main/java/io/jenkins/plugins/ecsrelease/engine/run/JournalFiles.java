package io.jenkins.plugins.ecsrelease.engine.run;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.jenkins.plugins.ecsrelease.engine.aws.Identity;
import io.jenkins.plugins.ecsrelease.engine.operation.Ended;
import io.jenkins.plugins.ecsrelease.engine.operation.Operation;
import io.jenkins.plugins.ecsrelease.engine.operation.Outcome;
import io.jenkins.plugins.ecsrelease.engine.operation.Phase;
import io.jenkins.plugins.ecsrelease.engine.operation.Signal;
import io.jenkins.plugins.ecsrelease.engine.operation.Verdict;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/** The names of a journal's files, and what stands in the first of them. */
final class JournalFiles {

    static final String JOURNAL = ".json";
    static final String TIMELINE = ".timeline.jsonl";
    static final String OUTPUT = ".out";

    /** Of the envelope; an operation's own schema is apart from it. */
    static final int FORMAT = 1;

    /** The phase name of {@link Ended}. */
    static final String ENDED = "ended";

    private static final Pattern ID = Pattern.compile("[A-Za-z0-9_-][A-Za-z0-9._-]{0,199}");
    private static final TypeReference<Map<String, String>> LABELS = new TypeReference<>() {};
    private static final TypeReference<List<Signal>> SIGNALS = new TypeReference<>() {};

    private JournalFiles() {}

    /** Why a journal cannot be used: its message is a sentence for people. */
    static final class Unusable extends IOException {
        private static final long serialVersionUID = 1;

        Unusable(String why, Throwable cause) {
            super(why, cause);
        }
    }

    static String checked(String id) {
        if (!ID.matcher(id).matches()) {
            throw new IllegalArgumentException("'" + id + "' cannot name an operation: letters, digits, '.', '_' and '-', at most 200.");
        }
        return id;
    }

    static Path journal(Path directory, String id) {
        return directory.resolve(checked(id) + JOURNAL);
    }

    static Path timeline(Path directory, String id) {
        return directory.resolve(checked(id) + TIMELINE);
    }

    static Path output(Path directory, String id) {
        return directory.resolve(checked(id) + OUTPUT);
    }

    static String idOf(Path journal) {
        String name = journal.getFileName().toString();
        return name.substring(0, name.length() - JOURNAL.length());
    }

    static ObjectNode write(Saved saved) throws Unusable {
        ObjectNode journal = PlainJson.MAPPER.createObjectNode();
        journal.put("format", FORMAT);
        journal.put("id", saved.id());
        journal.put("kind", saved.operation().kind());
        journal.put("schema", saved.operation().schema());
        journal.set("identity", PlainJson.MAPPER.valueToTree(saved.identity()));
        journal.set("labels", PlainJson.MAPPER.valueToTree(saved.labels()));
        journal.put("created", saved.created().toString());
        journal.set("order", PlainJson.MAPPER.valueToTree(saved.order()));
        journal.set("phase", phase(saved.operation(), saved.phase()));
        journal.put("description", describe(saved.phase()));
        journal.set("signals", PlainJson.MAPPER.valueToTree(saved.signals()));
        journal.put("doubt", saved.doubt().map(Instant::toString).orElse(null));
        journal.put("claim", saved.claim().orElse(null));
        journal.put("timelineLength", saved.timelineLength());
        journal.put("outputLength", saved.outputLength());
        return journal;
    }

    private static ObjectNode phase(Operation<?> operation, Phase phase) throws Unusable {
        String name = phase instanceof Ended
                ? ENDED
                : operation.phases().entrySet().stream()
                        .filter(named -> named.getValue() == phase.getClass())
                        .map(Map.Entry::getKey)
                        .findFirst()
                        .orElseThrow(() -> new IllegalStateException(
                                operation.kind() + " has no name for its phase " + phase.getClass().getSimpleName() + "."));
        ObjectNode node = PlainJson.MAPPER.createObjectNode();
        node.put("name", name);
        ObjectNode state = PlainJson.MAPPER.valueToTree(phase);
        // Phases are told apart by their stable names, not by their classes.
        state.remove("is");
        node.set("state", state);
        return node;
    }

    /** Reads a journal to go on with it. The lengths are checked by the caller. */
    static Saved read(String id, byte[] bytes, Map<String, Operation<?>> operations) throws Unusable {
        JsonNode journal = tree(id, bytes);
        String kind = journal.path("kind").asText();
        int format = journal.path("format").asInt(-1);
        if (format != FORMAT) {
            throw new Unusable("The journal " + id + " has format " + format + ", and this version reads format " + FORMAT
                    + ": it was written by a newer version of the plugin.", null);
        }
        Operation<?> operation = operations.get(kind);
        if (operation == null) {
            throw new Unusable("The journal " + id + " is of the kind '" + kind + "', which this version does not have.", null);
        }
        int schema = journal.path("schema").asInt(-1);
        if (schema > operation.schema() || schema < 1) {
            throw new Unusable("The journal " + id + " has schema " + schema + " of '" + kind + "', and this version knows it up to "
                    + operation.schema() + ": it was written by a newer version of the plugin.", null);
        }
        try {
            ObjectNode state = PlainJson.MAPPER.createObjectNode();
            state.set("order", journal.path("order"));
            state.set("phase", journal.path("phase"));
            JsonNode current = schema == operation.schema() ? state : operation.upgrade(state, schema);
            return new Saved(
                    id,
                    operation,
                    PlainJson.MAPPER.treeToValue(journal.path("identity"), Identity.class),
                    PlainJson.MAPPER.convertValue(journal.path("labels"), LABELS),
                    Instant.parse(journal.path("created").asText()),
                    PlainJson.MAPPER.treeToValue(current.path("order"), operation.order()),
                    phase(operation, current.path("phase")),
                    PlainJson.MAPPER.convertValue(journal.path("signals"), SIGNALS),
                    Optional.ofNullable(journal.path("doubt").textValue()).map(Instant::parse),
                    Optional.ofNullable(journal.path("claim").textValue()),
                    journal.path("timelineLength").asLong(),
                    journal.path("outputLength").asLong());
        } catch (JsonProcessingException | RuntimeException e) {
            throw new Unusable("The journal " + id + " could not be understood: " + firstLine(e), e);
        }
    }

    private static Phase phase(Operation<?> operation, JsonNode phase) throws JsonProcessingException {
        String name = phase.path("name").asText();
        if (name.equals(ENDED)) {
            return new Ended(outcome(phase));
        }
        Class<? extends Phase> type = operation.phases().get(name);
        if (type == null) {
            throw new IllegalStateException("it stands in the phase '" + name + "', which " + operation.kind() + " does not have.");
        }
        return PlainJson.MAPPER.treeToValue(phase.path("state"), type);
    }

    private static Outcome outcome(JsonNode phase) throws JsonProcessingException {
        return PlainJson.MAPPER.treeToValue(phase.path("state").path("outcome"), Outcome.class);
    }

    /** Reads a journal to show it, whatever operation it is of. */
    static Journal view(Path directory, String id, byte[] bytes) {
        try {
            JsonNode journal = tree(id, bytes);
            String phase = journal.path("phase").path("name").asText();
            Optional<Outcome> outcome = phase.equals(ENDED) ? Optional.of(outcome(journal.path("phase"))) : Optional.empty();
            return new Journal(id, journal.path("kind").asText(), journal.path("schema").asInt(),
                    PlainJson.MAPPER.treeToValue(journal.path("identity"), Identity.class),
                    PlainJson.MAPPER.convertValue(journal.path("labels"), LABELS),
                    Instant.parse(journal.path("created").asText()), journal.path("order"), phase,
                    journal.path("description").asText(), PlainJson.MAPPER.convertValue(journal.path("signals"), SIGNALS), outcome,
                    timeline(directory, id), journal.path("timelineLength").asLong(),
                    output(directory, id), journal.path("outputLength").asLong());
        } catch (IOException | RuntimeException e) {
            return unreadable(directory, id, bytes, "The journal " + id + " could not be understood: " + firstLine(e));
        }
    }

    static Journal unreadable(Path directory, String id, byte[] bytes, String why) {
        JsonNode journal = PlainJson.MAPPER.createObjectNode();
        Map<String, String> labels = Map.of();
        Instant created = Instant.EPOCH;
        Identity identity = null;
        try {
            journal = tree(id, bytes);
            labels = PlainJson.MAPPER.convertValue(journal.path("labels"), LABELS);
            created = Instant.parse(journal.path("created").asText());
            identity = PlainJson.MAPPER.treeToValue(journal.path("identity"), Identity.class);
        } catch (IOException | RuntimeException e) {
            // As many of its values as could be made out; why it is unreadable is said in the outcome.
        }
        return new Journal(id, journal.path("kind").asText(), journal.path("schema").asInt(), identity,
                labels == null ? Map.of() : labels, created, journal.path("order"), Journal.UNREADABLE, why, List.of(),
                Optional.of(new Outcome(Verdict.UNKNOWN, why + " Nothing was touched.", Map.of())),
                timeline(directory, id), journal.path("timelineLength").asLong(),
                output(directory, id), journal.path("outputLength").asLong());
    }

    private static JsonNode tree(String id, byte[] bytes) throws Unusable {
        try {
            JsonNode journal = PlainJson.MAPPER.readTree(bytes);
            if (journal == null || !journal.isObject()) {
                throw new Unusable("The journal " + id + " is no JSON object.", null);
            }
            return journal;
        } catch (Unusable e) {
            throw e;
        } catch (IOException e) {
            throw new Unusable("The journal " + id + " is damaged: " + firstLine(e), e);
        }
    }

    static String describe(Phase phase) {
        try {
            return phase.describe();
        } catch (RuntimeException e) {
            return phase.getClass().getSimpleName();
        }
    }

    private static String firstLine(Throwable error) {
        return String.valueOf(error.getMessage()).lines().findFirst().orElse(error.getClass().getSimpleName());
    }
}
