package io.jenkins.plugins.ecsrelease.engine.service.look;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertTrue;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.Test;

/** Answers of AWS as they come, with members that the SDK's model does not have. */
public class ReadingAwsTest {

    @Test
    public void membersThatTheSdkDoesNotKnowAreNamedWithTheirPath() {
        LiveTaskDefinition definition = LiveTaskDefinition.of(json("""
                {"taskDefinition": {"family": "web", "revision": 3, "newTop": 1, "volumes": [{"name": "v", "newVolume": {}}],
                  "containerDefinitions": [
                    {"name": "a", "image": "x", "newThing": true, "healthCheck": {"command": ["true"], "newProbe": 1}},
                    {"name": "b", "image": "y", "newThing": false, "dockerLabels": {"any": "label"}}]}}"""));
        assertEquals(Set.of("newTop", "volumes[].newVolume", "containerDefinitions[].newThing",
                "containerDefinitions[].healthCheck.newProbe"), Set.copyOf(definition.unknown()));
        assertEquals("each once", 4, definition.unknown().size());
    }

    @Test
    public void whatTheSdkKnowsIsNoNews() {
        LiveTaskDefinition definition = LiveTaskDefinition.of(json("""
                {"taskDefinition": {"family": "web", "revision": 3, "taskDefinitionArn": "arn", "registeredAt": 1.5,
                  "requiresAttributes": [{"name": "x"}], "runtimePlatform": {"cpuArchitecture": "ARM64"},
                  "containerDefinitions": [{"name": "a", "image": "x", "environment": [{"name": "A", "value": "1"}],
                    "secrets": [{"name": "S", "valueFrom": "arn:s"}], "portMappings": [{"containerPort": 80}],
                    "logConfiguration": {"logDriver": "awslogs", "options": {"awslogs-group": "/g"}}}]},
                 "tags": [{"key": "k", "value": "v"}]}"""));
        assertEquals(List.of(), definition.unknown());
        assertEquals("ARM64", definition.architecture());
        LiveTaskDefinition.Container container = definition.containers().get(0);
        assertEquals(Map.of("S", "arn:s"), container.secrets());
        assertEquals("/g", container.logGroup());
        assertEquals(List.of(80), container.ports());
        assertEquals(Map.of("k", "v"), definition.tags());
    }

    @Test
    public void aDeploymentTellsItsPauseHooks() {
        LiveDeployment deployment = LiveDeployment.of(json("""
                {"serviceDeploymentArn": "d", "status": "IN_PROGRESS", "lifecycleStage": "PRE_PRODUCTION_TRAFFIC_SHIFT",
                 "createdAt": 1763892000.25, "targetServiceRevision": {"arn": "r", "requestedTaskCount": 3,
                   "runningTaskCount": 2, "requestedProductionTrafficWeight": 12.5},
                 "lifecycleHookDetails": [
                   {"hookId": "old", "targetType": "PAUSE", "status": "SUCCEEDED"},
                   {"hookId": "h", "targetType": "PAUSE", "status": "AWAITING_ACTION", "expiresAt": 1763978400, "timeoutAction": "ROLLBACK"}]}"""));
        assertEquals("a stage that the SDK does not know", "PRE_PRODUCTION_TRAFFIC_SHIFT", deployment.stage());
        LiveDeployment.Hook hook = deployment.waiting().orElseThrow();
        assertEquals(List.of("h", "ROLLBACK"), List.of(hook.id(), hook.timeoutAction()));
        assertEquals(Instant.ofEpochSecond(1763978400), hook.expiresAt());
        assertEquals(Instant.ofEpochMilli(1763892000250L), deployment.createdAt());
        assertEquals(12.5, deployment.target().production(), 0);
    }

    @Test
    public void anIndexTellsItsPlatformsWithoutAttestations() {
        List<KnownImage.Platform> platforms = ImageLoader.platforms("""
                {"mediaType": "application/vnd.oci.image.index.v1+json", "manifests": [
                  {"digest": "sha256:1", "platform": {"os": "linux", "architecture": "amd64"}},
                  {"digest": "sha256:2", "platform": {"os": "unknown", "architecture": "unknown"},
                   "annotations": {"vnd.docker.reference.type": "attestation-manifest"}},
                  {"digest": "sha256:3", "platform": {"os": "linux", "architecture": "arm64"}}]}""");
        assertEquals(List.of("sha256:1", "sha256:3"), platforms.stream().map(KnownImage.Platform::digest).toList());
        assertEquals(Set.of("sha256:0", "sha256:1", "sha256:3"), new KnownImage("sha256:0", platforms).digests());
        assertTrue("a plain manifest has none", ImageLoader.platforms("{\"layers\": []}").isEmpty());
    }

    @Test
    public void aServiceWithoutAStrategyRolls() {
        LiveService service = LiveService.of(json("""
                {"serviceArn": "s", "serviceName": "web", "status": "ACTIVE", "deploymentConfiguration": {"maximumPercent": 200,
                  "newThing": 7}, "networkConfiguration": {"awsvpcConfiguration": {"subnets": ["a"], "assignPublicIp": "ENABLED"}}}"""));
        assertEquals(List.of("ROLLING", "ECS"), List.of(service.strategy(), service.controller()));
        assertTrue("kept for putting it back", service.configuration().contains("newThing"));
        assertTrue(service.publicAddress());
    }

    @Test
    public void aSecretIsNamedWithoutKeyAndVersion() {
        assertEquals("arn:aws:secretsmanager:eu-central-1:1:secret:db-AbCdEf",
                SecretLook.arnOf("arn:aws:secretsmanager:eu-central-1:1:secret:db-AbCdEf:password::"));
        assertEquals("", SecretLook.arnOf("/shop/parameter"));
        assertEquals("", SecretLook.arnOf("arn:aws:ssm:eu-central-1:1:parameter/shop"));
    }

    private static JsonNode json(String text) {
        try {
            return new ObjectMapper().readTree(text);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }
}
