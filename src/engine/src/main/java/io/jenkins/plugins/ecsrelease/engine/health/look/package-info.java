/** What checks ask: metrics, probes, logs and limits of databases, many at a time. */
package io.jenkins.plugins.ecsrelease.engine.health.look;
