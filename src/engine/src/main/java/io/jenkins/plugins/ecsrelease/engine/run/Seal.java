package io.jenkins.plugins.ecsrelease.engine.run;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.jenkins.plugins.ecsrelease.engine.operation.Outcome;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What a record says, as one number that fits into a tag at AWS: "1234:9f86…", the bytes of the timeline that it covers
 * and a SHA-256 over who, what, which outcome, and those bytes. A timeline only grows, so the seal holds for as long as
 * nobody changes what stood there when it was made.
 */
final class Seal {

    private static final Pattern FORM = Pattern.compile("(\\d{1,15}):([0-9a-f]{64})");

    private Seal() {}

    static String of(Path directory, Saved saved, Outcome outcome) throws IOException {
        return of(JournalFiles.write(saved), outcome, JournalFiles.timeline(directory, saved.id()), saved.timelineLength());
    }

    /** Whether a seal fits a journal; false also for what is no seal. */
    static boolean fits(String seal, Path directory, String id, Outcome outcome) throws IOException {
        Matcher form = FORM.matcher(seal);
        if (!form.matches()) {
            return false;
        }
        JsonNode journal = PlainJson.MAPPER.readTree(Files.readAllBytes(JournalFiles.journal(directory, id)));
        return seal.equals(of(journal, outcome, JournalFiles.timeline(directory, id), Long.parseLong(form.group(1))));
    }

    private static String of(JsonNode journal, Outcome outcome, Path timeline, long length) throws IOException {
        MessageDigest sum = sha256();
        for (String member : new String[] {"id", "kind", "identity", "labels", "created", "order"}) {
            sum.update(sorted(journal.path(member)).toString().getBytes(StandardCharsets.UTF_8));
            sum.update((byte) '\n');
        }
        // Written and read once, so that a number is the same whatever type it had.
        JsonNode ended = PlainJson.MAPPER.readTree(PlainJson.MAPPER.writeValueAsBytes(outcome));
        sum.update(sorted(ended).toString().getBytes(StandardCharsets.UTF_8));
        byte[] notes = Files.exists(timeline) ? Files.readAllBytes(timeline) : new byte[0];
        sum.update(notes, 0, (int) Math.min(length, notes.length));
        return length + ":" + HexFormat.of().formatHex(sum.digest());
    }

    /** The same content in one order of names. */
    private static JsonNode sorted(JsonNode node) {
        if (node.isObject()) {
            ObjectNode sorted = PlainJson.MAPPER.createObjectNode();
            TreeSet<String> names = new TreeSet<>();
            node.fieldNames().forEachRemaining(names::add);
            names.forEach(name -> sorted.set(name, sorted(node.get(name))));
            return sorted;
        }
        if (node.isArray()) {
            ArrayNode sorted = PlainJson.MAPPER.createArrayNode();
            node.forEach(each -> sorted.add(sorted(each)));
            return sorted;
        }
        return node;
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every Java platform has SHA-256.", e);
        }
    }
}
