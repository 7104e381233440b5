/** Secrets Manager. */
package io.jenkins.plugins.ecsrelease.sandbox.control.secrets;
