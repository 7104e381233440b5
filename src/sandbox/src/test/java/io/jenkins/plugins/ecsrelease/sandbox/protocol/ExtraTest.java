package io.jenkins.plugins.ecsrelease.sandbox.protocol;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertThrows;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.jenkins.plugins.ecsrelease.sandbox.world.Extra;
import io.jenkins.plugins.ecsrelease.sandbox.world.Handlers;
import io.jenkins.plugins.ecsrelease.sandbox.world.RawOperation;
import io.jenkins.plugins.ecsrelease.sandbox.world.Refused;
import io.jenkins.plugins.ecsrelease.sandbox.world.VirtualTime;
import io.jenkins.plugins.ecsrelease.sandbox.world.World;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.Test;
import software.amazon.awssdk.services.ecs.EcsClient;
import software.amazon.awssdk.services.ecs.model.ClusterNotFoundException;
import software.amazon.awssdk.services.ecs.model.CreateServiceRequest;
import software.amazon.awssdk.services.ecs.model.CreateServiceResponse;

/** AWS adds operations and members faster than an SDK is released. */
public class ExtraTest {

    private static final ObjectMapper JSON = new ObjectMapper();

    private final World world = new World(new VirtualTime(Instant.now()));
    private final Api api = new Api(world, List.of(new Newer()));

    /** A service that is newer than its model. */
    private static final class Newer implements Handlers, EcsClient {

        @Override
        public Class<?> client() {
            return EcsClient.class;
        }

        @Override
        public Object in(World world) {
            return this;
        }

        @Override
        public Map<String, RawOperation> raw(World world) {
            return Map.of("ContinueServiceDeployment", request -> {
                if (!request.path("serviceDeploymentArn").isTextual()) {
                    throw new Refused("InvalidParameterException", "serviceDeploymentArn can not be blank.");
                }
                return JsonNodeFactory.instance.objectNode().put("continued", request.get("serviceDeploymentArn").asText());
            });
        }

        @Override
        public CreateServiceResponse createService(CreateServiceRequest request) {
            if ("none".equals(request.cluster())) {
                throw ClusterNotFoundException.builder().message("Cluster not found.").build();
            }
            Extra extra = Extra.current().accept("deploymentConfiguration.lifecycleHooks[].targetType");
            String type = extra.request().at("/deploymentConfiguration/lifecycleHooks/0/targetType").asText();
            extra.answer(answer -> answer.withObject("/service").put("pausedBy", type));
            return CreateServiceResponse.builder().service(service -> service.serviceName(request.serviceName())).build();
        }

        @Override
        public String serviceName() {
            return SERVICE_NAME;
        }

        @Override
        public void close() {
            // Nothing is open.
        }
    }

    @Test
    public void aHandlerReadsAndAnswersMembersThatTheModelDoesNotKnow() throws Exception {
        JsonNode answer = call("CreateService", """
                {"serviceName": "web", "deploymentConfiguration": {"lifecycleHooks": [{"targetType": "PAUSE", "lifecycleStages": []}]}}""");
        assertEquals("PAUSE", answer.at("/service/pausedBy").asText());
        assertEquals("web", answer.at("/service/serviceName").asText());
        assertEquals(List.of(), world.part(Unmodelled.class).members());
    }

    @Test
    public void whatNobodyReadIsReportedWithItsPath() throws Exception {
        call("CreateService", """
                {"serviceName": "web", "mood": "good", "deploymentConfiguration": {"canaryConfiguration": {"shape": 1},
                 "lifecycleHooks": [{"targetTypo": "PAUSE"}]}}""");
        assertEquals(List.of("ecs:CreateService: deploymentConfiguration.canaryConfiguration.shape",
                "ecs:CreateService: deploymentConfiguration.lifecycleHooks[].targetTypo", "ecs:CreateService: mood"),
                world.part(Unmodelled.class).members());
    }

    @Test
    public void anOperationNewerThanTheModelIsAnswered() throws Exception {
        assertEquals("arn:x", call("ContinueServiceDeployment", "{\"serviceDeploymentArn\": \"arn:x\"}").get("continued").asText());
        JsonNode refused = call("ContinueServiceDeployment", "{}");
        assertEquals("InvalidParameterException", refused.get("__type").asText());
    }

    @Test
    public void anOperationThatTheModelHasAndNobodyHandlesIsToldApartFromOneThatItDoesNotHave() throws Exception {
        assertEquals("UnknownOperationException", call("DeleteService", "{}").get("__type").asText());
        call("DeleteEverything", "{}");
        assertEquals(List.of("ecs:DeleteEverything (not in the SDK's model)", "ecs:DeleteService"),
                world.part(Unmodelled.class).operations());
    }

    @Test
    public void aModelledExceptionIsAnsweredWithItsCode() throws Exception {
        JsonNode refused = call("CreateService", "{\"cluster\": \"none\"}");
        assertEquals("ClusterNotFoundException", refused.get("__type").asText());
        assertEquals("Cluster not found.", refused.get("message").asText());
    }

    @Test
    public void aMemberOfTheWrongTypeIsASerializationError() throws Exception {
        assertEquals("SerializationException", call("CreateService", "{\"serviceName\": 7}").get("__type").asText());
        assertEquals("SerializationException", call("CreateService", "not json").get("__type").asText());
        assertEquals(List.of(), world.part(Unmodelled.class).bugs());
    }

    @Test
    public void theServiceOfTheTargetMustBeTheOneThatWasSignedFor() throws Exception {
        Asked signed = signed("AmazonEC2ContainerRegistry_V20150921.CreateService", "{}");
        assertEquals("UnknownOperationException", JSON.readTree(api.handle(signed).body()).get("__type").asText());
    }

    @Test
    public void aBodyChangedAfterSigningIsRefused() throws Exception {
        Asked signed = signed("AmazonEC2ContainerServiceV20141113.CreateService", "{\"serviceName\":\"web\"}");
        Asked changed = signed.body("{\"serviceName\":\"wob\"}".getBytes(StandardCharsets.UTF_8));
        assertEquals(200, api.handle(signed).status());
        assertEquals(403, api.handle(changed).status());
    }

    @Test
    public void aHandlerThatDoesNotFitItsClientIsFoundAtOnce() {
        Api wrong = new Api(world, List.of(new Handlers() {
            @Override
            public Class<?> client() {
                return EcsClient.class;
            }

            @Override
            public Object in(World world) {
                return "no client";
            }
        }));
        assertThrows(IllegalStateException.class,
                () -> wrong.handle(signed("AmazonEC2ContainerServiceV20141113.CreateService", "{}")));
    }

    private JsonNode call(String operation, String body) throws IOException {
        return JSON.readTree(api.handle(signed("AmazonEC2ContainerServiceV20141113." + operation, body)).body());
    }

    private static Asked signed(String target, String body) {
        return Signed.json("ecs", target, body);
    }
}
