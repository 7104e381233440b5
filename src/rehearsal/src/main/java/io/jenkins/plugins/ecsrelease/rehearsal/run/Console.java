package io.jenkins.plugins.ecsrelease.rehearsal.run;

/** Where a person watches the rehearsal. */
public interface Console {

    /** @param stage the innermost stage, or empty; with the parallel branch after a dot */
    void line(String stage, String text);

    void stageBegan(String stage);

    /** @param failure empty when it succeeded */
    void stageEnded(String stage, long millis, String failure);
}
