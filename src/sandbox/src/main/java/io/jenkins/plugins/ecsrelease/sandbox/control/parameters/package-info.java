/** Parameter Store: values by name, with versions. */
package io.jenkins.plugins.ecsrelease.sandbox.control.parameters;
