package io.jenkins.plugins.ecsrelease.engine.aws;

import com.fasterxml.jackson.databind.JsonNode;

/**
 * A JSON 1.1 call through the SDK's own signer and HTTP client, for operations and members that the SDK's model does
 * not have yet. Sent once. An error is an {@link software.amazon.awssdk.awscore.exception.AwsServiceException} with AWS's
 * code, as from a modelled client, though never one of its subclasses.
 */
public interface RawCall {

    /**
     * @param service the signing name and endpoint prefix, such as "ecs"
     * @param target the full target, such as "AmazonEC2ContainerServiceV20141113.ContinueServiceDeployment"
     */
    JsonNode json(String service, String target, JsonNode request);
}
