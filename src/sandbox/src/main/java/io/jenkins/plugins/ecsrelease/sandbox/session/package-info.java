/**
 * The gateway and the agent behind ECS Exec: sessions with a Session Manager data channel, and commands that really run in
 * the files of the container's image. The wire is written here a second time, from the published protocol and not from the
 * client that is tested against it.
 */
package io.jenkins.plugins.ecsrelease.sandbox.session;
