package io.jenkins.plugins.ecsrelease.engine.operation;

/**
 * Why something could not be read or done, as AWS said it.
 *
 * @param text a sentence for people, complete in itself
 * @param service such as "ecs"; empty when no call was made
 * @param operation such as "UpdateService"; empty when no call was made
 * @param code AWS's error code; empty when there was none
 * @param requestId AWS's request id; empty when there was none
 */
public record Problem(Kind kind, String text, String service, String operation, String code, String requestId) {

    public Problem {
        text = Said.line(text);
        code = Said.line(code);
        requestId = Said.line(requestId);
    }

    /** What may be concluded from it. */
    public enum Kind {
        /** AWS said no; a change was certainly not made, and asking again will not help. */
        REFUSED,
        /** The acting identity may not do this. Certainly not made. */
        DENIED,
        /** What was named does not exist. Certainly not made. */
        NOT_FOUND,
        /** Too many calls; certainly not made; the engine tries again. */
        THROTTLED,
        /** The reply did not arrive or was a server error: it may have been made. */
        LOST,
        /** Credentials could not be had or have run out; certainly not made. */
        CREDENTIALS
    }

    public static Problem of(Kind kind, String text) {
        return new Problem(kind, text, "", "", "", "");
    }

    /** The sentence with service, operation, code and request id where there are any. */
    public String full() {
        if (operation.isEmpty()) {
            return text;
        }
        StringBuilder full = new StringBuilder(text).append(" (").append(service).append(' ').append(operation);
        if (!code.isEmpty()) {
            full.append(": ").append(code);
        }
        if (!requestId.isEmpty()) {
            full.append(", request ").append(requestId);
        }
        return full.append(')').toString();
    }
}
