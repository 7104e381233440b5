/** What is remembered of a release, at AWS too: a discarded build or a new controller can still roll back. */
package io.jenkins.plugins.ecsrelease.engine.record;
