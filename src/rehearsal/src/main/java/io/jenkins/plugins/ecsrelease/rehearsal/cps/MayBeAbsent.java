package io.jenkins.plugins.ecsrelease.rehearsal.cps;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * A constructor parameter that a script may leave out, as {@code label} of {@code node}: Jenkins passes null. It is in the
 * constructor so that the value can be given without its name.
 */
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.PARAMETER)
public @interface MayBeAbsent {}
