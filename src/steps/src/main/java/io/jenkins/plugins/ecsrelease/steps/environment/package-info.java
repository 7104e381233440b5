/** What an administrator says about an environment: where it is, who acts in it, and who must approve. */
package io.jenkins.plugins.ecsrelease.steps.environment;
