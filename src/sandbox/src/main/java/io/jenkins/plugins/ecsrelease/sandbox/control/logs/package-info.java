/** CloudWatch Logs. */
package io.jenkins.plugins.ecsrelease.sandbox.control.logs;
