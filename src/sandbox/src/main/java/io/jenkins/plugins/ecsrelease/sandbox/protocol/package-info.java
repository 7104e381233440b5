/** One port that speaks every protocol of the AWS services, through the SDK's own models, and checks every signature. */
package io.jenkins.plugins.ecsrelease.sandbox.protocol;
