package io.jenkins.plugins.ecsrelease.engine.aws;

import static io.jenkins.plugins.ecsrelease.engine.operation.Problem.Kind.CREDENTIALS;
import static io.jenkins.plugins.ecsrelease.engine.operation.Problem.Kind.DENIED;
import static io.jenkins.plugins.ecsrelease.engine.operation.Problem.Kind.LOST;
import static io.jenkins.plugins.ecsrelease.engine.operation.Problem.Kind.NOT_FOUND;
import static io.jenkins.plugins.ecsrelease.engine.operation.Problem.Kind.REFUSED;
import static io.jenkins.plugins.ecsrelease.engine.operation.Problem.Kind.THROTTLED;
import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;

import io.jenkins.plugins.ecsrelease.engine.operation.Problem;
import java.io.IOException;
import org.junit.Test;
import software.amazon.awssdk.awscore.exception.AwsErrorDetails;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.core.exception.SdkClientException;

public class ProblemsTest {

    private static Problem answer(int status, String code) {
        return Problems.of(AwsServiceException.builder()
                .statusCode(status)
                .requestId("r-1")
                .awsErrorDetails(AwsErrorDetails.builder().serviceName("ecs").errorCode(code).errorMessage("It said so").build())
                .build());
    }

    @Test
    public void whatAwsAnsweredDecidesWhatMayBeConcluded() {
        assertEquals(THROTTLED, answer(400, "ThrottlingException").kind());
        assertEquals(THROTTLED, answer(400, "Throttling").kind());
        assertEquals(THROTTLED, answer(429, "").kind());
        assertEquals(LOST, answer(500, "ServerException").kind());
        assertEquals(LOST, answer(503, "").kind());
        assertEquals(DENIED, answer(400, "AccessDeniedException").kind());
        assertEquals(DENIED, answer(403, "UnauthorizedOperation").kind());
        assertEquals(CREDENTIALS, answer(400, "ExpiredTokenException").kind());
        assertEquals(CREDENTIALS, answer(403, "SignatureDoesNotMatch").kind());
        assertEquals(CREDENTIALS, answer(400, "UnrecognizedClientException").kind());
        assertEquals(NOT_FOUND, answer(400, "ClusterNotFoundException").kind());
        assertEquals(NOT_FOUND, answer(404, "DBClusterSnapshotNotFoundFault").kind());
        assertEquals(REFUSED, answer(400, "InvalidParameterException").kind());
        assertEquals(REFUSED, answer(400, "SomethingOfNextYear").kind());
    }

    @Test
    public void whateverDidNotAnswerMayHaveDoneIt() {
        assertEquals(LOST, Problems.of(SdkClientException.create("reset")).kind());
        assertEquals(LOST, Problems.of(new IOException("agent away")).kind());
    }

    @Test
    public void missingCredentialsAreNoLostReply() {
        assertEquals(CREDENTIALS, Problems.of(new NoCredentials("No credentials 'prod' in this folder.", null)).kind());
        assertEquals(CREDENTIALS, Problems.of(SdkClientException.create("Unable to load credentials from any of the providers")).kind());
    }

    @Test
    public void ourOwnMistakesAreNotAws() {
        assertFalse(Problems.fromAws(new IllegalStateException()));
    }
}
