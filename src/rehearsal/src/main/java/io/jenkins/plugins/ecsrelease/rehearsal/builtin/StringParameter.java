package io.jenkins.plugins.ecsrelease.rehearsal.builtin;

import org.kohsuke.stapler.DataBoundConstructor;
import org.kohsuke.stapler.DataBoundSetter;

/** {@code string(name: 'REASON', defaultValue: '')}, and {@code text} likewise. */
public final class StringParameter implements Parameter {

    private static final long serialVersionUID = 1;

    private final String name;
    private String defaultValue = "";
    private String description = "";

    @DataBoundConstructor
    public StringParameter(String name) {
        this.name = name;
    }

    @DataBoundSetter
    public void setDefaultValue(String defaultValue) {
        this.defaultValue = defaultValue;
    }

    @DataBoundSetter
    public void setDescription(String description) {
        this.description = description;
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public String description() {
        return description;
    }

    @Override
    public Object preset() {
        return defaultValue;
    }

    @Override
    public Object parse(String text) {
        return text;
    }
}
