package io.jenkins.plugins.ecsrelease.sandbox.control.ecs;

import java.time.Duration;

/** How a deployment goes from its source revisions to its target, and back. */
interface Course {

    /** What a look at a deployment found. */
    record Progress(State state, String reason, Duration next) {

        enum State { GOING, DONE, FAILED }

        static Progress going(Duration next) {
            return new Progress(State.GOING, "", next);
        }

        static Progress done() {
            return new Progress(State.DONE, "", Duration.ZERO);
        }

        static Progress failed(String reason) {
            return new Progress(State.FAILED, reason, Duration.ZERO);
        }
    }

    /** One look at the way forward. */
    Progress forward();

    /** One look at the way back. */
    Progress back();
}
