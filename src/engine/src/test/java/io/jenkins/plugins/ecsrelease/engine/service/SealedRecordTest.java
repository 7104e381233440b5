package io.jenkins.plugins.ecsrelease.engine.service;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertTrue;

import io.jenkins.plugins.ecsrelease.engine.operation.Fact;
import io.jenkins.plugins.ecsrelease.engine.operation.Outcome;
import io.jenkins.plugins.ecsrelease.engine.operation.Verdict;
import io.jenkins.plugins.ecsrelease.engine.record.ReleaseRecord;
import io.jenkins.plugins.ecsrelease.engine.record.Tags;
import io.jenkins.plugins.ecsrelease.engine.run.Journal;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.Before;
import org.junit.Rule;
import org.junit.Test;

/** The record of a release is sealed at AWS: who edits the file is found out. */
public class SealedRecordTest {

    @Rule
    public final Shop shop = new Shop();

    private String seal;
    private Path file;
    private Path directory;
    private String id;

    @Before
    public void release() throws IOException {
        shop.serve(how -> how.strategy("BLUE_GREEN"));
        shop.begin(shop.order(Shop.image("web", '2')));
        Outcome outcome = shop.trial.untilEnded("trial");
        assertEquals(outcome.message(), Verdict.SUCCEEDED, outcome.verdict());
        seal = shop.tags(Shop.definition(outcome)).get(Tags.RECORD);
        Journal journal = shop.trial.archived("trial").orElseThrow();
        directory = journal.timeline().getParent();
        id = journal.id();
        file = directory.resolve(id + ".json");
    }

    private boolean fits() throws IOException {
        return Journal.read(directory, id).orElseThrow().fits(seal);
    }

    @Test
    public void theRecordFitsTheSealThatAwsKeeps() throws IOException {
        assertTrue(seal, seal.matches("\\d+:[0-9a-f]{64}"));
        assertEquals("as a tag takes it", seal, Tags.value(seal));
        assertTrue(fits());
    }

    @Test
    public void everyEditOfTheRecordIsNoticed() throws IOException {
        String whole = Files.readString(file);
        String notes = Files.readString(directory.resolve(id + ".timeline.jsonl"));
        Map<String, String> edits = new LinkedHashMap<>();
        edits.put("\"SUCCEEDED\"", "\"ROLLED_BACK\"");
        edits.put("2".repeat(64), "3".repeat(64));
        edits.put("shop-web:1", "shop-web:7");
        edits.put("\"credentialsId\":\"", "\"credentialsId\":\"other-");
        edits.put("\"created\":\"2026-11-23T08:0", "\"created\":\"2026-11-23T07:0");
        edits.forEach((what, instead) -> {
            assertTrue("the record has " + what, whole.contains(what));
            edited(file, whole, whole.replace(what, instead), what);
        });
        edited(directory.resolve(id + ".timeline.jsonl"), notes, notes.replaceFirst("RegisterTaskDefinition", "RegisterTaskDefinitiom"), "a note");
        assertTrue("as it was, it fits again", fits());
        System.out.println("Sealed record: " + (edits.size() + 1) + " edits, all noticed.");
    }

    private void edited(Path where, String before, String after, String what) {
        try {
            Files.writeString(where, after);
            assertFalse("an edit of " + what + " goes unnoticed", fits());
            Files.writeString(where, before);
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    @Test
    public void whatIsNotedLaterDoesNotBreakIt() throws IOException {
        Files.writeString(directory.resolve(id + ".timeline.jsonl"), "{}\n", StandardOpenOption.APPEND);
        assertTrue(fits());
    }

    @Test
    public void anotherTextIsNoSeal() throws IOException {
        Journal journal = Journal.read(directory, id).orElseThrow();
        for (String text : List.of("", "0:", "-1:" + "0".repeat(64), "99999999999999999999:" + "0".repeat(64), seal + "0")) {
            assertFalse(text, journal.fits(text));
        }
    }

    @Test
    public void theNextReleaseHasAVerdictAndASealOfItsOwn() throws IOException {
        shop.trial.begin("next", shop.blueGreen, BlueGreenOrder.of("shop/main#43/17", "shop", "web", Map.of("web", Shop.image("web", '3'))));
        Outcome next = shop.trial.untilEnded("next");
        assertEquals(next.message(), Verdict.SUCCEEDED, next.verdict());
        assertEquals("each noted its verdict", 2, shop.changes("TagResource"));
        String its = shop.tags(Shop.definition(next)).get(Tags.RECORD);
        Journal journal = shop.trial.archived("next").orElseThrow();
        assertTrue(its, Journal.read(journal.timeline().getParent(), journal.id()).orElseThrow().fits(its));
        assertFalse("not that of the one before", its.equals(seal));
    }

    @Test
    public void theNextPlanSaysWhichRecordIsMeantAndWhatItMustBe() {
        List<Fact> sealed = ReleaseRecord.sealed(Map.of(Tags.RELEASE, "shop/main_42/17", Tags.RECORD, seal));
        assertEquals(Map.of("release", "shop/main_42/17", "seal", seal), sealed.get(0).details());
        assertEquals(List.of(), ReleaseRecord.sealed(Map.of(Tags.RELEASE, "shop/main_42/17")));
        shop.trial.begin("next", shop.blueGreen, BlueGreenOrder.of("shop/main#43/17", "shop", "web", Map.of("web", Shop.image("web", '3'))).planOnly());
        shop.trial.untilEnded("next");
        assertTrue(shop.trial.facts("next").stream().anyMatch(fact -> fact.kind().equals(ReleaseRecord.SEALED) && seal.equals(fact.details().get("seal"))));
    }
}
