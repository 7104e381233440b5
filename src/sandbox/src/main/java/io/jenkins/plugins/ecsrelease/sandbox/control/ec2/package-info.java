/** The part of Amazon EC2 that tasks live in: VPCs, subnets, routes, gateways, endpoints and security groups. */
package io.jenkins.plugins.ecsrelease.sandbox.control.ec2;
