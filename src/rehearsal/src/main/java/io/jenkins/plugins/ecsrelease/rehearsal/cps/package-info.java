/**
 * A Groovy pipeline run as Jenkins runs it: transformed to continuation-passing style by the same library, suspended at
 * every step that takes time, saved there, and carried on in another JVM.
 */
package io.jenkins.plugins.ecsrelease.rehearsal.cps;
