package io.jenkins.plugins.ecsrelease.rehearsal.builtin;

import java.io.Serializable;

/** A parameter of a job or of a gate. */
public interface Parameter extends Serializable {

    String name();

    String description();

    /** The value when nobody gives one. */
    Object preset();

    /** The value that a person's text means, or an exception that says what is allowed. */
    Object parse(String text);
}
