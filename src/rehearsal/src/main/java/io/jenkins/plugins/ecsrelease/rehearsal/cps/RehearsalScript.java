package io.jenkins.plugins.ecsrelease.rehearsal.cps;

import com.cloudbees.groovy.cps.SerializableScript;
import groovy.lang.MissingPropertyException;

/**
 * The base class of the Jenkinsfile and of every script in {@code vars}. Names that Groovy does not know are looked up
 * as Jenkins does: a variable of the script, a global of the library, then a step; for properties the environment last.
 */
public abstract class RehearsalScript extends SerializableScript {

    private static final long serialVersionUID = 1;

    @Override
    public final Object invokeMethod(String name, Object args) {
        return Program.current().names().call(this, name, args);
    }

    @Override
    public Object getProperty(String property) {
        try {
            return super.getProperty(property);
        } catch (MissingPropertyException e) {
            return Program.current().names().property(property, e);
        }
    }

    // Groovy's own println, print, printf and sleep would win over the steps of these names.

    @Override
    public void println() {
        invokeMethod("echo", new Object[] {""});
    }

    @Override
    public void println(Object value) {
        invokeMethod("echo", new Object[] {String.valueOf(value)});
    }

    @Override
    public void print(Object value) {
        println(value);
    }

    @Override
    public void printf(String format, Object value) {
        println(String.format(format, value));
    }

    @Override
    public void printf(String format, Object[] values) {
        println(String.format(format, values));
    }

    public Object sleep(long seconds) {
        return invokeMethod("sleep", new Object[] {seconds});
    }
}
