/** Amazon ECS: clusters, task definitions, services with their deployments and revisions, and tasks that really serve. */
package io.jenkins.plugins.ecsrelease.sandbox.control.ecs;
