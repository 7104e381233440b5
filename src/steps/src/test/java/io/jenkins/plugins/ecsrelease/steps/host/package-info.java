/** A Jenkins for tests of single steps: one job, builds that keep their state, and restarts. */
package io.jenkins.plugins.ecsrelease.steps.host;
