package io.jenkins.plugins.ecsrelease.rehearsal.cps;

import com.cloudbees.groovy.cps.Block;
import com.cloudbees.groovy.cps.Env;
import com.cloudbees.groovy.cps.impl.CpsClosure;
import java.util.List;

/** A closure of the program in which {@code sleep} and {@code println} are the steps, not what Groovy adds to objects. */
public final class RehearsalClosure extends CpsClosure {

    private static final long serialVersionUID = 1;

    public RehearsalClosure(Object owner, Object thisObject, List<String> parameters, Block body, Env capture) {
        super(owner, thisObject, parameters, body, capture);
    }

    public Object sleep(long seconds) {
        return step("sleep", seconds);
    }

    public void println() {
        step("echo", "");
    }

    public void println(Object value) {
        step("echo", String.valueOf(value));
    }

    public void print(Object value) {
        println(value);
    }

    private static Object step(String name, Object argument) {
        return Program.current().steps().call(name, new Object[] {argument});
    }
}
