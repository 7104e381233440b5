package io.jenkins.plugins.ecsrelease.rehearsal.cps;

import groovy.lang.Closure;
import groovy.lang.GroovyObjectSupport;
import groovy.lang.MissingPropertyException;
import groovy.lang.Script;
import java.io.Serializable;
import org.codehaus.groovy.runtime.InvokerHelper;

/**
 * What a name in a script means. Calls: a variable of the script that can be called, a script of the library, a step, a
 * symbol. Properties: a script of the library, what Jenkins offers, the environment.
 */
final class Names {

    private final Program program;

    Names(Program program) {
        this.program = program;
    }

    Object call(Script script, String name, Object args) {
        if (script.getBinding().hasVariable(name)) {
            Object value = script.getBinding().getVariable(name);
            if (value instanceof Closure<?> closure) {
                return closure.call((Object[]) args);
            }
        }
        if (program.sources().globals().contains(name)) {
            Object global = global(name);
            return InvokerHelper.getMetaClass(global).invokeMethod(global, "call", args);
        }
        return program.steps().call(name, args);
    }

    Object property(String name, MissingPropertyException missing) {
        if (program.sources().globals().contains(name)) {
            return global(name);
        }
        if (name.equals("steps")) {
            return new Steps();
        }
        Object offered = program.host().global(name);
        if (offered != null) {
            return offered;
        }
        String variable = program.host().environment(name);
        if (variable != null) {
            return variable;
        }
        throw missing;
    }

    private Object global(String name) {
        Object known = program.state().globals.get(name);
        if (known == null) {
            known = program.sources().global(name);
            program.state().globals.put(name, known);
        }
        return known;
    }

    /** {@code steps.echo 'x'}: the steps as an object, to hand to a class. */
    static final class Steps extends GroovyObjectSupport implements Serializable {

        private static final long serialVersionUID = 1;

        @Override
        public Object invokeMethod(String name, Object args) {
            return Program.current().steps().call(name, args);
        }
    }
}
