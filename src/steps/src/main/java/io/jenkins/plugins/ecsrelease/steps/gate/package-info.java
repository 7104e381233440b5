/**
 * Whether somebody who may has approved a deployment: looked up in what Jenkins itself recorded of the stock {@code
 * input} step, so that no script can claim it.
 */
package io.jenkins.plugins.ecsrelease.steps.gate;
