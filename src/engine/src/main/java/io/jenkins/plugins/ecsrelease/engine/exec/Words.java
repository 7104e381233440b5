package io.jenkins.plugins.ecsrelease.engine.exec;

import java.util.concurrent.CompletionException;

/** What an exception says, in a few words. */
final class Words {

    private Words() {}

    static String of(Throwable thrown) {
        Throwable cause = thrown instanceof CompletionException && thrown.getCause() != null ? thrown.getCause() : thrown;
        String said = cause.getMessage();
        return said == null || said.isBlank() ? cause.getClass().getSimpleName() : said;
    }
}
