/** Amazon CloudWatch: metrics, and alarms that are judged in sandbox time. */
package io.jenkins.plugins.ecsrelease.sandbox.control.cloudwatch;
