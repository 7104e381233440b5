/** Elastic Load Balancing v2: load balancers, listeners and their rules, target groups and the health of their targets. */
package io.jenkins.plugins.ecsrelease.sandbox.control.elb;
