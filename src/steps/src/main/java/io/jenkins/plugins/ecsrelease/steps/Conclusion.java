package io.jenkins.plugins.ecsrelease.steps;

import hudson.AbortException;
import hudson.model.Result;
import io.jenkins.plugins.ecsrelease.engine.operation.Outcome;
import io.jenkins.plugins.ecsrelease.engine.operation.Verdict;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;
import jenkins.model.CauseOfInterruption;
import org.jenkinsci.plugins.workflow.steps.FlowInterruptedException;
import org.jenkinsci.plugins.workflow.steps.StepContext;

/** What an outcome means to the pipeline: a map, or an exception whose message begins with the verdict. */
record Conclusion(Map<String, Object> value, Throwable failure) {

    static Conclusion of(Outcome outcome, boolean returnVerdict) {
        if (outcome.verdict() == Verdict.SUCCEEDED || returnVerdict) {
            return new Conclusion(value(outcome), null);
        }
        String message = outcome.verdict() + ": " + outcome.message();
        if (outcome.verdict() == Verdict.SUPERSEDED) {
            return new Conclusion(null, new FlowInterruptedException(Result.NOT_BUILT, true, new Superseded(message)));
        }
        return new Conclusion(null, new AbortException(message));
    }

    void tell(StepContext context) {
        if (failure == null) {
            context.onSuccess(value);
        } else {
            context.onFailure(failure);
        }
    }

    static Map<String, Object> value(Outcome outcome) {
        Map<String, Object> value = new LinkedHashMap<>();
        value.put("verdict", outcome.verdict().name());
        value.put("message", outcome.message());
        outcome.result().forEach((key, each) -> value.put(key, plain(each)));
        return value;
    }

    /** Collections that Jenkins can save, and that a sandboxed script may read. */
    private static Object plain(Object value) {
        if (value instanceof Map<?, ?> map) {
            Map<String, Object> copy = new LinkedHashMap<>();
            map.forEach((key, each) -> copy.put(String.valueOf(key), plain(each)));
            return copy;
        }
        if (value instanceof Collection<?> collection) {
            Collection<Object> copy = new ArrayList<>();
            collection.forEach(each -> copy.add(plain(each)));
            return copy;
        }
        return value == null || value instanceof Number || value instanceof Boolean ? value : value.toString();
    }

    /** A newer release took the place of this one; the build is NOT_BUILT. */
    static final class Superseded extends CauseOfInterruption {
        private static final long serialVersionUID = 1L;
        private final String message;

        Superseded(String message) {
            this.message = message;
        }

        @Override
        public String getShortDescription() {
            return message;
        }
    }
}
