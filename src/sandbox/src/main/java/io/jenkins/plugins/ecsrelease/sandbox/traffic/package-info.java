/** Real HTTP on loopback: load balancer listeners that proxy by rule and weight, tasks that answer, and load upon them. */
package io.jenkins.plugins.ecsrelease.sandbox.traffic;
