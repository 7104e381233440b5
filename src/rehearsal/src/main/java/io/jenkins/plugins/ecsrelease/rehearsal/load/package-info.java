/** Visitors: requests through the load balancer, all the time, and what came of them. */
package io.jenkins.plugins.ecsrelease.rehearsal.load;
