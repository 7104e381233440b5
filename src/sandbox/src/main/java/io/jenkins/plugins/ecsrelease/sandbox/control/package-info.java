/** The AWS services, one folder each, as typed handlers over one world. */
package io.jenkins.plugins.ecsrelease.sandbox.control;
