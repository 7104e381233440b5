/** The steps of Jenkins itself that a release pipeline uses, for a rehearsal: same names, parameters and effects. */
package io.jenkins.plugins.ecsrelease.rehearsal.builtin;
