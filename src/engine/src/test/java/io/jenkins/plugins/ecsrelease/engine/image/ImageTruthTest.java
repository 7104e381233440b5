package io.jenkins.plugins.ecsrelease.engine.image;

import static org.hamcrest.CoreMatchers.containsString;
import static org.hamcrest.MatcherAssert.assertThat;
import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertTrue;

import java.time.Instant;
import java.util.List;
import org.junit.Test;

/** Whether an image can still be run, and will be tomorrow. */
public class ImageTruthTest {

    private static final Instant NOW = Instant.parse("2026-11-23T10:00:00Z");

    private static LifecyclePolicy.Image image(String digest, int daysOld, String... tags) {
        Instant pushed = NOW.minusSeconds(daysOld * 86_400L);
        return new LifecyclePolicy.Image(digest, List.of(tags), pushed, pushed, false);
    }

    private static LifecyclePolicy policy(String rules) throws Exception {
        return LifecyclePolicy.read("{\"rules\":[" + rules + "]}");
    }

    private static String rule(int priority, String selection, String action) {
        return "{\"rulePriority\":" + priority + ",\"selection\":{" + selection + "},\"action\":{\"type\":\"" + action + "\"}}";
    }

    @Test
    public void theNewestOfACountStayAndTheOthersGo() throws Exception {
        LifecyclePolicy two = policy(rule(1, "\"tagStatus\":\"any\",\"countType\":\"imageCountMoreThan\",\"countNumber\":2", "expire"));
        List<LifecyclePolicy.Image> images = List.of(image("old", 9, "a"), image("mid", 5, "b"), image("new", 1, "c"));
        assertTrue(two.fate("new", images).isEmpty());
        assertTrue(two.fate("mid", images).isEmpty());
        assertThat(two.fate("old", images).orElseThrow().what(), containsString("rule 1 of the repository's lifecycle policy deletes it"));
    }

    @Test
    public void aRuleOfHigherPriorityKeepsWhatItSelectsFromTheLaterOnes() throws Exception {
        LifecyclePolicy kept = policy(
                rule(1, "\"tagStatus\":\"tagged\",\"tagPatternList\":[\"production*\"],\"countType\":\"imageCountMoreThan\",\"countNumber\":10", "expire")
                        + "," + rule(2, "\"tagStatus\":\"any\",\"countType\":\"sinceImagePushed\",\"countUnit\":\"days\",\"countNumber\":7", "transition"));
        List<LifecyclePolicy.Image> images = List.of(image("live", 30, "v1", "production-7"), image("other", 30, "v2"), image("young", 6, "v3"));
        assertTrue(kept.fate("live", images).isEmpty());
        LifecyclePolicy.Fate other = kept.fate("other", images).orElseThrow();
        assertThat(other.what(), containsString("archives it"));
        assertTrue(other.due().isBefore(NOW));
        assertEquals(NOW.plusSeconds(86_400), kept.fate("young", images).orElseThrow().due());
    }

    @Test
    public void onlyAnActiveImageRunsAndEveryOtherWordIsSaidWithWhatToDo() {
        assertTrue(new ImageTruth.Told("ACTIVE", "", null).runnable());
        assertEquals("", new ImageTruth.Told("ACTIVE", "", null).complaint("web", NOW));
        for (String status : List.of("ARCHIVED", "ACTIVATING", "MISSING", "SOMETHING_NEW")) {
            ImageTruth.Told told = new ImageTruth.Told(status, "", null);
            assertFalse(status, told.runnable());
            assertThat(told.complaint("web", NOW), containsString("web"));
        }
        ImageTruth.Told going = new ImageTruth.Told("ACTIVE", "rule 1 deletes it", NOW.plusSeconds(3600));
        assertThat(going.complaint("web", NOW), containsString("web is about to go: rule 1 deletes it at 2026-11-23T11:00:00Z"));
        assertEquals("", new ImageTruth.Told("ACTIVE", "rule 1 deletes it", NOW.plusSeconds(200_000)).complaint("web", NOW));
    }
}
