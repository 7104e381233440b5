package io.jenkins.plugins.ecsrelease.engine.image;

import io.jenkins.plugins.ecsrelease.engine.operation.Outcome;
import io.jenkins.plugins.ecsrelease.engine.operation.Verdict;
import io.jenkins.plugins.ecsrelease.engine.process.Detached;
import java.time.Instant;
import java.util.Map;

/** An order that passed its preflight: what every later phase needs. */
public record Commission(ImageOrder order, Site site, Instant until) {

    Detached.Place place() {
        return new Detached.Place.Agent(order.workspace());
    }

    /** Name of a program on the agent. */
    String program(Stage stage) {
        return order.id() + "-" + stage.word();
    }

    /** "host/repository:tag". */
    String image() {
        return site.uri() + ":" + order.tag();
    }

    /** How the registry is left by what fails after the push. */
    String stays() {
        return " The image stays in the repository under " + order.tag() + "; nothing was deployed.";
    }

    Outcome failed(String message) {
        return new Outcome(Verdict.STOPPED, message, Map.of());
    }

    Outcome timedOut(String doing) {
        return new Outcome(
                Verdict.TIMED_OUT,
                "The " + order.timeoutMinutes() + " minutes of this step were over while " + doing
                        + ". Raise timeoutMinutes if it simply takes longer.",
                Map.of());
    }

    /** What runs on the agent: first the build, then the push, each followed until it ends. */
    public enum Stage {
        BUILD("build", "Building"),
        PUSH("push", "Pushing");

        private final String word;
        private final String doing;

        Stage(String word, String doing) {
            this.word = word;
            this.doing = doing;
        }

        String word() {
            return word;
        }

        String doing() {
            return doing;
        }
    }
}
