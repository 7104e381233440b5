package io.jenkins.plugins.ecsrelease.steps;

import hudson.ExtensionPoint;
import io.jenkins.plugins.ecsrelease.engine.aws.AwsCall;

/** Told of every call to AWS, on the calling thread: for reports and audits. Must return at once and never throw. */
public interface CallListener extends ExtensionPoint {

    void called(AwsCall call);
}
