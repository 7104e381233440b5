/** The control planes of the AWS services: typed handlers over one world, one room each. */
package io.jenkins.plugins.ecsrelease.sandbox.control;
