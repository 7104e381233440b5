/**
 * Programs in a container of a running task, reached through ECS Exec: the Session Manager data channel on the JDK's
 * WebSocket, and on top of it {@link io.jenkins.plugins.ecsrelease.engine.process.Detached} for containers.
 */
package io.jenkins.plugins.ecsrelease.engine.exec;
