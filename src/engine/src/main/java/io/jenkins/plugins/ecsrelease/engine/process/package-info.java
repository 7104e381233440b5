/** Programs that outlive whoever started them, on an agent or in a container. */
package io.jenkins.plugins.ecsrelease.engine.process;
