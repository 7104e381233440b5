package io.jenkins.plugins.ecsrelease.engine.aws;

import io.jenkins.plugins.ecsrelease.engine.operation.Problem;
import java.io.IOException;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.core.exception.SdkException;

/**
 * What an exception means for a change or a read, in a sentence. Whatever cannot be told for certain counts as
 * {@link Problem.Kind#LOST}: it may have been made.
 *
 * @see <a href="https://docs.aws.amazon.com/AmazonECS/latest/APIReference/CommonErrors.html">Common errors</a>
 */
public final class Problems {

    private static final Set<String> DENIED = Set.of("AccessDenied", "AccessDeniedException", "UnauthorizedOperation",
            "UnauthorizedException", "Client.UnauthorizedOperation", "AuthorizationError", "NotAuthorized",
            "KMSAccessDeniedException", "KMSKeyNotAccessibleFault");

    private static final Set<String> CREDENTIALS = Set.of("ExpiredToken", "ExpiredTokenException", "RequestExpired",
            "InvalidClientTokenId", "UnrecognizedClientException", "InvalidSignatureException", "SignatureDoesNotMatch",
            "IncompleteSignature", "IncompleteSignatureException", "MissingAuthenticationToken",
            "MissingAuthenticationTokenException", "AuthFailure", "OptInRequired", "InvalidAccessKeyId");

    /** "User: ARN is not authorized to perform: ACTION on resource: ARN because …". */
    private static final Pattern NOT_AUTHORIZED = Pattern.compile(
            "(?:User: )?(\\S+) is not authorized to perform: ([\\w-]+:\\w+)(?: on resource: (\\S+))?");

    private Problems() {}

    /** Whether this came from AWS or the way there, rather than from a mistake in our own code. */
    public static boolean fromAws(Throwable error) {
        return error instanceof SdkException || error instanceof IOException || error instanceof NoCredentials;
    }

    public static Problem of(Throwable error) {
        String service = Called.of(error).map(Called::service).orElse("");
        String operation = Called.of(error).map(Called::operation).orElse("");
        if (error instanceof AwsServiceException answer) {
            return answered(answer, service, operation);
        }
        if (error instanceof NoCredentials || error instanceof SdkClientException && isAboutCredentials(error)) {
            return new Problem(Problem.Kind.CREDENTIALS, "No credentials" + forCall(operation) + ": " + message(error)
                    + " Check the credentials that this step names, and that its role may be assumed.",
                    service, operation, "", "");
        }
        return new Problem(Problem.Kind.LOST, "No reply came" + forCall(operation) + ": " + message(error)
                + " It is looked at again.", service, operation, "", "");
    }

    private static Problem answered(AwsServiceException answer, String service, String operation) {
        String code = answer.awsErrorDetails() == null ? "" : text(answer.awsErrorDetails().errorCode());
        String said = answer.awsErrorDetails() == null || text(answer.awsErrorDetails().errorMessage()).isEmpty()
                ? message(answer)
                : sentence(answer.awsErrorDetails().errorMessage());
        if (service.isEmpty() && answer.awsErrorDetails() != null) {
            service = text(answer.awsErrorDetails().serviceName());
        }
        Problem.Kind kind = kind(answer, code);
        String sentence = switch (kind) {
            case DENIED -> "AWS denied it" + forCall(operation) + ": " + said + remedy(said).orElse("");
            case CREDENTIALS -> "AWS did not accept the credentials" + forCall(operation) + ": " + said
                    + " Check that the credentials that this step names are still valid.";
            case THROTTLED -> "AWS is throttling" + forCall(operation) + ": " + said;
            case LOST -> "AWS failed" + forCall(operation) + " with HTTP status " + answer.statusCode() + ": " + said;
            case NOT_FOUND -> "AWS did not find it" + forCall(operation) + ": " + said;
            case REFUSED -> "AWS refused it" + forCall(operation) + ": " + said;
        };
        return new Problem(kind, sentence, service, operation, code, text(answer.requestId()));
    }

    static Problem.Kind kind(AwsServiceException answer, String code) {
        if (answer.isThrottlingException() || answer.statusCode() == 429 || code.startsWith("Throttling")
                || code.equals("RequestLimitExceeded") || code.equals("TooManyRequestsException")) {
            return Problem.Kind.THROTTLED;
        }
        if (answer.statusCode() >= 500) {
            return Problem.Kind.LOST;
        }
        if (DENIED.contains(code)) {
            return Problem.Kind.DENIED;
        }
        if (CREDENTIALS.contains(code)) {
            return Problem.Kind.CREDENTIALS;
        }
        if (code.contains("NotFound") || code.equals("NoSuchEntity") || code.startsWith("NoSuch")) {
            return Problem.Kind.NOT_FOUND;
        }
        return Problem.Kind.REFUSED;
    }

    private static Optional<String> remedy(String said) {
        Matcher denied = NOT_AUTHORIZED.matcher(said);
        if (!denied.find()) {
            return Optional.empty();
        }
        String resource = denied.group(3) == null ? "" : " on " + trimmed(denied.group(3));
        return Optional.of(" Allow " + denied.group(2) + resource + " to " + trimmed(denied.group(1)) + ".");
    }

    private static String trimmed(String arn) {
        return arn.endsWith(".") ? arn.substring(0, arn.length() - 1) : arn;
    }

    private static boolean isAboutCredentials(Throwable error) {
        String message = String.valueOf(error.getMessage());
        return message.contains("Unable to load credentials") || message.contains("credentials from any of the providers")
                || message.contains("Access key ID") || message.contains("Access Key ID")
                || message.contains("web identity token");
    }

    private static String forCall(String operation) {
        return operation.isEmpty() ? "" : " for " + operation;
    }

    private static String message(Throwable error) {
        String message = text(error.getMessage());
        return sentence(message.isEmpty() ? error.getClass().getSimpleName() : message);
    }

    private static String sentence(String text) {
        String trimmed = text.strip();
        return trimmed.isEmpty() || trimmed.endsWith(".") || trimmed.endsWith("!") || trimmed.endsWith("?") ? trimmed : trimmed + ".";
    }

    private static String text(String value) {
        return value == null ? "" : value;
    }
}
