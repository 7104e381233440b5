/** Application Auto Scaling of ECS services: their bounds, and changes of them at a set time. Scaling by metrics is not modelled. */
package io.jenkins.plugins.ecsrelease.sandbox.control.scaling;
