/** What decides whether a release stays: checks, their judgement over time, and why a version did not come up. */
package io.jenkins.plugins.ecsrelease.engine.health;
