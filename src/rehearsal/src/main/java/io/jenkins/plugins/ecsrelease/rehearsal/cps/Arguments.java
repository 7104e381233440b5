package io.jenkins.plugins.ecsrelease.rehearsal.cps;

import groovy.lang.Closure;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jenkinsci.plugins.workflow.steps.StepDescriptor;

/**
 * What a step was called with. The rules are those of Jenkins: a trailing closure is the block where the step takes one,
 * a lone map holds named arguments, and a value without a name needs a step with exactly one mandatory parameter.
 */
record Arguments(Map<String, Object> named, Closure<?> body) {

    static Arguments parse(StepDescriptor step, Object args) {
        Object[] given = args instanceof Object[] several ? several : args == null ? new Object[0] : new Object[] {args};
        Closure<?> body = null;
        if (given.length > 0 && step.takesImplicitBlockArgument()
                && given[given.length - 1] instanceof Closure<?> closure) {
            body = closure;
            given = Arrays.copyOf(given, given.length - 1);
        }
        Map<String, Object> named = new LinkedHashMap<>();
        if (given.length == 1 && given[0] instanceof Map<?, ?> map && !map.containsKey("$class")
                && !soleIs(step, Map.class)) {
            map.forEach((key, value) -> named.put(String.valueOf(key), value));
        } else if (given.length == 1 && given[0] != null) {
            List<String> mandatory = Shape.of(step.clazz).mandatory();
            if (mandatory.size() != 1) {
                throw new IllegalArgumentException("Expected named arguments but got " + Arrays.asList(given) + " for "
                        + step.getFunctionName() + ": " + Shape.of(step.clazz).names());
            }
            named.put(mandatory.get(0), given[0]);
        } else if (given.length > 1) {
            throw new IllegalArgumentException("Expected named arguments but got " + Arrays.asList(given) + " for "
                    + step.getFunctionName() + ": " + Shape.of(step.clazz).names());
        }
        return new Arguments(named, body);
    }

    private static boolean soleIs(StepDescriptor step, Class<?> type) {
        Shape shape = Shape.of(step.clazz);
        return shape.mandatory().size() == 1 && Binder.raw(shape.type(shape.mandatory().get(0))) == type;
    }
}
