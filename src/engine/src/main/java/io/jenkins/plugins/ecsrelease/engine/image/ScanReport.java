package io.jenkins.plugins.ecsrelease.engine.image;

import io.jenkins.plugins.ecsrelease.engine.operation.Question;
import java.util.List;

/**
 * What a scan of one image says, all its pages together. NOT_FOUND with the code ScanNotFoundException where there is no
 * scan.
 */
public record ScanReport(String repository, String digest) implements Question<ScanReport.Read> {

    /**
     * @param status as ECR says it, which may be a word that is newer than this code
     * @param completed seconds since 1970 when the scan was complete; 0 where it does not say
     */
    public record Read(String status, String description, long completed, List<Found> findings) {}

    /**
     * One vulnerability of one package.
     *
     * @param fixable YES, NO, PARTIAL, or empty where the scan does not say
     * @param fixedIn the version that has it no more; empty where the scan does not say
     */
    public record Found(
            String id, String severity, String name, String version, String fixable, String fixedIn, String url) {}
}
