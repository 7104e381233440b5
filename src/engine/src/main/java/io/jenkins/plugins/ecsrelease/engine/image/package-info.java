/**
 * Images: built once on an agent, pushed to Amazon ECR, proven by its scan, and given to the next environment by digest.
 *
 * <p>The registry is the source of truth: a digest counts once it was read back from it, never because a builder said so.
 */
package io.jenkins.plugins.ecsrelease.engine.image;
