/**
 * The plugin on a real Jenkins, against the sandbox: compiled and run only with {@code -Pjenkins}, which needs the
 * artifacts of the Jenkins project.
 */
package io.jenkins.plugins.ecsrelease.test.jenkins;
