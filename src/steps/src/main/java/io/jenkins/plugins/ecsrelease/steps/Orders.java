package io.jenkins.plugins.ecsrelease.steps;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.datatype.jdk8.Jdk8Module;
import com.fasterxml.jackson.datatype.jsr310.JavaTimeModule;
import io.jenkins.plugins.ecsrelease.engine.operation.Operation;

/** Orders as text: what Jenkins saves of a step that is not on the engine's record yet. */
final class Orders {

    private static final ObjectMapper JSON = JsonMapper.builder()
            .addModule(new JavaTimeModule())
            .addModule(new Jdk8Module())
            .disable(SerializationFeature.WRITE_DATES_AS_TIMESTAMPS)
            .build();

    private Orders() {}

    static String write(Record order) {
        try {
            return JSON.writeValueAsString(order);
        } catch (JsonProcessingException notPlain) {
            throw new IllegalStateException("An order of " + order.getClass().getName() + " cannot be saved.", notPlain);
        }
    }

    static <O extends Record> O read(Operation<O> operation, String order) throws JsonProcessingException {
        return JSON.readValue(order, operation.order());
    }
}
