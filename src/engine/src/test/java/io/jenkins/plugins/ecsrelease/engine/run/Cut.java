package io.jenkins.plugins.ecsrelease.engine.run;

import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import software.amazon.awssdk.awscore.exception.AwsErrorDetails;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.core.exception.SdkClientException;

/** What can go wrong at a crossing of the engine's seam. */
public enum Cut {
    /** SIGKILL, then another process on the same disk. */
    KILL,
    /** The call was made, and its reply never came. */
    LOST_REPLY,
    THROTTLED,
    /** A 500, before anything was done or after. */
    SERVER_ERROR,
    EXPIRED_CREDENTIALS,
    /** The save fails; the disk is full, say. */
    DISK_FULL,
    /** Somebody stops the build. */
    ABORT,
    /** Somebody stops the build, and the process ends. */
    ABORT_AND_KILL,
    /** Another build of the same controller releases the same thing meanwhile. */
    SECOND_BUILD,
    /** Somebody rolls back meanwhile. */
    ROLLBACK;

    /** Those that need nobody else. */
    static List<Cut> alone() {
        return Arrays.stream(values()).filter(cut -> cut.compareTo(SECOND_BUILD) < 0).toList();
    }

    /** What somebody else's operation is called. */
    public String id() {
        return this == SECOND_BUILD ? "second" : "rollback";
    }

    boolean stops() {
        return this == ABORT || this == ABORT_AND_KILL;
    }

    boolean applies(Seam.Crossing crossing) {
        boolean call = crossing.kind() != Seam.Crossing.Kind.SAVE;
        return switch (this) {
            // A read leaves no trace: dying before it or after it is the same.
            case KILL, ABORT, ABORT_AND_KILL, SECOND_BUILD, ROLLBACK -> crossing.kind() != Seam.Crossing.Kind.LOAD || crossing.before();
            case LOST_REPLY -> call && !crossing.before();
            case THROTTLED, EXPIRED_CREDENTIALS -> call && crossing.before();
            case SERVER_ERROR -> call;
            case DISK_FULL -> !call && crossing.before();
        };
    }

    Exception error() {
        return switch (this) {
            case LOST_REPLY -> SdkClientException.create("The connection was reset.");
            case THROTTLED -> answer(400, "ThrottlingException", "Rate exceeded");
            case SERVER_ERROR -> answer(500, "ServerException", "Service Unavailable. Please try again later.");
            case EXPIRED_CREDENTIALS ->
                answer(400, "ExpiredTokenException", "The security token included in the request is expired");
            case DISK_FULL -> new IOException("No space left on device");
            case KILL, ABORT, ABORT_AND_KILL, SECOND_BUILD, ROLLBACK -> throw new IllegalStateException(this + " is no error of a call.");
        };
    }

    private static Exception answer(int status, String code, String message) {
        return AwsServiceException.builder()
                .message(message)
                .statusCode(status)
                .requestId("cut")
                .awsErrorDetails(AwsErrorDetails.builder().errorCode(code).errorMessage(message).serviceName("trial").build())
                .build();
    }
}
