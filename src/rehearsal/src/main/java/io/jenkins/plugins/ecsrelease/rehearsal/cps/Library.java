package io.jenkins.plugins.ecsrelease.rehearsal.cps;

import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;

/**
 * What {@code @Library('name@version') _} at the head of a Jenkinsfile becomes. A rehearsal always runs the library that
 * it was started with, whatever version is named.
 */
@Retention(RetentionPolicy.SOURCE)
public @interface Library {
    String[] value();
}
