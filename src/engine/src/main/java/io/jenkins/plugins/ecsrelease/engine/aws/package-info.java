/** The one place that knows how AWS is reached: clients, identities, endpoints, errors, and a log of every call. */
package io.jenkins.plugins.ecsrelease.engine.aws;
