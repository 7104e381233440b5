/** What looks like a secret where none should be. Knows names and shapes; keeps and tells no value. */
package io.jenkins.plugins.ecsrelease.engine.secret;
