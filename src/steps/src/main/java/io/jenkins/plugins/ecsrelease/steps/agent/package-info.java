/** Programs on a build agent that outlive the connection to it, and Jenkins itself. */
package io.jenkins.plugins.ecsrelease.steps.agent;
