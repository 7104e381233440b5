/** AWS on loopback, for tests and rehearsals: starts here, at {@link io.jenkins.plugins.ecsrelease.sandbox.Sandbox}. */
package io.jenkins.plugins.ecsrelease.sandbox;
