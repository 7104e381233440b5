/**
 * The Jenkins plugin: thin steps over the engine.
 *
 * <p>A step says what it wants as an {@code Operation} and its order ({@link
 * io.jenkins.plugins.ecsrelease.steps.ReleaseStep}); one durable execution ({@link
 * io.jenkins.plugins.ecsrelease.steps.ReleaseExecution}) opens it in the one engine of this Jenkins ({@link
 * io.jenkins.plugins.ecsrelease.steps.ReleaseEngine}), follows it, and takes it up again after a restart.
 */
package io.jenkins.plugins.ecsrelease.steps;
