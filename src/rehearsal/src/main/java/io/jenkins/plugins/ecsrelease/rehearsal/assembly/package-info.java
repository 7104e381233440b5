/**
 * Images without a container builder, for machines that have none: what a Dockerfile copies is put on top of its base
 * image, and what it runs is left out and said so.
 */
package io.jenkins.plugins.ecsrelease.rehearsal.assembly;
