package io.jenkins.plugins.ecsrelease.rehearsal.builtin;

import java.util.ArrayList;
import java.util.List;
import org.kohsuke.stapler.DataBoundConstructor;
import org.kohsuke.stapler.DataBoundSetter;

/** {@code choice(name: 'NEXT', choices: ['a', 'b'])}: the first is preset. */
public final class ChoiceParameter implements Parameter {

    private static final long serialVersionUID = 1;

    private final String name;
    private List<String> choices = new ArrayList<>();
    private String description = "";

    @DataBoundConstructor
    public ChoiceParameter(String name) {
        this.name = name;
    }

    @DataBoundSetter
    public void setChoices(List<String> choices) {
        this.choices = choices;
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
        return description + " One of " + choices + ".";
    }

    @Override
    public Object preset() {
        return choices.get(0);
    }

    @Override
    public Object parse(String text) {
        if (!choices.contains(text)) {
            throw new IllegalArgumentException(name + " is one of " + choices + ", not '" + text + "'.");
        }
        return text;
    }
}
