package io.jenkins.plugins.ecsrelease.engine.service;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertThrows;
import static org.junit.Assert.assertTrue;

import java.util.List;
import java.util.Map;
import org.junit.Test;

public class BlueGreenOrderTest {

    @Test
    public void defaultsAreThoseOfACarefulOperator() {
        BlueGreenOrder order = Given.order();
        assertEquals(List.of("rollback", "rollback", "fail", "rollback", ""),
                List.of(order.onFailure(), order.onAbort(), order.onConflict(), order.onInconclusive(), order.strategy()));
        assertEquals(1440, order.holdMinutes());
    }

    @Test
    public void wordsAreReadInAnyCase() {
        assertEquals("BLUE_GREEN", Given.order().by("blue_green").strategy());
        assertEquals(List.of("sbom", "signature"), Given.order().requiring("Signature", " sbom ", "").require());
        assertEquals("beforeTraffic", Given.order().heldAt("BEFORETRAFFIC").hold());
    }

    @Test
    public void aTagIsRefusedWithTheReason() {
        refused("does not say its digest", () -> BlueGreenOrder.of("r", "shop", "web", Map.of("web", "shop:latest")));
    }

    @Test
    public void whatIsMissingIsNamedWithAnExample() {
        refused("give 'cluster'", () -> BlueGreenOrder.of("r", " ", "web", Map.of("web", Given.IMAGE)));
        refused("give 'service'", () -> BlueGreenOrder.of("r", "shop", null, Map.of("web", Given.IMAGE)));
        refused("No image", () -> BlueGreenOrder.of("r", "shop", "web", Map.of()));
    }

    @Test
    public void unknownWordsAreRefusedWithThoseThereAre() {
        refused("BLUE_GREEN, CANARY, LINEAR, ROLLING", () -> Given.order().by("RECREATE"));
        refused("signature, sbom", () -> Given.order().requiring("signature", "provenance"));
        refused("rollback, leave", () -> Given.order().policies("ignore", "", "", ""));
    }

    @Test
    public void numbersHaveARange() {
        refused("between 0 and 43200", () -> Given.order().within(-1));
    }

    @Test
    public void imagesTellTheirParts() {
        Image image = Image.byDigest(Given.REPOSITORY + ":1.2@" + Given.DIGEST);
        assertEquals(List.of(Given.REPOSITORY, "123456789012", "eu-central-1", "shop", Given.DIGEST),
                List.of(image.name(), image.account(), image.region(), image.repository(), image.digest()));
        assertEquals("localhost:5000/shop", Image.nameOf("localhost:5000/shop:3"));
        assertEquals("localhost:5000/shop", Image.nameOf("localhost:5000/shop"));
        assertEquals("", Image.digestOf("shop:3"));
    }

    private static void refused(String part, Runnable order) {
        String message = assertThrows(IllegalArgumentException.class, order::run).getMessage();
        assertTrue(message, message.contains(part));
    }
}
