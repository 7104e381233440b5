package io.jenkins.plugins.ecsrelease.engine.record;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertTrue;

import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.Test;

public class TagsTest {

    @Test
    public void aRecordIsReadBackFromItsTags() {
        ReleaseRecord record = new ReleaseRecord("shop/main/42/17", "shop-web:17", "sha256:aa", Map.of("migration", "add-cart"));
        ReleaseRecord read = ReleaseRecord.of(Tags.of(record, 0));
        assertEquals(record, read);
        assertEquals("", read.verdict());
    }

    @Test
    public void valuesKeepToWhatEcsTakes() {
        assertEquals("shop/main_42", Tags.value("shop/main#42"));
        assertEquals(256, Tags.value("x".repeat(300)).length());
    }

    @Test
    public void labelsMakeRoomForTagsThatAreThere() {
        Map<String, String> labels = new LinkedHashMap<>();
        for (int i = 0; i < 60; i++) {
            labels.put("label-" + i, "x");
        }
        Map<String, String> tags = Tags.of(new ReleaseRecord("r", "p", "d", labels), 20);
        assertTrue("with the verdict and who took it back: " + tags.size(), tags.size() + 20 + 2 <= 50);
        assertTrue(tags.containsKey(Tags.RELEASE) && tags.containsKey(Tags.PREVIOUS) && tags.containsKey(Tags.DIGEST));
    }

    @Test
    public void emptyLabelsAreNoTags() {
        assertFalse(Tags.of(new ReleaseRecord("r", "p", "d", Map.of("commit", "")), 0).containsKey("ecs-release:commit"));
    }
}
