package io.jenkins.plugins.ecsrelease.engine.image;

import io.jenkins.plugins.ecsrelease.engine.operation.Question;
import java.time.Duration;
import java.time.Instant;

/**
 * Whether an image can still be run: that it is in its repository, not archived, and not about to go by the repository's
 * lifecycle policy. Asked before a release, and before a rollback for the image that is gone back to.
 *
 * @param repository name in the acting identity's registry
 */
public record ImageTruth(String repository, String digest) implements Question<ImageTruth.Told> {

    /**
     * @param status as ECR says it: ACTIVE, ARCHIVED, ACTIVATING or newer words; MISSING where it is not there
     * @param fate what the repository's lifecycle policy does with it; empty for nothing
     * @param due when; in the past where ECR has not come round to it yet; null for never
     * @param unread why status or fate could not be asked for; empty where they were
     */
    public record Told(String status, String fate, Instant due, String unread) {

        public Told(String status, String fate, Instant due) {
            this(status, fate, due, "");
        }

        /** Whether a task can be started from it now. Only ACTIVE is; an unknown word is not. */
        public boolean runnable() {
            return status.equals("ACTIVE");
        }

        /** What is wrong, with what to do about it; empty when nothing is, now and for a day. */
        public String complaint(String image, Instant now) {
            return switch (status) {
                case "ACTIVE" -> due == null || due.isAfter(now.plus(Duration.ofDays(1)))
                        ? ""
                        : image + " is about to go: " + fate + (due.isAfter(now) ? " at " + due : " when ECR next comes round")
                                + ". Give it a tag that the policy keeps.";
                case "MISSING" -> image + " is not in its repository any more. It was deleted, or expired by a lifecycle"
                        + " policy: build its commit again.";
                case "ARCHIVED" -> image + " is archived, so no task can start from it. Activate it: aws ecr"
                        + " update-image-storage-class --target-storage-class STANDARD …, and wait until it is ACTIVE.";
                default -> image + " has the status " + status + " in ECR; a task can start from it once that is ACTIVE.";
            };
        }
    }
}
