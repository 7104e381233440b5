package io.jenkins.plugins.ecsrelease.engine.service;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertThrows;
import static org.junit.Assert.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.jenkins.plugins.ecsrelease.engine.service.look.LiveTaskDefinition;
import java.util.List;
import java.util.Map;
import org.junit.Test;

public class TaskDefinitionsTest {

    private static final String DESCRIBED = """
            {"taskDefinition": {
               "taskDefinitionArn": "arn:aws:ecs:eu-central-1:123456789012:task-definition/shop-web:17",
               "family": "shop-web", "revision": 17, "status": "ACTIVE", "registeredAt": 1763892000.0,
               "registeredBy": "arn:aws:iam::123456789012:user/terraform", "compatibilities": ["EC2", "FARGATE"],
               "requiresAttributes": [{"name": "ecs.capability.task-eni"}], "requiresCompatibilities": ["FARGATE"],
               "cpu": "512", "memory": "1024", "networkMode": "awsvpc", "newThing": {"deep": [1, 2]},
               "volumes": [{"name": "tmp"}],
               "containerDefinitions": [
                 {"name": "web", "image": "shop:1", "essential": true, "environment": [{"name": "A", "value": "1"}],
                  "healthCheck": {"command": ["CMD", "true"], "newProbe": 3}, "restartPolicy": {"enabled": true}},
                 {"name": "proxy", "image": "envoy:1", "essential": true, "dockerLabels": {"x": "y"}}]},
             "tags": [{"key": "team", "value": "shop"}, {"key": "ecs-release:verdict", "value": "SUCCEEDED"},
                      {"key": "aws:cloudformation:stack-name", "value": "shop"}]}
            """;

    private final JsonNode described = json(DESCRIBED);

    @Test
    public void onlyTheNamedContainersImageDiffers() {
        JsonNode request = TaskDefinitions.next(described, Map.of("web", Given.IMAGE), Map.of());
        assertEquals(Given.IMAGE, request.at("/containerDefinitions/0/image").asText());
        assertEquals("envoy:1", request.at("/containerDefinitions/1/image").asText());
        for (String kept : List.of("family", "requiresCompatibilities", "cpu", "memory", "networkMode", "volumes")) {
            assertEquals(described.at("/taskDefinition/" + kept), request.get(kept));
        }
    }

    @Test
    public void whatTheSdkDoesNotKnowIsKeptAndTold() {
        JsonNode request = TaskDefinitions.next(described, Map.of("web", Given.IMAGE), Map.of());
        assertEquals(2, request.at("/newThing/deep/1").asInt());
        assertEquals(3, request.at("/containerDefinitions/0/healthCheck/newProbe").asInt());
    }

    @Test
    public void whatAwsAddedIsDropped() {
        JsonNode request = TaskDefinitions.next(described, Map.of("web", Given.IMAGE), Map.of());
        for (String dropped : List.of("taskDefinitionArn", "revision", "status", "registeredAt", "registeredBy",
                "compatibilities", "requiresAttributes")) {
            assertFalse(dropped, request.has(dropped));
        }
    }

    @Test
    public void tagsAreKeptButForTheRecordOfTheReleaseBefore() {
        JsonNode tags = TaskDefinitions.next(described, Map.of(), Map.of("ecs-release:release", "new")).path("tags");
        assertEquals("[{\"key\":\"team\",\"value\":\"shop\"},{\"key\":\"ecs-release:release\",\"value\":\"new\"}]", tags.toString());
    }

    @Test
    public void anImageWithoutAContainerGoesToTheOnlyOne() {
        LiveTaskDefinition one = Given.definition(Given.OLD, Map.of(), Given.container("web", "nginx:1"));
        assertEquals(Map.of("web", Given.IMAGE), TaskDefinitions.resolve(one, Map.of("", Given.IMAGE)));
    }

    @Test
    public void anImageWithoutAContainerGoesToTheOneOfItsRepository() {
        LiveTaskDefinition two = Given.definition(Given.OLD, Map.of(), Given.container("proxy", "envoy:1"),
                Given.container("web", Given.REPOSITORY + ":1.0"));
        assertEquals(Map.of("web", Given.IMAGE), TaskDefinitions.resolve(two, Map.of("", Given.IMAGE)));
    }

    @Test
    public void anUnclearContainerIsRefusedWithThoseThereAre() {
        LiveTaskDefinition two = Given.definition(Given.OLD, Map.of(), Given.container("proxy", "envoy:1"), Given.container("web", "x"));
        String message = assertThrows(IllegalArgumentException.class,
                () -> TaskDefinitions.resolve(two, Map.of("", Given.IMAGE))).getMessage();
        assertTrue(message, message.contains("proxy, web"));
        String unknown = assertThrows(IllegalArgumentException.class,
                () -> TaskDefinitions.resolve(two, Map.of("api", Given.IMAGE))).getMessage();
        assertTrue(unknown, unknown.contains("no container 'api'") && unknown.contains("proxy, web"));
    }

    @Test
    public void theSameDigestIsNoChange() {
        LiveTaskDefinition same = Given.definition(Given.OLD, Map.of(), Given.container("web", Given.REPOSITORY + ":1@" + Given.DIGEST));
        assertTrue(TaskDefinitions.changes(same, Map.of("web", Given.IMAGE)).isEmpty());
        assertEquals(Map.of("web", Given.IMAGE), TaskDefinitions.changes(Given.definition(), Map.of("web", Given.IMAGE)));
    }

    private static JsonNode json(String text) {
        try {
            return new ObjectMapper().readTree(text);
        } catch (java.io.IOException e) {
            throw new IllegalStateException(e);
        }
    }
}
