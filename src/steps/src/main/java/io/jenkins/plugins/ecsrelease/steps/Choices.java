package io.jenkins.plugins.ecsrelease.steps;

import hudson.util.ListBoxModel;

/** Lists of words for a select. They are the same for everybody, so filling them asks for no permission. */
final class Choices {

    private Choices() {}

    /** The first is the default; where it is a sentence and no value, it stands for an empty one. */
    static ListBoxModel of(String first, String... others) {
        ListBoxModel box = new ListBoxModel();
        box.add(first, first.contains(" ") ? "" : first);
        for (String other : others) {
            box.add(other, other);
        }
        return box;
    }
}
