package io.jenkins.plugins.ecsrelease.engine.run;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertThrows;

import com.fasterxml.jackson.core.JsonProcessingException;
import io.jenkins.plugins.ecsrelease.engine.process.Detached;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.Test;

public class PlainJsonTest {

    sealed interface Shape {}

    record Circle(int radius) implements Shape {}

    record Square(int side) implements Shape {
        // A method of a record is no part of it.
        public int getArea() {
            return side * side;
        }

        public boolean isEmpty() {
            return side == 0;
        }
    }

    record Everything(String text, int number, boolean flag, Optional<String> maybe, Optional<Shape> shape, List<Shape> shapes,
            Map<String, List<Integer>> map, Instant at, Duration delay, Detached.Place place, Shape nothing, byte[] bytes) {}

    record Plain(String text) {}

    private static <T> T again(T value, Class<T> type) throws JsonProcessingException {
        return PlainJson.MAPPER.treeToValue(PlainJson.MAPPER.readTree(PlainJson.MAPPER.writeValueAsString(value)), type);
    }

    @Test
    public void recordsOfPlainValuesComeBackAsTheyWere() throws Exception {
        Everything saved = new Everything("x", 7, true, Optional.empty(), Optional.of(new Circle(3)),
                List.of(new Circle(1), new Square(2)), Map.of("a", List.of(1)), Instant.parse("2026-11-23T10:00:00.123456Z"),
                Duration.ofMillis(1500), new Detached.Place.Container("c", "t", "app"), null, null);
        assertEquals(saved, again(saved, Everything.class));
        assertEquals(new Square(2), again(new Square(2), Square.class));
        assertEquals("{\"is\":\"Square\",\"side\":2}", PlainJson.MAPPER.writeValueAsString(new Square(2)));
    }

    @Test
    public void aChangedRecordIsNoticed() {
        assertThrows(JsonProcessingException.class, () -> PlainJson.MAPPER.readValue("{}", Plain.class));
        assertThrows(JsonProcessingException.class, () -> PlainJson.MAPPER.readValue("{\"text\":\"a\",\"more\":1}", Plain.class));
        assertThrows(JsonProcessingException.class, () -> PlainJson.MAPPER.readValue("{\"is\":\"Triangle\",\"side\":1}", Shape.class));
    }
}
