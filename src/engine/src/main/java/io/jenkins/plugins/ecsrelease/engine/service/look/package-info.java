/**
 * What can be read about a service: each question with the records that answer it and its loader.
 *
 * <p>Where AWS's answers have members that the SDK's model does not know yet (pause hooks, new fields of a task
 * definition), they are read as plain JSON, so that nothing is lost. All enums are strings.
 */
package io.jenkins.plugins.ecsrelease.engine.service.look;
