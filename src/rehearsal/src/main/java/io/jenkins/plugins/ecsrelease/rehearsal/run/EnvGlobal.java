package io.jenkins.plugins.ecsrelease.rehearsal.run;

import groovy.lang.GroovyObjectSupport;

/** {@code env}: reads the environment of the block that asks, writes that of the build. */
public final class EnvGlobal extends GroovyObjectSupport implements java.io.Serializable {

    private static final long serialVersionUID = 1;

    private final transient RehearsalHost host;

    EnvGlobal(RehearsalHost host) {
        this.host = host;
    }

    private Object readResolve() {
        return RehearsalHost.loading().global("env");
    }

    @Override
    public Object getProperty(String name) {
        return host.environment(name);
    }

    public Object getAt(String name) {
        return host.environment(name);
    }

    @Override
    public void setProperty(String name, Object value) {
        host.build().setVariable(name, String.valueOf(value));
    }
}
