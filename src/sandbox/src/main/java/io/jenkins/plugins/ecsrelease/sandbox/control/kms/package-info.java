/** Key Management Service: symmetric keys and what they seal, with its encryption context. */
package io.jenkins.plugins.ecsrelease.sandbox.control.kms;
