/** IAM on every call: which actions on which resources an operation needs, whether the caller's policies allow them, and what was used. */
package io.jenkins.plugins.ecsrelease.sandbox.authorization;
