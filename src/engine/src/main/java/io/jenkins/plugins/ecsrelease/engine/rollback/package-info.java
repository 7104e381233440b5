/** Back to the last version that was good, by the shortest way that is open. */
package io.jenkins.plugins.ecsrelease.engine.rollback;
