/** IAM policies: their documents, and what they decide. */
package io.jenkins.plugins.ecsrelease.sandbox.policy;
