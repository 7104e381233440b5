package io.jenkins.plugins.ecsrelease.engine.image;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertNotEquals;

import java.util.List;
import java.util.Map;
import org.junit.Test;

/** What an image says of where it comes from. */
public class LabelsTest {

    private static final String FORGED = "d00d";

    private static Map<String, String> labels(Recipe recipe, String revision) {
        return Labels.of(new ImageOrder("b1", "/work", recipe, "shop/web", List.of("v1"), revision, "https://example.org/shop.git",
                "2026-11-23T08:00:00Z", true, false, ScanPolicy.none("no scanner here"), 60));
    }

    private static Recipe recipe(Map<String, String> args, Map<String, String> labels, long timestamp) {
        return new Recipe("", ".", "", args, null, labels, null, "", null, "", timestamp);
    }

    @Test
    public void theImageNamesItsCommitItsRepositoryItsTimeAndHowItWasBuilt() {
        Map<String, String> labels = labels(recipe(Map.of("LEVEL", "1"), Map.of("team", "shop"), -1), "c0ffee");
        assertEquals("c0ffee", labels.get("org.opencontainers.image.revision"));
        assertEquals("https://example.org/shop.git", labels.get("org.opencontainers.image.source"));
        assertEquals("2026-11-23T08:00:00Z", labels.get("org.opencontainers.image.created"));
        assertEquals("shop", labels.get("team"));
        assertEquals(5, labels.size());
        assertNotEquals("Another argument, another image", labels.get(Labels.INPUTS),
                labels(recipe(Map.of("LEVEL", "2"), Map.of(), -1), "c0ffee").get(Labels.INPUTS));
    }

    @Test
    public void anImageThatIsToComeOutTheSameEachTimeSaysTheTimeThatItWasGiven() {
        assertEquals("1970-01-01T00:01:00Z", labels(recipe(null, null, 60), "c0ffee").get("org.opencontainers.image.created"));
    }

    @Test
    public void aLabelOfTheRecipeCannotSayAnotherCommitOrAnotherWayOfBuilding() {
        Map<String, String> given = Map.of("org.opencontainers.image.revision", FORGED, Labels.INPUTS, FORGED);
        Map<String, String> labels = labels(recipe(null, given, -1), "c0ffee");
        assertEquals("c0ffee", labels.get("org.opencontainers.image.revision"));
        assertNotEquals(FORGED, labels.get(Labels.INPUTS));
        assertEquals("Where nobody else knows it", FORGED, labels(recipe(null, given, -1), "").get("org.opencontainers.image.revision"));
    }
}
