/**
 * Amazon ECR on this machine: the API of repositories and images, the OCI registry that builders push to and pull from,
 * and a scan that looks into what was pushed.
 *
 * @see <a href="https://github.com/opencontainers/distribution-spec/blob/main/spec.md">OCI distribution</a>
 */
package io.jenkins.plugins.ecsrelease.sandbox.registry;
